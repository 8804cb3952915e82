"""What editors meet in the CMS: forms that help, lists, the dashboard, previews, translation."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from home.models import ArticlePage, Entry, EventPage
from tests.factories.home import (
    make_article,
    make_brief,
    make_document,
    make_entry,
    make_event,
    make_home,
    make_image,
    make_section,
    make_tag,
    make_theme,
)
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
DRAFTAIL = {"key": "a", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_member(is_superuser=True))
    return client


def article_form(**fields: Any) -> dict[str, Any]:
    defaults = {
        "title": "Un protocole",
        "slug": "un-protocole",
        "lead": "Trois communes écrivent la même page.",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Une table",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    return defaults | fields


def add_address(model: str = "articlepage") -> str:
    return reverse("wagtailadmin_pages:add", args=["home", model, make_home().pk])


def test_an_article_is_written_and_published_with_its_themes(editor: Client) -> None:
    theme, tag = make_theme(), make_tag()

    response = editor.post(add_address(), article_form(themes=[theme.pk], tags=[tag.pk]))

    assert response.status_code == 302
    article = ArticlePage.objects.get(slug="un-protocole")
    assert article.live
    assert [link.theme for link in article.theme_links.all()] == [theme]
    assert [link.tag for link in article.tag_links.all()] == [tag]


def test_themes_follow_the_draft_and_are_live_only_once_published(editor: Client) -> None:
    old, new = make_theme(), make_theme()
    article = make_article(themes=[old], slug="un-protocole")
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])

    draft = article_form(themes=[new.pk])
    del draft["action-publish"]
    editor.post(address, draft)
    assert [link.theme for link in ArticlePage.objects.get(pk=article.pk).theme_links.all()] == [old]

    editor.post(address, article_form(themes=[new.pk]))
    assert [link.theme for link in ArticlePage.objects.get(pk=article.pk).theme_links.all()] == [new]


# Wagtail's picture chooser leaves the file open that its thumbnail was drawn into.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_without_words_is_refused_unless_it_is_decoration(editor: Client) -> None:
    picture = make_image()

    refused = editor.post(add_address(), article_form(picture=picture.pk))
    assert "picture_alt" in refused.context["form"].errors

    assert editor.post(add_address(), article_form(picture=picture.pk, picture_decorative="on")).status_code == 302


def test_a_lower_heading_needs_one_above(editor: Client) -> None:
    response = editor.post(add_address(), article_form(**{"body-0-type": "subheading"}))

    assert "body" in response.context["form"].errors


def test_a_document_of_a_closed_collection_is_refused(editor: Client) -> None:
    closed = Collection.get_first_root_node().add_child(name="Interne")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document = make_document(collection=closed)
    body = {"body-0-type": "document", "body-0-value-document": document.pk, "body-0-value-label": ""}

    response = editor.post(add_address(), article_form(**body))

    assert "body" in response.context["form"].errors


def test_an_event_that_ends_before_it_starts_is_refused(editor: Client) -> None:
    fields = {
        "starts_at": "2030-05-02 10:00",
        "ends_at": "2030-05-01 10:00",
        "venue": "undecided",
        "programme-count": "0",
        "report-count": "0",
        "session_languages": ["fr", "nl"],
    }

    refused = editor.post(add_address("eventpage"), article_form(**fields))
    assert "ends_at" in refused.context["form"].errors

    assert editor.post(add_address("eventpage"), article_form(**(fields | {"ends_at": ""}))).status_code == 302
    assert EventPage.objects.get().session_languages == ["fr", "nl"]


def test_an_entry_is_written(editor: Client) -> None:
    theme = make_theme()
    form = {
        "when": "8-18/03/2022",
        "written": "",
        "title": "",
        "themes": [theme.pk],
        "text": json.dumps({"blocks": [DRAFTAIL | {"text": "Une délégation"}], "entityMap": {}}),
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "0",
        "links-MIN_NUM_FORMS": "0",
        "links-MAX_NUM_FORMS": "10",
        "links-0-text": "Programme",
        "links-0-url": "https://a.example/p.pdf",
        "links-0-document": "",
        "links-0-ORDER": "1",
        "links-0-id": "",
        "action-publish": "1",
    }

    response = editor.post(reverse("wagtailsnippets_home_entry:add") + "?locale=fr", form)

    assert response.status_code == 302
    entry = Entry.objects.get()
    assert (entry.when, entry.live, [link.text for link in entry.links.all()]) == (
        "2022-03-08/2022-03-18",
        True,
        ["Programme"],
    )
    assert [link.theme for link in entry.theme_links.all()] == [theme]


def test_an_entry_with_a_date_that_is_none_is_refused(editor: Client) -> None:
    entry = make_entry()
    address = reverse("wagtailsnippets_home_entry:edit", args=[entry.pk])

    response = editor.post(
        address, {"when": "bientôt", "text": "null", "links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}
    )

    assert "when" in response.context["form"].errors


@pytest.mark.parametrize("name", ["articles", "dossiers", "events", "resources", "briefs"])
def test_each_kind_has_its_list(editor: Client, name: str) -> None:
    theme = make_theme()
    make_article(themes=[theme])
    make_event()

    response = editor.get(reverse(f"{name}:index"), {"theme": theme.pk, "lacking": "nl"})

    assert response.status_code == 200


def test_the_list_of_entries_names_its_columns(editor: Client) -> None:
    make_entry()
    page = editor.get(reverse("wagtailsnippets_home_entry:list"), headers={"accept-language": "fr"}).content.decode()
    assert "Heading" not in page


def test_entries_are_narrowed_by_theme(editor: Client) -> None:
    theme = make_theme()
    make_entry(themes=[theme], text="<p>Retenue</p>")
    make_entry(text="<p>Écartée</p>")

    html = editor.get(reverse("wagtailsnippets_home_entry:list"), {"theme": theme.pk}).content.decode()

    assert "Retenue" in html
    assert "Écartée" not in html


def test_the_dashboard_tells_what_lacks_a_version_and_what_comes(editor: Client) -> None:
    make_article(title="Pas encore en néerlandais")
    translated = make_brief(title="Déjà traduite")
    make_brief(of=translated, language="nl", title="Al vertaald")
    make_event(title="Bientôt", venue="undecided", place="")

    html = editor.get(reverse("wagtailadmin_home")).content.decode()
    panel = html[html.index('id="lacking-nl-section"') :]

    assert "Pas encore en néerlandais" in panel
    assert "Al vertaald" not in panel
    assert "agenda-to-come" in html


@pytest.mark.parametrize("make", [make_article, make_event, make_section])
def test_a_draft_can_be_previewed(editor: Client, make: Any) -> None:
    page = make()
    page.title = "Titre du brouillon"
    if isinstance(page, ArticlePage):
        page.theme_links = [page.theme_links.model(theme=make_theme(name_fr="Thème du brouillon"))]
    page.save_revision()

    html = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()

    assert "Titre du brouillon" in html
    assert "Thème du brouillon" in html or not isinstance(page, ArticlePage)


def translated_article(french: ArticlePage, strings: dict[str, str]) -> ArticlePage:
    """Translate as the CMS's translation screen does, and publish."""
    dutch = Locale.objects.get(language_code="nl")
    french = ArticlePage.objects.get(pk=french.pk)
    if not french.has_translation(dutch):
        translate_object(french, [dutch])
    else:
        TranslationSource.update_or_create_from_instance(french)
    translation = Translation.objects.get(source__object_id=french.translation_key, target_locale=dutch)
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=dutch,
            defaults={"data": strings.get(segment.string.data, segment.string.data + " (NL)")},
        )
    translation.save_target(publish=True)
    return ArticlePage.objects.get(translation_key=french.translation_key, locale=dutch)


def test_an_article_is_translated_in_the_cms(django_capture_on_commit_callbacks: Any) -> None:
    theme = make_theme()
    body = [("heading", "Une table"), ("facts", {"title": "", "items": ["214 ménages"]})]
    french = make_article(
        title="Un protocole", body=body, themes=[theme], picture=make_image(), picture_alt="Une place"
    )

    with django_capture_on_commit_callbacks(execute=True):
        translated_article(
            french, {"Un protocole": "Een protocol", "Une table": "Een tafel", "214 ménages": "214 gezinnen"}
        )
    dutch = ArticlePage.objects.get(translation_key=french.translation_key, locale__language_code="nl")

    assert (dutch.title, dutch.slug, dutch.live) == ("Een protocol", "een-protocol", True)
    assert dutch.body[0].value == "Een tafel"
    assert list(dutch.body[1].value["items"]) == ["214 gezinnen"]
    assert [link.theme for link in dutch.theme_links.all()] == [theme]
    assert dutch.picture == french.picture
    assert dutch.picture_alt == "Une place (NL)"


@pytest.mark.parametrize(
    ("lists", "kinds"),
    [
        ("article", {"ArticlePage", "SectionPage"}),
        (
            "nothing",
            {"ArticlePage", "BriefPage", "DossierPage", "EventPage", "ResourcePage"}
            | {"SectionPage", "RoomPage", "PublicationPage"},
        ),
    ],
)
def test_a_section_offers_what_it_lists(lists: str, kinds: set[str]) -> None:
    section = make_section(lists).specific
    offered = {model.__name__ for model in type(section).creatable_subpage_models() if model.can_create_at(section)}
    assert offered == kinds


def test_a_page_handed_to_translation_is_a_draft_in_the_other_language() -> None:
    french = make_article(title="Un protocole")

    translate_object(ArticlePage.objects.get(pk=french.pk), [Locale.objects.get(language_code="nl")])
    dutch = ArticlePage.objects.get(translation_key=french.translation_key, locale__language_code="nl")

    assert (dutch.title, dutch.live) == ("Un protocole", False)


def test_the_dutch_copy_follows_a_french_change_of_themes(django_capture_on_commit_callbacks: Any) -> None:
    old, new, tag = make_theme(), make_theme(), make_tag()
    french = make_article(themes=[old])
    with django_capture_on_commit_callbacks(execute=True):
        translated_article(french, {})

    french = ArticlePage.objects.get(pk=french.pk)
    french.theme_links = [french.theme_links.model(theme=new)]
    french.tag_links = [french.tag_links.model(tag=tag)]
    french.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        translated_article(french, {})
    dutch = ArticlePage.objects.get(translation_key=french.translation_key, locale__language_code="nl")

    assert [link.theme for link in dutch.theme_links.all()] == [new]
    assert [link.tag for link in dutch.tag_links.all()] == [tag]


def test_an_entry_is_translated_in_the_cms() -> None:
    theme, dutch = make_theme(), Locale.objects.get(language_code="nl")
    entry = make_entry(when="8-18/03/2022", themes=[theme], links=[{"text": "Programme", "url": "https://a.example/"}])
    translate_object(Entry.objects.get(pk=entry.pk), [dutch])
    translation = Translation.objects.get(source__object_id=entry.translation_key, target_locale=dutch)
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=dutch, data=f"{segment.string.data} NL"
        )
    translation.save_target(publish=True)

    version = Entry.objects.get(translation_key=entry.translation_key, locale=dutch)
    assert version.when == "2022-03-08/2022-03-18"
    assert [link.text for link in version.links.all()] == ["Programme NL"]
    assert [link.theme for link in version.theme_links.all()] == [theme]
    assert version.live


def test_workflow_is_there_for_articles(editor: Client) -> None:
    assert make_article().get_workflow() is not None


def test_a_published_translation_keeps_its_address(django_capture_on_commit_callbacks: Any) -> None:
    french = make_article(title="Un protocole")
    for title in ("Een protocol", "Een nieuw protocol"):
        with django_capture_on_commit_callbacks(execute=True):
            translated_article(french, {"Un protocole": title})
    again = ArticlePage.objects.get(translation_key=french.translation_key, locale__language_code="nl")

    assert (again.title, again.slug) == ("Een nieuw protocol", "een-protocol")
