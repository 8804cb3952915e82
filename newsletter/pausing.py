"""Holds an issue's sending back for a while: mails that a worker has begun still end."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from newsletter import permissions
from newsletter.errors import WrongStateError
from newsletter.locking import lock_issue
from newsletter.models import Issue, IssueDispatch
from outbox import steering
from outbox.models import Dispatch


@transaction.atomic
def pause_issue(issue: Issue, *, by: Any) -> None:
    """Let no further mail of the issue begin to leave."""
    permissions.require(by, permissions.SEND)
    issue = lock_issue(issue, states=[Issue.State.SENDING])
    steering.pause_dispatch(_main(issue))
    _enter(issue, Issue.State.PAUSED)
    log(issue, "newsletter.pause", user=by)


@transaction.atomic
def resume_issue(issue: Issue, *, by: Any) -> None:
    """Go on with what waits."""
    permissions.require(by, permissions.SEND)
    issue = lock_issue(issue, states=[Issue.State.PAUSED])
    steering.resume_dispatch(_main(issue))
    _enter(issue, Issue.State.SENDING)
    log(issue, "newsletter.resume", user=by)


def _main(issue: Issue) -> Dispatch:
    main = issue.dispatches.select_related("dispatch").filter(purpose=IssueDispatch.Purpose.MAIN).first()
    if main is None:
        raise WrongStateError(_("Nothing of this issue is being sent."))
    return main.dispatch


def _enter(issue: Issue, state: Issue.State) -> None:
    issue.state = state
    issue.save(update_fields=["state"])
