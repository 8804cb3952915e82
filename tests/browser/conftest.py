"""A real browser on a real server: Debian's Chromium, driven by Playwright. Run with `pytest -m browser`."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, ConsoleMessage, Page

from config.demo.accounts import PASSWORD
from config.roles import fill_roles
from outbox.models import Delivery


@pytest.fixture
def demo(transactional_db: None, settings: Any, live_server: Any) -> Any:
    """The demo network on a live server."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    fill_roles()
    call_command("load_demo")
    return live_server


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open pages that fail the test on any script error, refused policy or request to another host."""
    contexts = []
    complaints: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="fr-BE", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: _is_fault(page, line) and complaints.append(f"{page.url}: {line.text}"))
        page.on("request", lambda sent: _own(sent.url, live_server.url) or complaints.append(f"asked {sent.url}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_fault(page: Page, line: ConsoleMessage) -> bool:
    """Tell errors from the browser's own note about the unknown address that a test asks for."""
    return line.type == "error" and not page.url.endswith("/nowhere/")


def _own(url: str, site: str) -> bool:
    return url.startswith((site, "data:", "blob:", "about:"))


@pytest.fixture
def log_in() -> Callable[[Page, str], None]:
    def log_in(page: Page, email: str, password: str = PASSWORD) -> None:
        page.goto("/fr/accounts/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        with page.expect_navigation():
            page.press("input[name=password]", "Enter")

    return log_in


@pytest.fixture
def mail_to() -> Callable[[str], str]:
    """The text of the newest mail written to an address."""

    def mail_to(address: str) -> str:
        delivery = Delivery.objects.filter(address=address).select_related("message").latest("pk")
        text = delivery.message.text
        for name, value in delivery.tokens.items():
            text = text.replace(f"@@{name}@@", value)
        return text

    return mail_to


def first_link(text: str, containing: str) -> str:
    """The path of the first link of a text that contains this."""
    (link, *_rest) = [found for found in re.findall(r"https?://\S+", text) if containing in found]
    return re.sub(r"^https?://[^/]+", "", link)
