"""What can go wrong with an account, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _


class MemberError(Exception):
    """Base of this app's errors. Trying again does not help; `str()` is fit to be shown."""

    message = _("This did not work.")

    def __str__(self) -> str:
        return str(self.message)


class AlreadyDecidedError(MemberError):
    """The account is no longer in a state that this verb leaves."""

    message = _("Somebody else has decided about this account in the meantime. Look at its state before you go on.")


class NotAllowedError(MemberError):
    """This person may not decide about that account."""

    message = _("You cannot decide about your own account, nor about a superuser's if you are not one yourself.")


class EmptyRuleError(MemberError):
    """A group filled by a rule without any condition would hold everybody."""

    message = _("Give the rule at least one condition, or fill the group by hand.")


class ClosedAccountError(MemberError):
    """The address belongs to an account that was rejected, deactivated or erased."""

    message = _("The account with this address is closed. Nobody can be invited there.")


class AlreadyAnsweredError(MemberError):
    """The invitation has been accepted or taken back."""

    message = _("This invitation has been accepted or taken back in the meantime.")


class NotASuccessorError(MemberError):
    """Whoever takes over is an approved member of the same organisation."""

    message = _("Only an approved member of the same organisation can take over.")
