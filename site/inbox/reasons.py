"""Why a mail was not taken, in sentences for the people of the CMS."""

from django.utils.translation import gettext_lazy as _

from inbox.models import Received

SENTENCES = {
    "automatic": _("An absence note or another answer that no person wrote."),
    "bounce": _("A mail server's report on a mail that it could not deliver."),
    "list": _("It comes from a mailing list, or went to many."),
    "unknown_address": _("Its address belongs to nothing here."),
    "forged_address": _("Its address is not one that we have given out, or lost a part on its way."),
    "expired": _("It answers a mail that is older than 30 days."),
    "inactive": _("Whose address it is, is no member any more."),
    "forbidden": _("This member may not write there any more."),
    "closed": _("The discussion is closed."),
    "empty": _("It holds no words of its sender's own."),
    "too_large": _("It is larger than may be taken."),
    "too_many": _("This member was sent many mails about such answers today, or her address is not verified."),
    "unverified": _("Its sender is not proven: the member was asked for a click."),
    "unreadable": _("It cannot be read."),
    "discarded": _("The member discarded it."),
    "unconfirmed": _("The member did not confirm it within 7 days."),
    "interrupted": _("The worker was stopped three times while it handled this mail."),
}


def in_words(received: Received) -> str:
    """Return the reason as a sentence; of a failure, what went wrong as the program says it."""
    return str(SENTENCES.get(received.reason, received.reason))
