"""What people come to do, from the first click to the last, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum.models import Comment, Room, Topic
from members.models import Member
from newsletter.models import Issue, Subscription
from outbox.models import Delivery
from tests.browser.conftest import first_link

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]


def _submit(page: Page, selector: str = "main form button[type=submit]:not([formaction])") -> None:
    with page.expect_navigation():
        page.locator(selector).last.click()


def test_from_sign_up_to_the_first_post(demo: Any, open_page: Opener, mail_to: Callable[[str], str]) -> None:
    page = open_page(viewport={"width": 375, "height": 800})
    page.goto("/fr/accounts/signup/")
    page.fill("input[name=name]", "Salomé Fontaine")
    page.select_option("select[name=organisation]", label="Ville de Namur")
    page.fill("input[name=function]", "Gardienne de la paix")
    page.fill("input[name=email]", "salome.fontaine@namur.parvis.example")
    page.fill("input[name=password1]", "trois-tilleuls-devant")
    page.check("input[name=language][value=fr]")
    _submit(page)
    link = first_link(mail_to("salome.fontaine@namur.parvis.example"), "confirm-email")
    page.goto(link)
    assert Member.objects.get(email="salome.fontaine@namur.parvis.example").state == "pending"
    _submit(page)
    # Her town's domain vouches for her: no waiting.
    assert Member.objects.get(email="salome.fontaine@namur.parvis.example").state == "approved"
    if "login" in page.url:
        page.fill("input[name=login]", "salome.fontaine@namur.parvis.example")
        page.fill("input[name=password]", "trois-tilleuls-devant")
        _submit(page)
    room = Room.objects.get(slug_fr="polarisation")
    page.goto(f"/fr/discussions/new/?room={room.pk}")
    page.select_option("select[name=room]", value=str(room.pk))
    page.fill("input[name=title]", "Qui patrouille aussi dans les bus ?")
    page.click("textarea[name=body]")
    box = page.locator(".ProseMirror")
    expect(box).to_be_focused()
    box.press_sequentially("Bonjour à toutes et à tous, nous commençons lundi. ")
    page.click("button[data-do=bold]")
    box.press_sequentially("Vos conseils")
    _submit(page)
    topic = Topic.objects.latest("pk")
    assert page.url.endswith(f"/fr/discussions/{topic.pk}/") or f"/discussions/{topic.pk}/" in page.url
    expect(page.locator("h1")).to_contain_text("Qui patrouille aussi dans les bus")
    comment = Comment.objects.get(topic=topic)
    assert "<strong>Vos conseils</strong>" in comment.body_html
    assert comment.language == "fr"


def test_an_answer_without_javascript(demo: Any, open_page: Opener, log_in: Callable[..., None]) -> None:
    page = open_page(java_script_enabled=False)
    log_in(page, "lid@parvis.example")
    topic = Topic.objects.filter(room__slug_fr="mediation", state="open").latest("last_activity_at")
    page.goto(f"/nl/discussions/{topic.pk}/")
    page.fill("textarea[name=body]", "Bij ons werkt het zo.\n\nZie https://parvis.example/handleiding")
    with page.expect_navigation():
        page.locator("form:has(textarea[name=body]) .form-actions button:not([formaction])").click()
    comment = Comment.objects.filter(topic=topic).latest("position")
    assert comment.body_html.startswith("<p>Bij ons werkt het zo.</p>")
    assert 'href="https://parvis.example/handleiding"' in comment.body_html
    expect(page.locator("body")).to_contain_text("Bij ons werkt het zo.")


def test_after_a_quotation_one_types_at_once(demo: Any, open_page: Opener, log_in: Callable[..., None]) -> None:
    page = open_page()
    log_in(page, "membre@parvis.example")
    topic = Topic.objects.filter(room__slug_fr="polarisation", state="open").latest("last_activity_at")
    page.goto(f"/fr/discussions/{topic.pk}/")
    page.click("#m1 a[hx-get*=quote]")
    expect(page.locator("#m1-answer .ProseMirror")).to_be_focused()
    page.keyboard.type("Merci pour ceci")
    expect(page.locator("#m1-answer .ProseMirror > p")).to_have_text("Merci pour ceci")


def test_from_subscribing_to_leaving(demo: Any, open_page: Opener, mail_to: Callable[[str], str]) -> None:
    page = open_page()
    page.goto("/nl/subscribe/")
    page.fill("input[name=email]", "nieuwe.lezer@gemeente.example")
    page.locator("input[name=publications]").first.check()
    page.check("input[name=language][value=nl]")
    _submit(page)
    subscription = Subscription.objects.get(subscriber__address="nieuwe.lezer@gemeente.example")
    assert subscription.state == "asked"
    page.goto(first_link(mail_to("nieuwe.lezer@gemeente.example"), "/confirm/"))
    subscription.refresh_from_db()
    assert subscription.state == "asked", "looking at the page must not confirm"
    _submit(page)
    subscription.refresh_from_db()
    assert subscription.state == "confirmed"
    page.goto(f"/nl/unsubscribe/{subscription.token}/")
    subscription.refresh_from_db()
    assert subscription.state == "confirmed", "looking at the page must not unsubscribe"
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    subscription.refresh_from_db()
    assert subscription.state == "ended"
    assert page.locator("html").get_attribute("lang") == "nl"


def test_from_composing_to_the_test_mail(demo: Any, open_page: Opener, log_in: Callable[..., None]) -> None:
    page = open_page()
    log_in(page, "redaction@parvis.example")
    issue = Issue.objects.get(state="draft")
    page.goto(f"/cms/letters/issues/{issue.pk}/")
    with page.expect_navigation():
        page.locator("form[action*='steps/compose'] button").click()
    assert issue.items.filter(state="chosen").count() >= 12
    assert {item.rubric.name_fr for item in issue.items.filter(state="chosen")} >= {
        "ACTU ASSOCIATIVE", "LECTURES", "BON À SAVOIR\u202f!", "AGENDA", "PODCAST",
    }  # fmt: skip
    with page.expect_navigation():
        page.locator("form[action$='/test/'] button").click()
    tests = Delivery.objects.filter(dispatch__kind="test")
    assert tests.count() == 2, "one per language"
    assert {delivery.address for delivery in tests} == {"redaction@parvis.example"}


def test_approval_needs_another_person_and_an_edit_voids_it(
    demo: Any, open_page: Opener, log_in: Callable[..., None]
) -> None:
    issue = Issue.objects.get(state="draft")
    editor = open_page()
    log_in(editor, "redaction@parvis.example")
    for step in ("compose", "ask"):
        editor.goto(f"/cms/letters/issues/{issue.pk}/")
        with editor.expect_navigation():
            editor.locator(f"form[action*='steps/{step}'] button").first.click()
    issue.refresh_from_db()
    assert issue.state == "in_review"
    publisher = open_page()
    log_in(publisher, "publication@parvis.example")
    publisher.goto(f"/cms/letters/issues/{issue.pk}/")
    with publisher.expect_navigation():
        publisher.locator("form[action*='steps/approve'] button").first.click()
    issue.refresh_from_db()
    assert issue.state == "approved"
    editor.goto(f"/cms/letters/issues/{issue.pk}/")
    with editor.expect_navigation():
        editor.locator("form[action*='/arrange/'] button[value=drop]").first.click()
    issue.refresh_from_db()
    assert issue.state == "draft"


def test_a_member_goes_through_her_day_with_the_keyboard_alone(
    demo: Any, open_page: Opener, log_in: Callable[..., None]
) -> None:
    page = open_page()
    log_in(page, "membre@parvis.example")
    page.goto("/fr/new/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip-link")
    page.keyboard.press("Enter")
    for _step in range(40):
        page.keyboard.press("Tab")
        if "/discussions/" in (page.locator(":focus").get_attribute("href") or ""):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/discussions/" in page.url
