"""What can go wrong in the newsletter. The message is a whole sentence for the person who asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from newsletter.checking import Finding


class NewsletterError(Exception):
    """A verb refused. Trying again helps only where `retry` says so."""

    retry = False


class NotAllowedError(NewsletterError):
    """The person lacks the right for this verb."""

    def __init__(self) -> None:
        super().__init__(_("You do not have the right to do this."))


class SamePersonError(NewsletterError):
    """Four eyes are needed."""

    def __init__(self) -> None:
        super().__init__(_("Who composed an issue or asked for its approval cannot approve it: ask a colleague."))


class WrongStateError(NewsletterError):
    """The issue is not in a state that allows this."""


class AlreadyCarriedError(NewsletterError):
    """The publication has carried this content, or this issue has it already."""

    def __init__(self) -> None:
        super().__init__(_("This content already stands in this issue or in an earlier one."))


class NotFitError(NewsletterError):
    """Content that may not stand in this issue: withdrawn, unknown, or not for its readers."""

    def __init__(self) -> None:
        super().__init__(_("This content is no longer available for this newsletter."))


class NotReadyError(NewsletterError):
    """The checklist found something that must be mended first."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        self.findings = findings
        super().__init__(_("The issue is not ready: see what the checks found."))


class ChangedError(NewsletterError):
    """The issue is no longer what was asked about, or what the person had before her eyes."""

    retry = True

    def __init__(self) -> None:
        super().__init__(_("The issue has changed in the meantime. Look at it again, then decide."))


class CannotRenderError(NewsletterError):
    """The mail could not be made; `where` says which part holds the text that breaks it."""

    def __init__(self, where: str, why: str) -> None:
        self.where = where
        super().__init__(_("The mail cannot be made because of “%(where)s”: %(why)s") % {"where": where, "why": why})


class CountsDifferError(NewsletterError):
    """The frozen audience does not add up; nothing was written."""

    retry = True

    def __init__(self, candidates: int, delivered: int, left_out: int) -> None:
        super().__init__(
            _("The audience does not add up: %(candidates)s people, %(delivered)s mails, %(left_out)s left out.")
            % {"candidates": candidates, "delivered": delivered, "left_out": left_out}
        )
