"""What can be wrong with a search; the message is for the reader."""

from django.utils.translation import gettext_lazy as _


class SearchError(Exception):
    """A search that cannot be answered as it stands; repeating it does not help."""

    message = _("This search cannot be answered: write it in other words.")


class NothingAskedError(SearchError):
    """No word in it: only signs, or only words to leave out."""

    message = _("Write at least one word to look for.")


class TooManyWordsError(SearchError):
    """More than anybody types: a pasted page."""

    message = _("That is too long for a search: keep the few words that matter.")
