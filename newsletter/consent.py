"""What people agree to, in which words; every change of the words is a new version."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsletter.models import ConsentEvent, Publication, Subscriber

VERSION = "2026-11"


def wording(publications: Iterable[Publication]) -> str:
    """Return what the form says beside its button, in the active language."""
    names = ", ".join(_("“%(name)s”") % {"name": publication.name} for publication in publications)
    return _(
        "I want to get %(names)s by e-mail at this address. Each mail lets me unsubscribe with one click. "
        "The address is used for nothing else."
    ) % {"names": names}


def record_consent(
    subscriber: Subscriber, *, publication: Publication, what: str, source: str, wording: str = ""
) -> ConsentEvent:
    """Write down, once and for ever, what this person agreed to or ended, in the active language."""
    return ConsentEvent.objects.create(
        subscriber=subscriber,
        publication=publication,
        what=what,
        wording=wording,
        version=VERSION,
        language=(get_language() or subscriber.language)[:2],
        source=source,
    )
