"""An answer by mail, from the notice in the mailbox to the words on the page, in a real browser."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum.models import Topic
from forum.replying import reply_address
from inbox.handling import handle
from inbox.storing import store
from members.models import Member
from tests.browser.conftest import first_link

pytestmark = pytest.mark.browser


def bring(sender: str, to: str, words: str, *, vouched: bool) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, "RE"
    mail.set_content(words)
    received, _is_new = store(mail.as_bytes(), vouched=vouched)
    handle(received)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_answer_by_mail(
    demo: Any,
    open_page: Callable[..., Page],
    log_in: Callable[[Page, str], None],
    mail_to: Callable[[str], str],
    scripts: bool,
) -> None:
    member = Member.objects.get(email="membre@parvis.example")
    topic = Topic.objects.visible_to(member).filter(state=Topic.State.OPEN).order_by("-pk")[0]
    to = reply_address(member, topic)
    bring(member.email, to, "Nous avons ce protocole depuis 2019.", vouched=True)
    page = open_page(java_script_enabled=scripts)
    log_in(page, member.email)
    page.goto(f"/fr/discussions/{topic.pk}/unread/")
    expect(page.locator("main")).to_contain_text("Nous avons ce protocole depuis 2019.")
    bring("maelle@prive.example", to, "Et une annexe de 2021.", vouched=False)
    page.goto(first_link(mail_to(member.email), "answers"))
    expect(page.locator("main")).to_contain_text("Et une annexe de 2021.")
    with page.expect_navigation():
        page.click("main .button-primary")
    expect(page.locator("main article").last).to_contain_text("Et une annexe de 2021.")
