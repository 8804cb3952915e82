"""What the shell of every page needs to know, worked out only when a template asks, and once per request."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from contracts.loading import load
from contracts.waiting import WaitingCount
from interface import bundles
from interface.appearance import appearance_of
from interface.audiences import Audience, audience_of
from interface.models import NetworkSettings
from interface.network import network_of
from interface.translations import Translation, translations_of


@dataclass(frozen=True)
class Link:
    """A way to somewhere; `icon` is a name of interface.icons, `count` how much waits there."""

    title: str
    url: str
    current: bool = False
    icon: str = ""
    count: int = 0


class Shell:
    """The frame of one page: who runs the site, where one is, where one can go."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]

    @cached_property
    def network(self) -> NetworkSettings:
        """The network's own details."""
        return network_of(self.request)

    @property
    def name(self) -> str:
        """The network's name in the page's language."""
        return self.network.name

    @cached_property
    def user(self) -> Any:
        """Who reads, or None (a preview's request has nobody)."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def is_member(self) -> bool:
        """Whether the members' bar is shown."""
        return bool(self.user and getattr(self.user, "is_approved", False))

    @cached_property
    def may_edit(self) -> bool:
        """Whether a way to the CMS is shown."""
        # One statement; `has_perm` takes two to learn all that she may.
        return bool(self.user and (self.user.is_superuser or _may_enter_cms(self.user)))

    @cached_property
    def private(self) -> bool:
        """Whether this address is not for everybody: then no search engine and no preview may tell of it."""
        match = getattr(self.request, "resolver_match", None)
        return match is not None and audience_of(match) is not Audience.PUBLIC

    @property
    def appearance(self) -> str:
        """The reader's explicit choice, "light" or "dark"; empty to follow the device."""
        return appearance_of(self.request)

    @property
    def styles_url(self) -> str:
        """The one style sheet of the interface."""
        return bundles.url("css")

    @property
    def scripts_url(self) -> str:
        """The one script of the interface."""
        return bundles.url("js")

    @property
    def hues_url(self) -> str:
        """The generated sheet of theme hues, at an address that changes with them."""
        return f"/themes-{self.network.hues_version or 'new'}.css"

    @property
    def home_url(self) -> str:
        """The public home in the page's language."""
        return f"/{self.language}/"

    @property
    def path(self) -> str:
        """Where the reader is, to come back to."""
        return self.request.get_full_path()

    @property
    def canonical(self) -> str:
        """The one absolute address of this page, without its query."""
        return settings.SITE_URL + self.request.path

    @cached_property
    def translations(self) -> list[Translation]:
        """This page in each of the site's languages."""
        return translations_of(self.request)

    @property
    def alternates(self) -> list[Translation]:
        """The languages in which this very page exists."""
        return [translation for translation in self.translations if translation.is_same]

    @property
    def menu(self) -> list[Link]:
        """The editors' menu: the pages directly under the home that they chose to show."""
        return [link for link, in_menu in self._pages if in_menu]

    @property
    def foot(self) -> list[Link]:
        """The plain pages directly under the home that are not in the menu: about, privacy, accessibility."""
        return [link for link, in_menu in self._pages if not in_menu]

    @cached_property
    def _pages(self) -> list[tuple[Link, bool]]:
        return [
            (Link(page.title, url, current=self.request.path.startswith(url)), page.show_in_menus)
            for page in _first_pages(self.request, self.language)
            for url in [reverse("wagtail_serve", args=[f"{page.slug}/"])]
        ]

    @cached_property
    def places(self) -> list[Link]:
        """The places of a member, in the order of her day."""
        links = self._links(
            ("whats_new", _("What is new"), "new"),
            ("notices", _("Notices"), "bell"),
            ("rooms", _("Rooms"), "rooms"),
            ("new_topic", _("Write"), "write"),
            ("search", _("Search"), "search"),
            ("profile", _("Me"), "me"),
        )
        return [replace(link, count=self.waiting_count) if link.icon == "bell" else link for link in links]

    @cached_property
    def waiting_count(self) -> int:
        """How many notices a member has not seen, by the setting that names who counts them."""
        if not (self.is_member and settings.WAITING_COUNT):
            return 0
        count: WaitingCount
        (count,) = load([settings.WAITING_COUNT])
        return count(self.user)

    @cached_property
    def services(self) -> list[Link]:
        """What a visitor finds beside the menu."""
        return self._links(("search", _("Search"), "search"), ("subscribe", _("Newsletter"), "mail"))

    def url_of(self, name: str) -> str:
        """Return the address of a named view, or nothing when this site has none."""
        try:
            return reverse(name)
        except NoReverseMatch:
            return ""

    @property
    def login_url(self) -> str:
        """The way in."""
        return self.url_of("account_login")

    @property
    def logout_url(self) -> str:
        """The way out."""
        return self.url_of("account_logout")

    @property
    def signup_url(self) -> str:
        """The way to an account."""
        return self.url_of("account_signup")

    @property
    def appearance_url(self) -> str:
        """The page where light or dark is chosen."""
        return self.url_of("appearance")

    def _links(self, *named: tuple[str, str, str]) -> list[Link]:
        return [
            Link(title, url, current=self.request.path == url, icon=icon)
            for name, title, icon in named
            if (url := self.url_of(name))
        ]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Give templates the shell; one per request, however many templates are drawn."""
    kept: Shell | None = getattr(request, "_parvis_shell", None)
    if kept is None or kept.language != (get_language() or "").split("-")[0]:
        kept = Shell(request)
        request._parvis_shell = kept  # type: ignore[attr-defined]  # lives as long as the request
    return {"shell": kept}


def _may_enter_cms(user: Any) -> bool:
    way_in = Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")
    return bool(user.is_active) and way_in.filter(Q(group__user=user) | Q(user=user)).exists()


def _first_pages(request: HttpRequest, language: str) -> list[Page]:
    site = Site.find_for_request(request)
    if site is None:
        return []
    root = site.root_page
    homes = Page.objects.filter(translation_key=root.translation_key, locale__language_code=language)
    return list(
        Page.objects.live()
        .filter(
            Q(show_in_menus=True) | Q(content_type__app_label="home", content_type__model="plainpage"),
            depth=root.depth + 1,
        )
        .annotate(home=Substr("path", 1, Length("path") - Page.steplen))
        .filter(home__in=homes.values("path"))
        .only("title", "slug", "path", "show_in_menus")
        .order_by("path")
    )
