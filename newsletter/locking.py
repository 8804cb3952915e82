"""Holds an issue while a verb works on it, so that two editors, or two workers, lose nothing."""

from collections.abc import Container

from django.utils.translation import gettext as _

from newsletter.errors import WrongStateError
from newsletter.models import Issue


def lock_issue(issue: Issue, *, states: Container[str] = Issue.ARRANGEABLE) -> Issue:
    """Read the issue again, held until the transaction ends; raise WrongStateError if it is in another state.

    The publication is held too: two of its issues must not choose the same content at the same moment.
    """
    held = Issue.objects.select_for_update(of=("self", "publication")).select_related("publication").get(pk=issue.pk)
    if held.state not in states:
        raise WrongStateError(
            _("This cannot be done now: the issue is “%(state)s”.") % {"state": held.get_state_display()}
        )
    return held
