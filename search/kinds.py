"""What the reader calls each kind of content: of one hit, and of many in the filter."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_NAMES = {
    "topic": (_("Discussion"), _("Discussions")),
    "comment": (_("Message"), _("Messages")),
    "release": (_("From a discussion"), _("From the discussions")),
    "room": (_("Room"), _("Rooms")),
    "door": (_("Room"), _("Rooms")),
    "meeting": (_("Meeting"), _("Meetings")),
    "article": (_("Article"), _("Articles")),
    "dossier": (_("Dossier"), _("Dossiers")),
    "entry": (pgettext_lazy("dated item of a dossier", "Entry"), pgettext_lazy("dated items of a dossier", "Entries")),
    "event": (_("Event"), _("Events")),
    "resource": (_("Resource"), _("Resources")),
    "brief": (_("Brief"), _("Briefs")),
    "page": (_("Page"), _("Pages")),
    "issue": (_("Newsletter"), _("Newsletters")),
}
ORDER = tuple(_NAMES)


def name_of(kind: str) -> str:
    """Return what one such content is called."""
    return str(_NAMES[kind][0]) if kind in _NAMES else kind.capitalize()


def plural_of(kind: str) -> str:
    """Return what several are called."""
    return str(_NAMES[kind][1]) if kind in _NAMES else kind.capitalize()
