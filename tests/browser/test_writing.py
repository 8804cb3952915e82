"""Writing in a real browser: files, drafts, mentions, passages; with the keyboard, and without JavaScript."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum.models import Attachment, Comment, Draft, Mention, Topic
from members.models import Member

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]
TITLE = "Tags haineux sur une école"


@pytest.fixture
def topic(demo: Any) -> Topic:
    return Topic.objects.get(title__startswith=TITLE)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "protocole.pdf"
    path.write_bytes(b"%PDF-1.7\n%%EOF")
    return path


def test_a_draft_is_kept_while_typing_and_restored_elsewhere(
    topic: Topic, open_page: Opener, log_in: Callable[..., None]
) -> None:
    page, phone = open_page(), open_page(viewport={"width": 375, "height": 800})
    log_in(page, "membre@parvis.example")
    page.goto(topic.get_absolute_url())
    page.click("#write textarea[name=body]")
    page.locator("#write .ProseMirror").press_sequentially("Une réponse que je finirai dans le train")
    expect(page.locator("#write .draft-state")).not_to_be_empty(timeout=20_000)

    log_in(phone, "membre@parvis.example")
    phone.goto(topic.get_absolute_url())
    expect(phone.locator("#write .ProseMirror")).to_have_text("Une réponse que je finirai dans le train")
    phone.locator("#write .ProseMirror").press("Control+End")
    phone.locator("#write .ProseMirror").press_sequentially(", fini.")
    with phone.expect_navigation():
        phone.locator("#write .form-actions button").first.click()

    assert Comment.objects.latest("pk").body_html == "<p>Une réponse que je finirai dans le train, fini.</p>"
    assert not Draft.objects.filter(member__email="membre@parvis.example", place=f"topic:{topic.pk}").exists()


def test_what_is_typed_without_connection_is_kept_and_sent_later(
    topic: Topic, open_page: Opener, log_in: Callable[..., None]
) -> None:
    page = open_page()
    log_in(page, "membre@parvis.example")
    page.goto(topic.get_absolute_url())
    page.click("#write textarea[name=body]")
    box = page.locator("#write .ProseMirror")
    expect(box).to_be_focused()
    page.route("**/drafts/keep/", lambda route: route.fulfill(status=204))  # no answer that could be read
    box.press_sequentially("Écrit dans un tunnel")
    expect(page.locator("#write .draft-state")).not_to_be_empty(timeout=20_000)
    assert not Draft.objects.filter(body_html__contains="tunnel").exists()
    page.unroute("**/drafts/keep/")

    with page.expect_response("**/drafts/keep/") as answer:
        page.evaluate("dispatchEvent(new Event('online'))")
    answer.value.finished()

    assert Draft.objects.get(place=f"topic:{topic.pk}").body_html == "<p>Écrit dans un tunnel</p>"


def test_a_mention_with_the_keyboard_alone(topic: Topic, open_page: Opener, log_in: Callable[..., None]) -> None:
    page = open_page()
    log_in(page, "membre@parvis.example")
    page.goto(topic.get_absolute_url())
    page.focus("#write textarea[name=body]")
    box = page.locator("#write .ProseMirror")
    expect(box).to_be_focused()
    box.press_sequentially("Merci @jok")
    expect(page.locator("#write .mention-list [aria-selected=true]")).to_contain_text("Joke Vanderstege")
    page.keyboard.press("Enter")
    box.press_sequentially("et bravo")
    for _stop in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#write .form-actions .button:first-child')"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")

    written = Comment.objects.latest("pk")
    assert [mention.member.email for mention in Mention.objects.filter(comment=written)] == ["lid@parvis.example"]
    assert written.comment == "Merci @Joke Vanderstege et bravo"


def test_a_selected_passage_is_quoted(topic: Topic, open_page: Opener, log_in: Callable[..., None]) -> None:
    page = open_page()
    log_in(page, "membre@parvis.example")
    page.goto(topic.get_absolute_url())
    page.evaluate(
        "() => { const words = document.querySelector('#m2 .prose p').firstChild;"
        " getSelection().setBaseAndExtent(words, 0, words, 20); }"
    )
    button = page.locator(".quote-passage")
    passage = page.evaluate("getSelection().toString().trim()")
    button.focus()
    page.keyboard.press("Enter")

    quotation = page.locator("#m2-answer .ProseMirror blockquote")
    expect(quotation.locator("a")).to_have_count(1)
    expect(quotation.locator("p").nth(1)).to_have_text(passage)


def test_files_mentions_and_the_second_look_without_javascript(
    topic: Topic, open_page: Opener, log_in: Callable[..., None], document: Path
) -> None:
    page = open_page(java_script_enabled=False, accept_downloads=True)
    log_in(page, "membre@parvis.example")
    page.goto(topic.get_absolute_url())
    page.fill("#write textarea[name=body]", "@Joke Vanderstege : né le 12/03/1987, notre exemple.")
    page.set_input_files("#write input[name=uploads]", document)
    page.locator("#write .form-actions button").first.click()
    expect(page.locator(".look mark")).to_have_text("né le 12/03/1987")
    page.click("button[value=mask]")

    written = Comment.objects.latest("pk")
    assert "né le" not in written.comment
    assert Member.objects.filter(mentions__comment=written).get().email == "lid@parvis.example"
    with page.expect_download() as download:
        page.locator(f"#m{written.position} .file a").click()
    assert download.value.suggested_filename == "protocole.pdf"
    assert Attachment.objects.get(comment=written).content_type == "application/pdf"


def test_a_draft_without_javascript(topic: Topic, open_page: Opener, log_in: Callable[..., None]) -> None:
    page = open_page(java_script_enabled=False)
    log_in(page, "lid@parvis.example")
    page.goto(topic.get_absolute_url())
    page.fill("#write textarea[name=body]", "Later verder")
    page.locator("#write .form-actions button").nth(1).click()
    page.goto(topic.get_absolute_url())
    expect(page.locator("#write textarea[name=body]")).to_have_value("Later verder")
    page.locator(".draft-line button").click()
    page.goto(topic.get_absolute_url())

    expect(page.locator("#write textarea[name=body]")).to_have_value("")
    assert not Draft.objects.filter(place=f"topic:{topic.pk}").exists()
