"""Doors: the public page of a listed room."""

import pytest
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from forum.doors import door_of
from forum.models import RoomPage
from tests.factories.forum import make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def make_door(room, **fields):
    """A live door under the site's root page."""
    root = Site.objects.get(is_default_site=True).root_page
    return root.add_child(
        instance=RoomPage(room=room, locale=root.locale, **{"title": room.name_fr if room else "Porte"} | fields)
    )


def get(client, page):
    return client.get(page.url)


@pytest.mark.parametrize("who", ["visitor", "pending", "outside"])
def test_a_door_tells_what_it_is_for_and_nothing_that_is_said(client, who):
    topic = make_topic(title="SUJET", room=make_room(purpose_fr="Pour les médiateurs.", access="request"))
    door = make_door(topic.room, how_to_join="<p>Demandez en une phrase.</p>")
    if who != "visitor":
        client.force_login(make_member(state="pending" if who == "pending" else "approved"))

    page = get(client, door)

    assert page.status_code == 200
    assert "Pour les médiateurs." in page.content.decode()
    assert "Demandez en une phrase." in page.content.decode()
    assert "SUJET" not in page.content.decode()
    assert topic.author.name not in page.content.decode()


def test_a_reader_is_led_into_the_room(client):
    member = make_member()
    room = make_room(members=[member])
    client.force_login(member)

    assert get(client, make_door(room)).url == room.get_absolute_url()


def test_a_door_without_a_room_or_of_an_unlisted_one_is_unknown(client):
    assert get(client, make_door(make_room(listed=False))).status_code == 404
    assert get(client, make_door(None, title="Orpheline")).status_code == 404


def test_the_door_of_a_room_is_the_oldest_live_page(client):
    room = make_room()
    first = make_door(room, slug="un")
    second = make_door(room, slug="deux")
    first.create_alias(parent=first.get_parent(), update_slug="alias")

    assert door_of(room, language="fr").pk == first.pk
    first.unpublish()
    assert door_of(room, language="fr").pk == second.pk
    assert door_of(room, language="nl") is None
    room.listed = False
    room.save()
    assert door_of(room, language="fr") is None


def test_unlisting_a_room_closes_its_doors(client):
    room = make_room()
    door = make_door(room)
    client.force_login(make_member(is_superuser=True))
    fields = ("name_fr", "name_nl", "slug_fr", "slug_nl", "access", "in_mail")

    client.post(f"/cms/rooms/edit/{room.pk}/", {name: getattr(room, name) for name in fields})

    door.refresh_from_db()
    assert not door.live
    assert get(client, door).status_code == 404


def test_a_copy_is_no_second_door():
    room = make_room()
    door = make_door(room)

    copy = door.copy(update_attrs={"slug": "copie", "title": "Copie"})

    assert copy.specific.room is None


def test_the_translation_leads_to_the_same_room_whatever_its_translator_likes():
    room = make_room()
    door = make_door(room, introduction="<p>Pour qui ?</p>")
    dutch = Locale.objects.get_or_create(language_code="nl")[0]
    home = Page.objects.get(pk=door.get_parent().pk).specific
    if not home.has_translation(dutch):
        home.copy_for_translation(dutch)
    source, _made = TranslationSource.get_or_create_from_instance(RoomPage.objects.get(pk=door.pk))

    Translation.objects.create(source=source, target_locale=dutch).save_target(publish=False)

    translated = RoomPage.objects.get(translation_key=door.translation_key, locale=dutch)
    assert translated.room == room
    overridable = [field for field in RoomPage.override_translatable_fields if getattr(field, "overridable", False)]
    assert "room" not in [field.field_name for field in overridable]
