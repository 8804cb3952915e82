"""What can be refused in the forum; a retry never helps unless the error says so."""

from typing import Any


class ForumError(Exception):
    """A refusal. Its text is a sentence for the person who asked, in the active language."""


class NotAllowedError(ForumError):
    """This person may not do this here; views answer as if it did not exist."""


class TopicClosedError(ForumError):
    """The topic takes no further comments."""


class PollClosedError(ForumError):
    """The poll takes no more votes, or another moment was chosen."""


class IncompleteError(ForumError):
    """A topic of this kind needs more: a poll from 2 to 20 options."""


class AlreadyAskedError(ForumError):
    """An open request to join this room exists already."""


class AlreadyAnsweredError(ForumError):
    """Someone else has answered the request in the meantime."""


class TopicMergedError(TopicClosedError):
    """The topic goes on in another one; writing there helps."""

    def __init__(self, target: Any) -> None:
        super().__init__()
        self.target = target


class CannotMergeError(ForumError):
    """These two topics cannot become one; the text says why."""


class AlreadyReportedError(ForumError):
    """This person has an open report of this comment already."""


class AlreadyDiscussedError(ForumError):
    """Somebody else has started the one discussion about this content."""


class TokenTakenError(ForumError):
    """The form's token belongs to another comment; a new form helps."""


class FileRefusedError(ForumError):
    """A file is too large, of a kind that is not taken, not what it claims to be, or infected."""


class AlreadyReaderError(ForumError):
    """Whoever is invited, or enters, can read there already."""
