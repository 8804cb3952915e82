"""What can be refused in the forum; a retry never helps unless the error says so."""


class ForumError(Exception):
    """A refusal. Its text is a sentence for the person who asked, in the active language."""


class NotAllowed(ForumError):
    """This person may not do this here; views answer as if it did not exist."""


class TopicClosed(ForumError):
    """The topic takes no further comments."""


class AlreadyAsked(ForumError):
    """An open request to join this room exists already."""


class AlreadyAnswered(ForumError):
    """Someone else has answered the request in the meantime."""


class TokenTaken(ForumError):
    """The form's token belongs to another comment; a new form helps."""
