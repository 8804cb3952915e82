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
    "forum.enter_room": (_("Enter a closed room"), _("Entered the room for 24 hours")),
    "forum.enter_by_group": (_("Enter through a group"), _("Came into the room through a group, as an administrator")),
    "forum.move_topic": (_("Move a discussion"), _("Moved a discussion to another room")),
    "forum.invite_guest": (_("Invite a guest"), _("Invited a guest into a discussion")),
    "forum.end_guest": (_("End a guest's access"), _("Ended a guest's access")),
    "forum.remove_comment": (_("Remove a message"), _("Removed a message")),
    "forum.restore_comment": (_("Restore a message"), _("Put back a removed message")),
    "forum.dismiss_report": (_("Leave a reported message"), _("Left a message that was reported")),
    "forum.hide_version": (_("Hide an earlier version"), _("Hid an earlier version of a message")),
    "forum.show_version": (_("Show an earlier version"), _("Showed an earlier version of a message again")),
    "forum.feature_topic": (_("Put a discussion forward"), _("Put a discussion forward in its room")),
    "forum.unfeature_topic": (_("Stop putting a discussion forward"), _("Stopped putting a discussion forward")),
    "forum.merge_topics": (_("Merge discussions"), _("Merged another discussion into this one")),
    "forum.split_topic": (_("Split a discussion"), _("Made a new discussion of messages of this one")),
    "forum.ask_author": (_("Ask who wrote a message"), _("Asked who wrote a message without name")),
    "forum.release": (_("Release words"), _("Released words about a discussion")),
    "forum.hand_over": (_("Hand over a room"), _("Handed the room over")),
    "forum.plan_meeting": (_("Plan a meeting"), _("Planned a meeting")),
    "forum.change_meeting": (_("Change a meeting"), _("Changed a meeting")),
    "forum.cancel_meeting": (_("Cancel a meeting"), _("Cancelled a meeting")),
    "forum.restore_meeting": (_("Restore a meeting"), _("Restored a cancelled meeting")),
    "forum.withdraw_release": (_("Withdraw a release"), _("Withdrew a release")),
}


def record(subject: Room | Topic, action: str, *, by: Member, reason: str = "", **numbers: int) -> None:
    """Write down that somebody did something in a room. `numbers` are primary keys, never words.

    `reason` is only for what somebody of the CMS gives for an act of her own there.
    """
    is_topic = isinstance(subject, Topic)
    room = subject.room if isinstance(subject, Topic) else subject
    title = f"{room.name} · {subject.pk}" if is_topic else room.name
    # The log is read by people of the CMS: it doesn't tell either who opened a topic without her name.
    hidden = isinstance(subject, Topic) and subject.is_anonymous and subject.author_id == by.pk
    log(
        subject,
        f"forum.{action}",
        user=None if hidden else by,
        title=title,
        data={"room": room.pk, **numbers, **({"reason": reason} if reason else {})},
    )
