"""Writing: files that survive a refusal, drafts, the look once more, passages, another language, titles of links."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from forum.attaching import attach
from forum.drafting import draft_at, forget_old_drafts, keep_draft
from forum.errors import NotAllowedError
from forum.models import Attachment, Comment, Draft, Topic
from tests.factories.forum import let_in, make_comment, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"
SECRET_LIFE = "Karim Benali, né le 12/03/1987"


@pytest.fixture
def member(client):
    someone = make_member(language="fr")
    client.force_login(someone)
    return someone


@pytest.fixture
def room(member):
    return make_room(members=[member])


@pytest.fixture
def topic(room):
    return make_topic(room=room)


def pdf(name="protocole.pdf"):
    return SimpleUploadedFile(name, PDF)


def answer(client, topic, **sent):
    return client.post(reverse("answer", args=[topic.pk]), {"body": "Voici notre protocole.", **sent})


def text(response):
    return response.content.decode()


# --- Files ----------------------------------------------------------------------------------------------------------
def test_an_answer_carries_files_that_readers_see(client, topic):
    answer(client, topic, uploads=[pdf(), pdf("annexe.pdf")])

    comment = topic.comments.latest("position")
    page = text(client.get(reverse("topic", args=[topic.pk])))
    assert [file.name for file in comment.attachments.all()] == ["protocole.pdf", "annexe.pdf"]
    for file in comment.attachments.all():
        assert file.get_absolute_url() in page


def test_an_empty_post_shows_the_form_again(client, topic):
    for address in (reverse("answer", args=[topic.pk]), reverse("new_topic")):
        assert client.post(address).status_code in {200, 422}


def test_a_new_topic_carries_files(client, room):
    sent = {"room": room.pk, "title": "Un protocole", "kind": "discussion", "body": "Le voici.", "uploads": [pdf()]}
    client.post(reverse("new_topic"), sent)

    assert Attachment.objects.get().comment.topic.title == "Un protocole"


def test_files_stay_with_a_form_that_is_refused(client, topic):
    refused = answer(client, topic, body="", uploads=[pdf(), SimpleUploadedFile("x.svg", b"<svg/>")])

    kept = Attachment.objects.get()
    assert refused.status_code == 422
    assert "x.svg" in text(refused)
    assert f'value="{kept.key}"' in text(refused)
    assert kept.comment is None

    answer(client, topic, kept=[str(kept.key)])
    kept.refresh_from_db()
    assert kept.comment == topic.comments.latest("position")


def test_an_unticked_file_does_not_go_along(client, topic):
    answer(client, topic, body="", uploads=[pdf()])

    answer(client, topic)

    assert Attachment.objects.get().comment is None


def test_somebody_elses_loose_file_cannot_be_taken(client, topic):
    (foreign,) = attach([pdf()], by=make_member())

    answer(client, topic, kept=[str(foreign.key)])

    foreign.refresh_from_db()
    assert foreign.comment is None


def test_a_file_that_is_gone_is_asked_for_again(client, topic):
    answer(client, topic, body="", uploads=[pdf()])
    key = str(Attachment.objects.get().key)
    Attachment.objects.all().delete()

    assert answer(client, topic, kept=[key]).status_code == 422
    assert topic.comments.count() == 1


def test_a_form_with_kept_files_sent_twice_leads_to_the_first_message(client, topic):
    answer(client, topic, body="", uploads=[pdf()])
    sent = {"kept": [str(Attachment.objects.get().key)], "client_token": str(uuid4())}

    first, second = answer(client, topic, **sent), answer(client, topic, **sent)

    assert first.url == second.url
    assert topic.comments.count() == 2
    assert Attachment.objects.get().comment.position == 2


def test_the_draft_of_an_edit_leaves_standing_files_and_gives_its_own(client, member, topic):
    comment = make_comment(topic, author=member)
    (standing,) = attach([pdf("debout.pdf")], by=member, comment=comment)
    keep(client, f"comment:{comment.pk}", body="Mieux", kept=[str(standing.key)], uploads=[pdf("neuf.pdf")])
    fresh = Attachment.objects.get(name="neuf.pdf")

    kept = [str(standing.key), str(fresh.key)]
    client.post(reverse("edit_comment", args=[comment.pk]), {"body": "Mieux", "kept": kept})

    assert [file.name for file in comment.attachments.all()] == ["debout.pdf", "neuf.pdf"]


def test_more_files_than_allowed_are_refused(client, topic, settings):
    settings.FILES_PER_COMMENT = 1

    assert answer(client, topic, uploads=[pdf(), pdf()]).status_code == 422
    assert not Attachment.objects.exists()


def test_an_edit_adds_and_takes_away_files(client, member, topic):
    comment = make_comment(topic, author=member)
    old, stays = attach([pdf("ancien.pdf"), pdf("reste.pdf")], by=member, comment=comment)
    address = reverse("edit_comment", args=[comment.pk])
    assert "ancien.pdf" in text(client.get(address))

    client.post(address, {"body": "Mieux.", "kept": [str(stays.key)], "uploads": [pdf("nouveau.pdf")]})

    assert [file.name for file in comment.attachments.all()] == ["reste.pdf", "nouveau.pdf"]
    assert not Attachment.objects.filter(pk=old.pk).exists()


def test_a_form_sent_twice_places_its_files_once(client, topic):
    token = str(uuid4())
    answer(client, topic, client_token=token, uploads=[pdf()])
    answer(client, topic, client_token=token, uploads=[pdf()])

    assert topic.comments.count() == 2
    assert topic.comments.latest("position").attachments.count() == 1


def test_files_cost_no_query_more(client, member, topic, django_assert_max_num_queries):
    for _number in range(30):
        attach([pdf()], by=member, comment=make_comment(topic, author=member))
    client.get(topic.get_absolute_url())

    with django_assert_max_num_queries(12):
        page = text(client.get(topic.get_absolute_url()))

    assert page.count("protocole.pdf") == 30


def test_a_file_that_waits_or_was_destroyed_says_so(client, member, topic):
    waiting, infected = attach([pdf("attend.pdf"), pdf("virus.pdf")], by=member, comment=make_comment(topic))
    Attachment.objects.filter(pk=waiting.pk).update(checked_at=None)
    Attachment.objects.filter(pk=infected.pk).update(infected=True)

    page = text(client.get(topic.get_absolute_url()))

    assert "attend.pdf" in page
    assert waiting.get_absolute_url() not in page
    assert infected.get_absolute_url() not in page


# --- Drafts ---------------------------------------------------------------------------------------------------------
def keep(client, place, **words):
    return client.post(reverse("keep_draft"), {"place": place, **words})


def test_a_draft_comes_back_on_any_device_and_goes_when_it_is_sent(client, member, topic):
    keep(client, f"topic:{topic.pk}", body="<p>À moitié <strong>écrit</strong></p>", script="1")

    page = client.get(reverse("topic", args=[topic.pk]))
    assert page.context["form"].draft.body_html == "<p>À moitié <strong>écrit</strong></p>"
    assert "À moitié écrit" in text(page)

    answer(client, topic)
    assert not Draft.objects.exists()


def test_a_draft_costs_no_query_where_there_is_none(client, topic, django_assert_max_num_queries):
    client.get(topic.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(topic.get_absolute_url())


@pytest.mark.parametrize("place", ["answer", "edit", "new"])
def test_every_writing_form_has_its_draft(client, member, topic, place):
    mine = make_comment(topic, author=member)
    places = {
        "answer": (f"topic:{topic.pk}:to:{mine.pk}", reverse("answer", args=[topic.pk]) + f"?to={mine.pk}"),
        "edit": (f"comment:{mine.pk}", reverse("edit_comment", args=[mine.pk])),
        "new": (f"room:{topic.room_id}", reverse("new_topic") + f"?room={topic.room_id}"),
    }
    name, address = places[place]

    response = keep(client, name, body="En cours", title="Un titre", room=topic.room_id)

    assert response.url == address
    assert "En cours" in text(client.get(address))


def test_the_draft_of_a_new_topic_follows_the_chosen_room(client, member, room):
    keep(client, "room:0", body="Mots")
    told = keep(client, "room:0", body="Mots", room=room.pk, script="1").json()

    assert told["place"] == f"room:{room.pk}"
    assert [draft.place for draft in Draft.objects.all()] == [f"room:{room.pk}"]
    page = client.get(reverse("new_topic"))
    assert page.context["form"]["room"].value() == str(room.pk)


def test_a_draft_is_discarded_by_a_button(client, member, topic):
    keep(client, f"topic:{topic.pk}", body="Mots")

    client.post(reverse("discard_draft"), {"place": f"topic:{topic.pk}"})

    assert not Draft.objects.exists()


def test_an_empty_box_is_no_draft(client, member, topic):
    keep(client, f"topic:{topic.pk}", body="Mots")
    keep(client, f"topic:{topic.pk}", body="<p></p>")

    assert not Draft.objects.exists()


def test_a_draft_that_arrives_after_its_message_is_not_kept(client, member, topic):
    token = str(uuid4())
    answer(client, topic, client_token=token)

    keep(client, f"topic:{topic.pk}", body="Voici notre", client_token=token, script="1")

    assert not Draft.objects.exists()


def test_a_draft_keeps_its_files(client, member, topic):
    keep(client, f"topic:{topic.pk}", body="Mots", uploads=[pdf()])

    page = client.get(reverse("answer", args=[topic.pk]))
    file = Attachment.objects.get()
    assert f'value="{file.key}"' in text(page)
    answer(client, topic, kept=[str(file.key)])
    assert Attachment.objects.get().comment == topic.comments.latest("position")


def test_nobody_drafts_where_she_may_not_write(member, client):
    foreign = make_topic()
    for place in (f"topic:{foreign.pk}", f"room:{foreign.room_id}", f"comment:{foreign.comments.get().pk}", "topic:x"):
        with pytest.raises(NotAllowedError):
            keep_draft(member, place=place, body_html="<p>Mots</p>")
        assert keep(client, place, body="Mots", room=foreign.room_id).status_code == 404


def test_drafts_are_ones_own(client, member, topic, room):
    colleague = make_member()
    let_in(colleague, room=room)
    keep_draft(colleague, place=f"topic:{topic.pk}", body_html="<p>Secret de brouillon</p>")

    assert "Secret de brouillon" not in text(client.get(topic.get_absolute_url()))
    assert draft_at(member, f"topic:{topic.pk}") is None


def test_drafts_end_after_sixty_days(member, topic):
    keep_draft(member, place=f"topic:{topic.pk}", body_html="<p>Vieux</p>")
    keep_draft(member, place=f"room:{topic.room_id}", body_html="<p>Neuf</p>")
    Draft.objects.filter(place__startswith="topic").update(saved_at=timezone.now() - timedelta(days=61))

    forget_old_drafts()

    assert [draft.body_html for draft in Draft.objects.all()] == ["<p>Neuf</p>"]


# --- The look once more ----------------------------------------------------------------------------------------------
def test_words_about_a_person_are_shown_before_they_are_published(client, topic):
    shown = answer(client, topic, body=f"Il s'agit de {SECRET_LIFE}.")

    assert shown.status_code == 200
    assert SECRET_LIFE in text(shown)
    assert 'value="mask"' in text(shown)
    assert topic.comments.count() == 1


def test_the_writer_masks_or_publishes_as_it_is(client, topic):
    answer(client, topic, body=f"Il s'agit de {SECRET_LIFE}.", look="mask")
    answer(client, topic, body=f"Il s'agit de {SECRET_LIFE}.", look="as_it_is")

    masked, plain = topic.comments.filter(position__gt=1).order_by("position")
    assert masked.body_html == "<p>Il s'agit de […].</p>"
    assert SECRET_LIFE in plain.body_html


def test_the_look_covers_the_title_and_keeps_files(client, room):
    sent = {"room": room.pk, "title": "La voiture 1-ABC-234", "kind": "discussion", "body": "Qui la connaît ?"}
    looked = client.post(reverse("new_topic"), {**sent, "uploads": [pdf()]})

    kept = Attachment.objects.get()
    assert "1-ABC-234" in text(looked)
    client.post(reverse("new_topic"), {**sent, "kept": [str(kept.key)], "look": "mask"})
    assert Topic.objects.get().title == "La voiture […]"
    assert Attachment.objects.get().comment.topic == Topic.objects.get()


# --- Passages, languages, links --------------------------------------------------------------------------------------
def test_a_passage_is_quoted_with_its_author_and_address(client, topic):
    said = make_comment(topic, body_html="<p>Un protocole clair.</p><p>Et du temps.</p>")
    address = reverse("answer", args=[topic.pk])

    form = client.get(address, {"to": said.pk, "quote": 1, "passage": "protocole clair"}).context["form"]

    assert "<p>protocole clair</p></blockquote>" in form["body"].value()
    assert said.get_absolute_url() in form["body"].value()
    assert said.user.name in form["body"].value()


def test_nobody_is_quoted_with_words_of_others(client, topic):
    said = make_comment(topic, body_html="<p>Un protocole clair.</p>")

    form = client.get(
        reverse("answer", args=[topic.pk]), {"to": said.pk, "quote": 1, "passage": "<b>Jamais dit</b>"}
    ).context["form"]

    assert "Jamais dit" not in form["body"].value()
    assert "Un protocole clair." in form["body"].value()


@pytest.mark.parametrize("who", ["author", "animator"])
def test_the_language_is_changed_in_one_click(client, member, room, who):
    topic = make_topic(room=room, author=member if who == "author" else None, language="fr")
    if who == "animator":
        room.memberships.filter(member=member).update(role="animator")
    comment = topic.comments.get()

    client.post(reverse("comment_language", args=[comment.pk]), {"language": "nl"})

    comment.refresh_from_db()
    topic.refresh_from_db()
    assert (comment.language, topic.language, comment.edited_at) == ("nl", "nl", None)


def test_others_do_not_change_the_language(client, topic):
    comment = topic.comments.get()

    assert client.post(reverse("comment_language", args=[comment.pk]), {"language": "nl"}).status_code == 404
    comment.refresh_from_db()
    assert comment.language == "fr"


def test_an_address_shows_its_title_to_who_may_read_it(client, member, topic, room, settings):
    other, hidden = make_topic(room=room, title="Le protocole & nous"), make_topic(title="Titre caché")
    message = make_comment(other)
    addresses = [f"{settings.SITE_URL}{each.get_absolute_url()}" for each in (other, message, hidden)]
    links = "".join(f'<p><a href="{each}" rel="noopener nofollow">{each}</a></p>' for each in addresses)
    make_comment(topic, body_html=links + f'<p><a href="{addresses[0]}" rel="nofollow">mes mots</a></p>')

    page = text(client.get(topic.get_absolute_url()))

    assert ">Le protocole &amp; nous</a>" in page
    assert ">Le protocole &amp; nous, message 2</a>" in page
    assert f">{addresses[2]}</a>" in page
    assert "Titre caché" not in page
    assert ">mes mots</a>" in page


def test_titles_of_links_cost_one_query_for_all(client, member, topic, room, settings, django_assert_max_num_queries):
    for number in range(30):
        each = f"{settings.SITE_URL}{make_topic(room=room, author=member, title=f'T{number}').get_absolute_url()}"
        make_comment(topic, author=member, body_html=f'<p><a href="{each}">{each}</a></p>')
    client.get(topic.get_absolute_url())

    with django_assert_max_num_queries(13):
        client.get(topic.get_absolute_url())
    assert Comment.objects.filter(body_html__contains="T1<").count() == 0


def test_the_enter_key_never_discards_a_draft(client, member, room):
    keep_draft(member, place=f"room:{room.pk}", body_html="<p>Mots</p>", title="Titre")

    page = text(client.get(reverse("new_topic"), {"room": room.pk}))
    form = page[page.index('class="form writing-form"') :]

    assert "formaction" not in form[form.index('type="submit"') :].partition(">")[0]
