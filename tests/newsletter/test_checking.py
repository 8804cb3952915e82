"""Each line of the checklist finds what it is there for."""

import pytest

from newsletter.checking import check_envelope, check_html, check_text

GOOD = """<!doctype html><html lang="fr"><head><title>Le sujet</title>
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<style>@media (prefers-color-scheme: dark) { body { color: #fff } }</style></head>
<body><div style="display:none">Un aperçu assez long pour être montré à côté du sujet.</div>
<p style="font-size:16px"><a href="https://example.org/unsubscribe/x/">Se désabonner</a></p>
<h1>Titre</h1><a href="#r">Rubrique</a><h2><a id="r" name="r">Rubrique</a></h2><h3>Article</h3>
<img src="http://testserver/a.png" alt="Une place"></body></html>"""


def _codes(html: str, subject: str = "Le sujet") -> set[str]:
    return {finding.code for finding in check_html(html, subject=subject, language="fr")}


def test_a_good_mail_has_no_findings() -> None:
    assert _codes(GOOD) == set()


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("lang", 'lang="fr"', 'lang="nl"'),
        ("title", "<title>Le sujet", "<title>Autre"),
        ("night", 'name="supported-color-schemes"', 'name="other"'),
        ("night", "prefers-color-scheme", "prefers-contrast"),
        ("preview", "Un aperçu assez long pour être montré à côté du sujet.", "Court"),
        ("preview-repeats", "Un aperçu assez long pour être montré à côté du sujet.", "Le sujet"),
        ("way-out", "/unsubscribe/", "/autre/"),
        ("headings", "<h1>Titre</h1>", ""),
        ("headings", "<h2>", "<h4>"),
        ("empty-heading", "<h3>Article</h3>", "<h3> </h3>"),
        ("contents", 'href="#r"', 'href="#nulle-part"'),
        ("alt", ' alt="Une place"', ""),
        ("alt-name", 'alt="Une place"', 'alt="DSC_0042.jpg"'),
        ("foreign-picture", "http://testserver/a.png", "https://other.example/a.png"),
        ("address", "https://example.org/unsubscribe/x/", "/unsubscribe/x/"),
        ("address", 'href="#r"', 'href="#"'),
        ("address", "https://example.org/unsubscribe/x/", "http://localhost:8000/unsubscribe/"),
        ("empty-link", ">Se désabonner<", "><"),
        ("same-words", ">Rubrique</a><h2>", '>Rubrique</a><a href="https://example.org/b">Se désabonner</a><h2>'),
        ("small", "font-size:16px", "font-size:12px"),
        ("tables", "<h1>", "<table><tr><td>x</td></tr></table><h1>"),
        ("code", "<h1>", "<script>1</script><h1>"),
        ("code", "<h1>", '<img alt="" src="data:image/png;base64,x"><h1>'),
        ("styles", "<style>", "<style>" + "a{color:#000}" * 700),
        ("leftover", "Titre", "{{ titre }}"),
        ("leftover", "Titre", "@@token@@"),
        ("leftover", "Titre", "\\u{a0}"),
        ("weight", "</body>", "x" * 91_000 + "</body>"),
    ],
)
def test_what_is_wrong_is_found(code: str, old: str, new: str) -> None:
    assert old in GOOD
    assert code in _codes(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("text-lines", "tout sur une ligne unsubscribe"),
        ("text-width", "a\nb\nc\nd\n" + "mot " * 30 + "\nunsubscribe"),
        ("text-markup", "a\nb\nc\nd\nCaf&eacute;\nunsubscribe"),
        ("text-markup", "a\nb\nc\nd\n<p>x</p>\nunsubscribe"),
        ("text-way-out", "a\nb\nc\nd\ne"),
    ],
)
def test_what_is_wrong_in_the_text_part_is_found(code: str, text: str) -> None:
    assert code in {finding.code for finding in check_text(text)}


def test_a_bare_mail_lacks_every_list_header() -> None:
    codes = {finding.code for finding in check_envelope(b"Subject: x\r\nTo: a@example.org\r\n\r\nbonjour\r\n")}
    assert {"envelope-parts", "envelope-list-id", "envelope-list-unsubscribe", "envelope-one-click", "envelope-bulk",
            "envelope-date", "envelope-from", "envelope-reply-to", "envelope-message-id"} <= codes  # fmt: skip
    assert "envelope-lines" in {finding.code for finding in check_envelope(b"Subject: x\n\ny" + b"z" * 1000)}
