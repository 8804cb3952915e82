"""What the forum writes into Wagtail's log. A closed room's titles and words are never written there: people of the
CMS who are not in the room read that log."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from forum.models import Room, Topic
from members.models import Member

# action: (label, message)
ACTIONS = {
    "forum.accept_request": (_("Accept a request to join"), _("Let a member into the room")),
    "forum.decline_request": (_("Decline a request to join"), _("Declined a request to join")),
    "forum.pin_topic": (_("Pin a discussion"), _("Pinned a discussion")),
    "forum.unpin_topic": (_("Unpin a discussion"), _("Unpinned a discussion")),
    "forum.close_topic": (_("Close a discussion"), _("Closed a discussion")),
    "forum.reopen_topic": (_("Reopen a discussion"), _("Reopened a discussion")),
    "forum.remove_comment": (_("Remove a message"), _("Removed a message")),
    "forum.release": (_("Release words"), _("Released words about a discussion")),
    "forum.withdraw_release": (_("Withdraw a release"), _("Withdrew a release")),
}


def record(subject: Room | Topic, action: str, *, by: Member, **numbers: int) -> None:
    """Write down that somebody did something in a room. `numbers` are primary keys, never words."""
    is_topic = isinstance(subject, Topic)
    room = subject.room if isinstance(subject, Topic) else subject
    title = f"{room.name} · {subject.pk}" if is_topic else room.name
    log(subject, f"forum.{action}", user=by, title=title, data={"room": room.pk, **numbers})
