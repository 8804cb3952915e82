"""A message is reported in place, an animator removes it, the reporter hears; the same works without JavaScript."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum.models import Comment, Report

pytestmark = pytest.mark.browser
REPORTED = "Former les agents"


@pytest.mark.parametrize("scripted", [True, False])
def test_report_to_outcome(
    demo: Any, open_page: Callable[..., Page], log_in: Callable[[Page, str], None], scripted: bool
) -> None:
    comment = Comment.objects.get(topic__title__startswith=REPORTED, position=2)
    reader, animator = open_page(java_script_enabled=scripted), open_page(java_script_enabled=scripted)
    log_in(reader, "lid@parvis.example")
    reader.goto(f"/fr/discussions/{comment.topic_id}/")
    reader.locator(f'a[href$="/messages/{comment.pk}/report/"]').click()
    form = reader.locator(".report-form")
    form.locator('input[value="confidential"]').check()
    form.locator("textarea").fill("On reconnaît le service.")
    form.locator("button[type=submit]").click()
    reader.wait_for_url(re.compile(r"#m2$"))
    report = Report.objects.get(comment=comment)

    log_in(animator, "animation@parvis.example")
    animator.goto("/fr/queue/")
    card = animator.locator(f"#waiting-{comment.pk}")
    expect(card).to_contain_text("On reconnaît le service.")
    card.locator("details.decide").last.locator("summary").click()
    card.locator('textarea[name="reason"]').fill("Le service est reconnaissable.")
    card.locator("details.decide").last.locator("button[type=submit]").click()
    animator.wait_for_url(re.compile(r"/fr/queue/$"))
    expect(animator.locator(f"#waiting-{comment.pk}")).to_have_count(0)

    report.refresh_from_db()
    assert (report.state, report.answer) == ("upheld", "Le service est reconnaissable.")
    reader.goto("/fr/notices/")
    expect(reader.locator("main")).to_contain_text("Le service est reconnaissable.")
