"""In a real browser: nothing for axe to say, light and dark, phone and desk; behaviours with and without scripts."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.factories.home import make_home, make_theme
from tests.factories.members import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"phone": (375, 812), "desk": (1280, 900)}


@pytest.fixture
def site(live_server: Any) -> str:
    """A running site with a home in each language and a few themes."""
    make_home("fr")
    make_home("nl")
    for hue in (35, 160, 275):
        make_theme(hue=hue)
    return str(live_server.url)


def _open(
    browser: Browser, site: str, *, size: str = "desk", scheme: str = "light", member: Any = None, **more: Any
) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **more)
    if member:
        client = Client()
        client.force_login(member)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    return context.new_page()


def _axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [
        f"{violation['id']}: {node['html']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_style_guide_is_accessible_and_fits(browser: Browser, site: str, size: str, scheme: str) -> None:
    page = _open(browser, site, size=size, scheme=scheme, member=make_member(is_superuser=True))
    page.goto(f"{site}/fr/styleguide/")
    assert _axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/fr/nulle-part/", "/nl/appearance/"])
def test_small_pages_are_accessible(browser: Browser, site: str, path: str, scheme: str) -> None:
    page = _open(browser, site, size="phone", scheme=scheme)
    page.goto(site + path)
    assert _axe(page) == []


@pytest.mark.parametrize("path", ["/fr/styleguide/", "/fr/appearance/", "/fr/nulle-part/"])
def test_nothing_is_refused_by_our_own_policy(browser: Browser, site: str, path: str) -> None:
    page = _open(browser, site, member=make_member(is_superuser=True))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site + path, wait_until="networkidle")
    assert [text for text in said if "404 (Not Found)" not in text] == []


def test_page_at_200_percent_scrolls_one_way_only(browser: Browser, site: str) -> None:
    page = _open(browser, site, member=make_member(is_superuser=True))
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto(f"{site}/nl/styleguide/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_touch_targets_of_the_bar_are_large(browser: Browser, site: str) -> None:
    page = _open(browser, site, size="phone", member=make_member())
    page.goto(f"{site}/fr/appearance/")
    for link in page.locator(".members-bar a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_appearance_changes_at_once_and_is_kept(browser: Browser, site: str) -> None:
    page = _open(browser, site)
    page.goto(f"{site}/fr/appearance/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-appearance-toggle]").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert 'data-appearance="dark"' in page.content()


def test_appearance_can_be_chosen_without_scripts(browser: Browser, site: str) -> None:
    page = _open(browser, site, java_script_enabled=False)
    page.goto(f"{site}/fr/appearance/?next=/fr/appearance/")
    page.locator('input[value="dark"]').check()
    page.locator("main button[type=submit]").click()
    assert page.locator("html").get_attribute("data-appearance") == "dark"


@pytest.mark.parametrize("scripts", [True, False])
def test_menu_opens_on_a_phone_by_keyboard(browser: Browser, site: str, scripts: bool) -> None:
    page = _open(browser, site, size="phone", java_script_enabled=scripts)
    page.goto(f"{site}/fr/appearance/")
    panel = page.locator(".site-menu-panel")
    assert not panel.is_visible()
    page.locator(".site-menu summary").focus()
    page.keyboard.press("Enter")
    assert panel.is_visible()
    if scripts:
        page.keyboard.press("Escape")
        assert not panel.is_visible()


def test_first_tab_offers_the_content(browser: Browser, site: str) -> None:
    page = _open(browser, site)
    page.goto(f"{site}/fr/appearance/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_always_seen(browser: Browser, site: str) -> None:
    page = _open(browser, site, member=make_member(is_superuser=True))
    page.goto(f"{site}/fr/styleguide/")
    page.locator(".skip-link").focus()  # the page began at its form's errors
    for _press in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => {const e = document.activeElement, s = getComputedStyle(e), a = getComputedStyle(e, '::after');"
            "return s.outlineStyle + ' ' + a.outlineStyle})()"
        )
        assert "solid" in style


def test_errors_are_where_reading_starts(browser: Browser, site: str) -> None:
    page = _open(browser, site, member=make_member(is_superuser=True))
    page.goto(f"{site}/fr/styleguide/")
    assert page.evaluate("document.activeElement.id") == "form-errors"
    page.locator("#form-errors a").first.click()
    assert page.evaluate("document.activeElement.name") == "email"


def test_asking_first_stops_the_sending(browser: Browser, site: str) -> None:
    page = _open(browser, site, member=make_member(is_superuser=True))
    page.goto(f"{site}/fr/styleguide/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator("[data-confirm]").first.click()
    assert asked == ["Delete this comment?"]
