"""What can be refused in the forum; a retry never helps unless the error says so."""


class ForumError(Exception):
    """A refusal. Its text is a sentence for the person who asked, in the active language."""


class NotAllowedError(ForumError):
    """This person may not do this here; views answer as if it did not exist."""


class TopicClosedError(ForumError):
    """The topic takes no further comments."""


class AlreadyAskedError(ForumError):
    """An open request to join this room exists already."""


class AlreadyAnsweredError(ForumError):
    """Someone else has answered the request in the meantime."""


class TokenTakenError(ForumError):
    """The form's token belongs to another comment; a new form helps."""


class FileRefusedError(ForumError):
    """A file is too large, of a kind that is not taken, not what it claims to be, or infected."""
