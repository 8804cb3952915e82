"""The issue's screens in the CMS: shown to the team alone, every button a plain form."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interface.policies import MAIL_PREVIEW_POLICY
from newsletter.composing import open_issue
from newsletter.models import Issue, IssueItem, Publication
from tests.factories.members import make_member
from tests.factories.newsletter import days, make_candidate, make_rubric, make_staff, make_subscriber
from tests.newsletter.test_approving import ready_issue

pytestmark = pytest.mark.django_db
# An address without a language that answers 404 is first tried with one (LocaleMiddleware): hence follow=True.
BASE = "/cms/letters/issues/"


@pytest.fixture
def issue(publication: Publication, client: Client) -> Issue:
    """A composed issue, and its composer logged in."""
    make_rubric(publication, maximum=2)
    make_rubric(publication, name_fr="Agenda", kinds=["event"], layout="events")
    make_rubric(publication, name_fr="Edito", layout="edito")
    for number in (2, 3, 4):
        make_candidate(f"article:{number}", published_at=days(-number))
    editor = make_staff("compose_issue", language="fr")
    client.force_login(editor)
    return ready_issue(publication, editor)


def _keys(issue: Issue) -> list[str]:
    return [item.key for item in issue.items.filter(state="chosen")]


def test_people_without_any_of_the_three_rights_find_nothing(publication: Publication, issue: Issue) -> None:
    client = Client()
    client.force_login(make_staff())
    for path in ("", "new/", f"{issue.pk}/", f"{issue.pk}/preview/fr/html/", f"{issue.pk}/preview/fr/html/part/"):
        assert client.get(BASE + path, follow=True).status_code == 404
    assert client.post(f"{BASE}{issue.pk}/steps/compose/", follow=True).status_code == 404
    client.force_login(make_member())
    assert client.get(BASE).status_code == 403


def test_screens_answer(client: Client, issue: Issue) -> None:
    item = issue.items.first()
    assert item is not None
    for path in ("", "new/", f"{issue.pk}/", f"{issue.pk}/words/fr/", f"{issue.pk}/items/{item.pk}/",
                 f"{issue.pk}/preview/nl/html/", f"{issue.pk}/preview/nl/text/?width=375"):  # fmt: skip
        assert client.get(BASE + path).status_code == 200, path


def test_the_board_asks_the_same_number_of_queries_for_1_and_30_items(client: Client, issue: Issue) -> None:
    rubric = issue.publication.rubrics.get(name_fr__startswith="Rubrique")
    client.get(f"{BASE}{issue.pk}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{BASE}{issue.pk}/")
    for number in range(30):
        make_candidate(f"article:m{number}")
        IssueItem.objects.create(
            issue=issue, publication=issue.publication, rubric=rubric, key=f"article:m{number}", order=50 + number
        )
    with CaptureQueriesContext(connection) as many:
        client.get(f"{BASE}{issue.pk}/")
    assert len(few) == len(many)


def test_items_move_drop_come_back_and_are_added_by_buttons(client: Client, issue: Issue) -> None:
    assert _keys(issue) == ["article:1", "article:2"]
    second = issue.items.get(key="article:2")
    answer = client.post(f"{BASE}{issue.pk}/items/{second.pk}/arrange/", {"action": "up", "position": "1"})
    assert answer["Location"].endswith(f"#item-{second.pk}")
    assert _keys(issue) == ["article:2", "article:1"]
    client.post(f"{BASE}{issue.pk}/items/{second.pk}/arrange/", {"action": "drop"})
    assert _keys(issue) == ["article:1"]
    client.post(f"{BASE}{issue.pk}/items/{second.pk}/arrange/", {"action": "restore"})
    rubric = second.rubric
    client.post(f"{BASE}{issue.pk}/rubrics/{rubric.pk}/add/", {"key": "article:4"})
    assert _keys(issue) == ["article:1", "article:2", "article:4"]
    agenda = issue.publication.rubrics.get(name_fr="Agenda")
    client.post(f"{BASE}{issue.pk}/items/{second.pk}/arrange/", {"action": "move", "rubric": agenda.pk})
    second.refresh_from_db()
    assert second.rubric == agenda


@pytest.mark.parametrize("posted", [{}, {"action": "explode"}, {"action": "move", "rubric": "x"}])
def test_nonsense_is_refused_without_a_crash(client: Client, issue: Issue, posted: dict[str, str]) -> None:
    item = issue.items.get(key="article:1")
    assert client.post(f"{BASE}{issue.pk}/items/{item.pk}/arrange/", posted, follow=True).status_code == 404
    assert client.get(f"{BASE}{issue.pk}/items/{item.pk}/arrange/").status_code == 405
    assert client.get(f"{BASE}{issue.pk}/steps/ask/", follow=True).status_code == 404


def test_reasons_are_shown(client: Client, issue: Issue) -> None:
    make_candidate("article:9", languages=("fr",))
    page = client.get(f"{BASE}{issue.pk}/").content.decode()
    assert "letter-warns" in page
    assert "article:9" in page


def test_words_are_written_and_items_said_in_other_words(client: Client, issue: Issue) -> None:
    client.post(f"{BASE}{issue.pk}/words/nl/", {"subject": "Nieuw onderwerp", "preheader": "x", "edito": "null"})
    assert "Nieuw onderwerp" in client.get(f"{BASE}{issue.pk}/").content.decode()
    item = issue.items.get(key="article:1")
    client.post(
        f"{BASE}{issue.pk}/items/{item.pk}/", {"fr-title": "Autre", "fr-lead": "", "nl-title": "", "nl-lead": ""}
    )
    assert [(text.language, text.title) for text in item.texts.all()] == [("fr", "Autre")]


def test_previews_carry_their_own_policy_and_inert_links(client: Client, issue: Issue) -> None:
    for form in ("html", "text"):
        answer = client.get(f"{BASE}{issue.pk}/preview/fr/{form}/part/")
        assert answer["Content-Security-Policy"] == MAIL_PREVIEW_POLICY
        assert "@@" not in answer.content.decode()
        assert "/unsubscribe/test/" in answer.content.decode()
    assert "letter-contents" not in client.get(f"{BASE}{issue.pk}/preview/fr/html/part/").content.decode()
    assert client.get(f"{BASE}{issue.pk}/preview/fr/web/part/").status_code == 200
    assert client.get(f"{BASE}{issue.pk}/preview/xx/html/part/", follow=True).status_code == 404
    assert "src=" not in client.get(f"{BASE}{issue.pk}/preview/fr/html/part/?images=off").content.decode()


def test_from_asking_to_leaving_by_two_people(client: Client, issue: Issue) -> None:
    make_subscriber(publication=issue.publication)
    client.post(f"{BASE}{issue.pk}/steps/ask/")
    publisher = Client()
    publisher.force_login(make_staff("approve_issue", "send_issue"))
    assert client.post(f"{BASE}{issue.pk}/steps/approve/", follow=True).status_code == 404
    publisher.post(f"{BASE}{issue.pk}/steps/approve/")
    publisher.post(f"{BASE}{issue.pk}/steps/schedule/")
    assert Issue.objects.get(pk=issue.pk).state == "scheduled"
    question = publisher.post(f"{BASE}{issue.pk}/steps/send/")
    assert Issue.objects.get(pk=issue.pk).state == "scheduled"
    assert 'name="sure"' in question.content.decode()
    publisher.post(f"{BASE}{issue.pk}/steps/send/", {"sure": "1"})
    assert Issue.objects.get(pk=issue.pk).state == "sending"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [("demain", "Ce n’est pas une date avec une heure."), ("2020-01-01 08:00", "Cette heure est passée.")],
)
def test_an_hour_that_cannot_be_is_refused_in_words(client: Client, issue: Issue, asked: str, answer: str) -> None:
    response = client.post(f"{BASE}{issue.pk}/plan/", {"planned_for": asked}, follow=True)
    assert answer in response.content.decode()


def test_composing_again_says_that_nothing_came(client: Client, issue: Issue) -> None:
    client.post(f"{BASE}{issue.pk}/steps/compose/")
    response = client.post(f"{BASE}{issue.pk}/steps/compose/", follow=True)
    assert "Rien de nouveau" in response.content.decode()


def test_words_for_members_are_offered_with_the_reason_why_not(client: Client, issue: Issue) -> None:
    make_candidate("topic:9", audience="members", published_at=days(-1))
    assert "réservé aux membres" in client.get(f"{BASE}{issue.pk}/").content.decode()


def test_declining_without_a_reason_declines_nothing(client: Client, issue: Issue) -> None:
    client.post(f"{BASE}{issue.pk}/steps/ask/")
    publisher = Client()
    publisher.force_login(make_staff("approve_issue"))
    publisher.post(f"{BASE}{issue.pk}/decline/", {"comment": " "})
    assert Issue.objects.get(pk=issue.pk).state == "in_review"
    publisher.post(f"{BASE}{issue.pk}/decline/", {"comment": "Trop long"})
    assert Issue.objects.get(pk=issue.pk).state == "draft"


def test_a_new_issue_opens_filled(client: Client, publication: Publication, issue: Issue) -> None:
    issue.items.update(state="dropped")
    answer = client.post(f"{BASE}new/", {"publication": publication.pk, "planned_for": "2027-01-12 08:30"})
    new = Issue.objects.latest("pk")
    assert answer["Location"] == f"{BASE}{new.pk}/"
    assert new.items.count() == 2
    assert client.post(f"{BASE}new/", {"publication": publication.pk, "planned_for": "demain"}).status_code == 200


def test_publications_rubrics_and_subscribers_are_managed(publication: Publication) -> None:
    rubric = make_rubric(publication)
    make_candidate("article:1", title="Que choisirait la règle")
    reader = make_subscriber("anne@example.org", publication=publication)
    names = [f"{verb}_{model}" for model in ("publication", "rubric") for verb in ("add", "change", "view")]
    client = Client()
    client.force_login(make_staff("compose_issue", "view_subscriber", *names))
    for path in ("publications/", f"publications/edit/{publication.pk}/", "rubrics/", f"rubrics/edit/{rubric.pk}/",
                 "rubrics/new/", "subscribers/?q=anne", f"subscribers/inspect/{reader.pk}/"):  # fmt: skip
        assert client.get(f"/cms/letters/{path}").status_code == 200, path
    assert "Que choisirait la règle" in client.get(f"/cms/letters/rubrics/rule/{rubric.pk}/").content.decode()
    assert client.get("/cms/letters/subscribers/new/").status_code in {302, 403, 404}
    assert client.post(f"/cms/letters/subscribers/delete/{reader.pk}/").status_code in {302, 403, 404}
    assert type(reader).objects.filter(pk=reader.pk).exists()


def test_a_rubric_is_saved_with_its_rule(publication: Publication) -> None:
    from themes.models import Tag

    tag = Tag.objects.create(name_fr="lecture", name_nl="lectuur", slug_fr="lecture", slug_nl="lectuur")
    client = Client()
    client.force_login(make_staff("compose_issue", "add_rubric", "change_rubric", "view_rubric"))
    posted = {
        "publication": publication.pk, "name_fr": "LECTURES", "name_nl": "LEESTIPS", "hue": 210, "order": 3,
        "layout": "list", "hide_when_empty": "on", "kinds": ["article", "brief"], "any_tags": [tag.pk],
        "horizon_days": 60, "ahead_days": 60, "minimum": 0, "maximum": 5, "order_by": "newest",
    }  # fmt: skip
    assert client.post("/cms/letters/rubrics/new/", posted).status_code == 302
    rubric = publication.rubrics.get()
    assert (rubric.kinds, list(rubric.any_tags.all())) == (["article", "brief"], [tag])


def test_opening_an_issue_in_code_needs_the_right(publication: Publication) -> None:
    from newsletter.errors import NotAllowedError

    with pytest.raises(NotAllowedError):
        open_issue(publication, planned_for=days(1), by=make_staff("approve_issue"))


def test_a_publication_or_rubric_in_use_cannot_be_deleted(publication: Publication, issue: Issue) -> None:
    client = Client()
    models = ("publication", "rubric")
    client.force_login(
        make_staff("compose_issue", *(f"{verb}_{name}" for verb in ("delete", "change") for name in models))
    )
    rubric = issue.publication.rubrics.get(name_fr__startswith="Rubrique")
    for path in (f"publications/delete/{publication.pk}/", f"rubrics/delete/{rubric.pk}/"):
        assert client.get(f"/cms/letters/{path}").status_code in {200, 302, 403}
        assert client.post(f"/cms/letters/{path}").status_code in {200, 302, 403}
    assert Publication.objects.filter(pk=publication.pk).exists()
    assert type(rubric).objects.filter(pk=rubric.pk).exists()


def test_the_first_screen_shows_what_waits_for_whom(client: Client, issue: Issue) -> None:
    assert "Brouillon" in _panel(client)
    client.post(f"{BASE}{issue.pk}/steps/ask/")
    assert "Attend votre approbation" not in _panel(client)
    publisher = make_staff("approve_issue", language="fr")
    client.force_login(publisher)
    assert "Attend votre approbation" in _panel(client)


def _panel(client: Client) -> str:
    page = client.get("/cms/").content.decode()
    return page.partition("Lettres en préparation")[2].partition("</table>")[0]


def test_a_change_that_takes_the_approval_away_says_so(client: Client, issue: Issue) -> None:
    client.post(f"{BASE}{issue.pk}/steps/ask/")
    item = issue.items.filter(state="chosen").first()
    assert item
    answer = client.post(f"{BASE}{issue.pk}/items/{item.pk}/arrange/", {"action": "drop"}, follow=True)
    assert "L’approbation ne compte plus" in answer.content.decode()
