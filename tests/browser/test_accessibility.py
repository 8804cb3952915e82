"""axe-core on every kind of page: 0 violations, light and dark, on a phone and on a desk, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from forum.models import Release, Room, Topic
from home.models import ArticlePage, BriefPage, DossierPage, EventPage, PlainPage, ResourcePage, SectionPage
from newsletter.models import IssuePage, PublicationPage, Subscription

pytestmark = pytest.mark.browser
SIZES = {"phone": {"width": 375, "height": 800}, "desk": {"width": 1280, "height": 900}}


def _public(language: str) -> list[str]:
    kinds = [
        ArticlePage,
        BriefPage,
        DossierPage,
        EventPage,
        PlainPage,
        ResourcePage,
        SectionPage,
        PublicationPage,
        IssuePage,
    ]
    pages = [kind.objects.live().filter(locale__language_code=language).first() for kind in kinds]
    agenda = SectionPage.objects.filter(lists="event", locale__language_code=language).first()
    subscription = Subscription.objects.first()
    release = Release.objects.filter(audience="public").first()
    return [
        f"/{language}/",
        *(page.get_url() for page in [*pages, agenda]),
        f"/{language}/releases/{release.pk}/",
        f"/{language}/search/?q=mediation",
        f"/{language}/search/?q=zzz",
        f"/{language}/subscribe/",
        f"/{language}/subscription/{subscription.subscriber.token}/",
        f"/{language}/unsubscribe/{subscription.token}/",
        f"/{language}/letters/",
        f"/{language}/accounts/login/",
        f"/{language}/accounts/signup/",
        f"/{language}/accounts/password/reset/",
        f"/{language}/nowhere/",
    ]


def _for_members(language: str) -> list[str]:
    room = Room.objects.get(slug_fr="mediation")
    topic = Topic.objects.filter(room=room).order_by("-last_position").first()
    return [
        f"/{language}/new/",
        f"/{language}/notices/",
        f"/{language}/rooms/",
        f"/{language}/rooms/{room.pk}/",
        f"/{language}/rooms/{room.pk}/people/",
        f"/{language}/discussions/{topic.pk}/",
        f"/{language}/discussions/new/",
        f"/{language}/profile/",
        f"/{language}/search/?q=protocole",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_page_has_an_accessibility_fault(
    demo: Any, open_page: Callable[..., Page], log_in: Callable[..., None], theme: str, size: str
) -> None:
    page = open_page(viewport=SIZES[size], color_scheme=theme)
    faults = _faults(page, [*_public("fr"), *_public("nl")])
    log_in(page, "animation@parvis.example")
    faults += _faults(page, [*_for_members("fr"), *_for_members("nl")])
    assert faults == []


def _faults(page: Page, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        found += [f"{path}: wider than the screen"] if wide else []
        for violation in Axe().run(page).response["violations"]:
            targets = [node["target"][0] for node in violation["nodes"][:3]]
            found.append(f"{path}: {violation['id']} {targets}")
    return found
