"""The mail's HTML, text and web page say what went in, in every kind of French and Dutch; and pass the checklist."""

import re
from email import message_from_bytes, policy
from typing import Any

import html5lib
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.checking import blocking
from newsletter.checking.reading import Reader
from newsletter.errors import CannotRenderError
from newsletter.letter import letters
from newsletter.models import Issue, IssueItem, ItemText, Publication
from newsletter.templatetags.newsletter_mail import in_which_language
from newsletter.variants import check_variant, final_bytes, findings, variant_of, variants
from newsletter.wording import open_pages, write_words
from tests.factories.newsletter import days, make_candidate, make_issue, make_rubric, make_staff

pytestmark = pytest.mark.django_db
NASTY = [
    "« Débat : ça va ? » – oui",
    "« Accueil » > Agenda",
    "Café & thé > 3 < 4 && 5",
    "professionnel·les et citoyen·nes 😀👩🏽‍🚒",
    "soft\u00adhyphen, zero\u200bwidth, narrow\u202fspace, no\u00a0break",
    "C:\\dossier\\été \\u{a0} \"guillemets\" et 'apostrophe'",
    "e\u0301 combiné, œuf, naïef, geïnteresseerd, ’s-Hertogenbosch",
    "un <b>gras</b> & <script>alert(1)</script>",
    "&amp; &eacute; &nbsp; {{ variable }} {% tag %}",
    "tab\tulation, retour\r\nligne",
    "</h3></mj-text>]]><!-- -->",
    "@@token@@ et @@autre@@",
    "U+0085 \x85 U+0001 \x01 fin",
]


def _issue(publication: Publication, **fields: Any) -> Issue:
    issue = make_issue(publication, **fields)
    open_pages(issue)
    editor = make_staff("compose_issue")
    for language, edito in (("fr", "<p>Chères et chers,</p><p>Voici la <a href='https://example.org/'>suite</a></p>"),
                            ("nl", "<p>Beste lezer,</p><ul><li>een</li><li>twee</li></ul>")):  # fmt: skip
        write_words(
            issue,
            language=language,
            subject=f"Le sujet de la lettre ({language})",
            preheader="Un aperçu assez long pour être montré à côté du sujet.",
            edito=edito,
            by=editor,
        )
    return issue


def _put(issue: Issue, rubric: Any, key: str, **fields: Any) -> IssueItem:
    make_candidate(key, kind=key.partition(":")[0], **fields)
    order = issue.items.count() + 1
    return IssueItem.objects.create(issue=issue, publication=issue.publication, rubric=rubric, key=key, order=order)


@pytest.fixture
def issue(publication: Publication) -> Issue:
    """An issue with one item or more in a rubric of each layout."""
    picture = {"image_url": "/media/images/a.png", "image_alt": "Une place, vue d’en haut"}
    issue = _issue(publication)
    edito = make_rubric(publication, name_fr="Edito", name_nl="Edito", layout="edito", order=1)
    assert edito.holds_items is False
    _put(issue, make_rubric(publication, layout="feature", order=2, hue=10), "article:1", title="À la une", **picture)
    lists = make_rubric(publication, layout="list", order=3, hue=120)
    _put(issue, lists, "article:2", title="Avec image", **picture)
    _put(issue, lists, "article:3", title="Seulement en français", languages=("fr",))
    _put(issue, make_rubric(publication, layout="compact", order=4), "brief:1", title="Bref",
         details={"source": "bx1.be"})  # fmt: skip
    _put(issue, make_rubric(publication, layout="events", order=5), "event:1", title="Formation",
         starts_at=days(9), details={"place": "Namur"})  # fmt: skip
    make_rubric(publication, name_fr="Vide", layout="list", order=6)
    return issue


def test_every_line_of_the_checklist_holds_in_both_languages(issue: Issue) -> None:
    for variant in variants(issue).values():
        assert check_variant(variant, issue=issue) == []
    assert {finding.code for finding in findings(issue)} == {"untranslated"}


def test_the_final_bytes_are_text_then_html_in_utf8(issue: Issue) -> None:
    variant = variants(issue)["nl"]
    message = message_from_bytes(final_bytes(variant, issue=issue), policy=policy.default)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[attr-defined]
    assert str(message["Subject"]) == "Le sujet de la lettre (nl)"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.match(r"<http://testserver/one-click/nl/x+/>, <mailto:", str(message["List-Unsubscribe"]))
    assert str(message["List-Id"]).endswith(f"<{issue.publication.slug_fr}.nl.parvis.example>")
    assert str(message["From"]) == "Netwerk Parvis <lettre@parvis.example>"


def test_html_is_valid_enough_for_a_strict_parser(issue: Issue) -> None:
    parser = html5lib.HTMLParser()
    parser.parse(variants(issue)["fr"].html)
    tolerated = {"expected-doctype-but-got-start-tag", "unknown-doctype"}
    assert {code for _place, code, _more in parser.errors} <= tolerated


def test_rubrics_stand_in_order_with_a_contents_list_and_empty_ones_are_left_out(issue: Issue) -> None:
    page = Reader.of(variants(issue)["fr"].html)
    names = [section.name for section in letters(issue)["fr"].sections]
    contents = [link.words for link in page.links if link.href.startswith("#")]
    assert contents == names
    assert "Vide" not in names
    assert [words for level, words in page.headings if level == 2] == names


def test_an_item_without_translation_keeps_its_language_and_says_so(issue: Issue) -> None:
    html = variants(issue)["nl"].html
    assert '<h3 lang="fr"><a href="http://testserver/fr/article-' in html
    with translation.override("nl"):
        assert in_which_language("fr") in html


def test_an_override_replaces_title_and_lead_in_one_language(issue: Issue) -> None:
    item = issue.items.get(key="article:3")
    ItemText.objects.create(item=item, language="nl", title="Eigen titel", lead="Eigen woorden")
    both = variants(issue)
    assert "Eigen titel" in both["nl"].html
    assert "Eigen titel" in both["nl"].text
    assert "Eigen titel" in both["nl"].web
    assert "Eigen titel" not in both["fr"].html


def test_the_text_part_is_wrapped_and_complete(issue: Issue) -> None:
    text = variants(issue)["fr"].text
    assert max(len(line) for line in text.splitlines() if " " in line) <= 78
    assert "https://example.org/" in text
    assert "http://testserver/fr/unsubscribe/@@token@@/" in text
    assert "Rue du Marché 1" in text


def test_the_heaviest_rich_mail_stays_below_clipping(publication: Publication) -> None:
    issue = _issue(publication)
    rubric = make_rubric(publication, layout="list", maximum=40)
    for number in range(20):
        _put(issue, rubric, f"article:r{number}", lead="Une phrase de taille ordinaire. " * 6,
             image_url="/media/images/a.png", image_alt="Une place")  # fmt: skip
    assert len(variants(issue)["fr"].html.encode()) < 90_000


def test_too_heavy_a_mail_cannot_be_approved(publication: Publication) -> None:
    issue = _issue(publication)
    rubric = make_rubric(publication, layout="list", maximum=40)
    for number in range(60):
        _put(issue, rubric, f"article:r{number}", lead="Une phrase de taille ordinaire. " * 30)
    assert "weight" in {finding.code for finding in blocking(findings(issue))}


def test_an_unrenderable_item_is_named(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsletter import rendering

    real = rendering._through_mjml

    def refuse(source: str) -> str:
        if "Formation" in source:
            raise rendering._BrokenError("parser stopped")
        return real(source)

    monkeypatch.setattr(rendering, "_through_mjml", refuse)
    with pytest.raises(CannotRenderError, match="Formation"):
        variants(issue)
    assert [finding.where for finding in findings(issue) if finding.code == "broken"] == ["fr", "nl"]


def test_a_panic_of_the_parser_is_an_error_not_a_crash(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsletter import rendering

    monkeypatch.setattr(rendering, "well_formed", lambda source: "<mjml><mj-body>é > x</mj-body></mjml>")
    with pytest.raises(CannotRenderError):
        variants(issue)


def _expected(text: str) -> str:
    """What a reader should see: controls gone, white space as one space, marks made harmless."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
    return " ".join(text.replace("\u2060", "").split())


def _seen(words: str) -> str:
    return " ".join(words.replace("\u2060", "").split())


@pytest.mark.parametrize("words", NASTY)
def test_french_and_dutch_traps_come_through_in_text_attribute_and_subject(issue: Issue, words: str) -> None:
    _put(issue, issue.items.get(key="article:2").rubric, "article:n", title=words, lead=words,
         image_url="/media/images/a.png", image_alt=words)  # fmt: skip
    write_words(issue, language="fr", subject="Le sujet de la lettre", preheader=words, edito=f"<p>x</p>{words}",
                by=make_staff("compose_issue"))  # fmt: skip
    variant = variants(issue)["fr"]
    page = Reader.of(variant.html)
    assert _expected(words) in [_seen(link.words) for link in page.links]
    assert _expected(words) in [_seen(image.get("alt", "")) for image in page.images]
    assert _expected(words) in _seen(page.words)
    assert {finding.code for finding in blocking(check_variant(variant, issue=issue))} <= (
        {"leftover", "text-markup"} if "{{" in words else set()
    )


_letters = st.text(
    alphabet=st.one_of(
        st.sampled_from("éèàçùœ«»·–’…€&<>\"'\\{}%@#;=/ \u00a0\u202f\u00ad\u200b\u0301\n\t😀abcXYZ019"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(_expected(text)))


def _survives(issue: Issue, words: str) -> None:
    letter = letters(issue)["fr"]
    from dataclasses import replace

    from outbox.marks import without_marks

    section = next(section for section in letter.sections if section.entries and section.entries[0].image_url)
    entry = replace(
        section.entries[0], title=without_marks(words), lead=without_marks(words), image_alt=without_marks(words)
    )
    letter = replace(letter, sections=[replace(section, entries=[entry])])
    page = Reader.of(variant_of(letter).html)
    assert _seen(page.images[0]["alt"]) == _expected(words)
    assert _expected(words) in [_seen(link.words) for link in page.links]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=_letters)
def test_any_words_come_through(issue: Issue, words: str) -> None:
    _survives(issue, words)


@pytest.mark.fuzz
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=_letters)
def test_any_words_come_through_many_times(issue: Issue, words: str) -> None:
    _survives(issue, words)
