"""What the newsletter writes into Wagtail's log, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "newsletter.open": (_("Open an issue"), _("Opened the issue")),
    "newsletter.add": (_("Add an item"), _("Added an item")),
    "newsletter.ask": (_("Ask for approval"), _("Asked for approval")),
    "newsletter.approve": (_("Approve"), _("Approved the issue")),
    "newsletter.decline": (_("Decline"), _("Did not approve the issue")),
    "newsletter.void": (_("Void the approval"), _("The approval became void")),
    "newsletter.schedule": (_("Schedule"), _("Scheduled the issue")),
    "newsletter.unschedule": (_("Keep back"), _("Kept the issue back")),
    "newsletter.send": (_("Send now"), _("Sent the issue at once")),
    "newsletter.leave": (_("Leave"), _("The issue began to leave")),
    "newsletter.cancel": (_("Cancel"), _("Cancelled the issue")),
    "newsletter.pause": (_("Pause"), _("Paused the sending")),
    "newsletter.resume": (_("Resume"), _("Resumed the sending")),
    "newsletter.test": (_("Send a test"), _("Sent a test")),
}


def register(actions: Any) -> None:
    """Give every action its words."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
