"""Sends issues: freezes the audience in one statement per variant, opens the archive, and notes when all is done."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contracts.announcing import announce
from newsletter import sources
from newsletter.composing import may_stand
from newsletter.enrolling import enrol_group
from newsletter.errors import ChangedError, CountsDifferError, NewsletterError
from newsletter.headers import list_headers
from newsletter.letter import Letter, letters
from newsletter.locking import lock_issue
from newsletter.models import Issue, IssueDispatch, IssueItem, IssuePage, Rendition, Subscription
from newsletter.notices import tell_late
from newsletter.variants import reply_to, sender
from newsletter.voiding import content_hash, standing_approval, void_approval
from newsletter.wording import pages_of
from outbox import writing
from outbox.models import Delivery, Dispatch, Message

# An hour missed by more than this is asked about before the issue leaves all the same.
TOO_LATE = timedelta(hours=3)
log_lines = logging.getLogger(__name__)


def send_due_issues() -> int:
    """Clock: begin what is due, finish what is done; return how many issues began to leave."""
    begun = 0
    for issue in Issue.objects.filter(state=Issue.State.SCHEDULED, planned_for__lte=timezone.now()):
        begun += _begin_due(issue)
    for issue in Issue.objects.filter(state__in=[Issue.State.SENDING, Issue.State.PAUSED]):
        follow_dispatch(issue)
    return begun


def _begin_due(issue: Issue) -> bool:
    """Each issue stands in its own transaction: one that cannot leave does not hold up the others."""
    try:
        with transaction.atomic():
            held = lock_issue(issue, states=[Issue.State.SCHEDULED])
            if held.planned_for < timezone.now() - TOO_LATE:
                _ask_before_late(held)
                return False
            return begin_sending(held)
    except NewsletterError as error:
        log_lines.warning("Issue %s did not leave: %s", issue.pk, error)
        return False


def _ask_before_late(issue: Issue) -> None:
    if issue.late_notice_at is None:
        issue.late_notice_at = timezone.now()
        issue.save(update_fields=["late_notice_at"])
        tell_late(issue)


def begin_sending(issue: Issue) -> bool:
    """Freeze the audience and let the mail leave; in the caller's transaction, with the issue locked.

    If the issue or its rights changed since it was approved, return False: its approval is void, it is a draft again.
    Raises CountsDifferError when the people and the mails do not add up: then nothing was written.
    """
    if why := _why_void(issue):
        void_approval(issue, why=why)
        return False
    if not issue.publication.is_open:
        enrol_group(issue.publication)
    frozen = freeze_audience(issue)
    now = timezone.now()
    issue.state, issue.started_at, issue.cut_off = Issue.State.SENDING, now, now
    issue.save(update_fields=["state", "started_at", "cut_off"])
    _open_archive(issue)
    log(issue, "newsletter.leave", data={"people": frozen.candidates})
    announce(issue.key)
    return True


def _why_void(issue: Issue) -> str:
    """Say why what was approved may not leave any more; "" if it may."""
    approval = standing_approval(issue)
    if approval is None or approval.at is None or content_hash(issue) != approval.content_hash:
        return _("The issue was changed after its approval.")
    keys = list(issue.items.filter(state=IssueItem.State.CHOSEN).values_list("key", flat=True))
    found = sources.get(keys)
    fit = all(key in found and may_stand(found[key], publication=issue.publication) for key in keys)
    return "" if fit else _("An item was withdrawn, or is no longer for these readers.")


def freeze_audience(issue: Issue) -> IssueDispatch:
    """Write one delivery per person who should get the issue, once however often it is called."""
    audience = Subscription.objects.receiving().filter(publication=issue.publication)
    candidates = audience.count()
    variants = letters(issue)
    first = next(iter(variants.values()))
    dispatch, _new = writing.open_dispatch(
        kind=Dispatch.Kind.ISSUE,
        key=issue.key,
        reply_to=reply_to(first),
        scope=f"publication:{issue.publication_id}",
    )
    for number, (language, letter) in enumerate(variants.items()):
        mine = Q(subscriber__language=language)
        if number == 0:  # who reads a language that the publication does not have gets the first
            mine |= ~Q(subscriber__language__in=list(variants))
        writing.deliver_many(
            dispatch, message=_message(letter, issue=issue), recipients=recipients(audience.filter(mine))
        )
    return _counted(issue, dispatch=dispatch, candidates=candidates)


def recipients(audience: QuerySet[Subscription]) -> QuerySet[Subscription]:
    """Annotate subscriptions with what a delivery needs; the token is the subscription's own."""
    return audience.annotate(
        address=F("subscriber__address_normal"),
        address_key=F("subscriber__address_key"),
        language=F("subscriber__language"),
        recipient_key=Concat(Value("subscriber:"), Cast("subscriber_id", CharField())),
    )


def _message(letter: Letter, *, issue: Issue) -> Message:
    """Make the outbox's message of the frozen bytes, not of the letter as it would be drawn now."""
    frozen = {
        rendition.format: rendition
        for rendition in issue.renditions.filter(language=letter.language, audience=letter.audience)
    }
    if Rendition.Format.HTML not in frozen or Rendition.Format.TEXT not in frozen:
        raise ChangedError
    return writing.write_message(
        subject=frozen[Rendition.Format.HTML].subject,
        html=frozen[Rendition.Format.HTML].body,
        text=frozen[Rendition.Format.TEXT].body,
        language=letter.language,
        sender=sender(letter),
        tokens=["token"],
        headers=list_headers(letter, issue_id=issue.pk),
    )


def _counted(issue: Issue, *, dispatch: Dispatch, candidates: int) -> IssueDispatch:
    skipped = dispatch.deliveries.filter(state=Delivery.State.SKIPPED).count()
    delivered = dispatch.deliveries.count() - skipped
    if candidates != delivered + skipped:
        raise CountsDifferError(candidates, delivered, skipped)
    record, _new = IssueDispatch.objects.get_or_create(
        issue=issue,
        purpose=IssueDispatch.Purpose.MAIN,
        defaults={
            "dispatch": dispatch,
            "candidates": candidates,
            "delivered": delivered,
            "left_out": skipped,
        },
    )
    return record


def _open_archive(issue: Issue) -> None:
    """Publish the issue's pages: the words that they hold are those that were approved."""
    if not issue.publication.is_open:
        return
    for page in pages_of(issue).values():
        page.get_latest_revision().publish(log_action=False)
    IssuePage.objects.filter(issue=issue).update(first_published_at=issue.started_at)


def follow_dispatch(issue: Issue) -> None:
    """Say of the issue what is true of its dispatch: paused, on its way again, or all sent."""
    main = issue.dispatches.select_related("dispatch").filter(purpose=IssueDispatch.Purpose.MAIN).first()
    if main is None:
        return
    state = _state_of(main.dispatch)
    if state == issue.state:
        return
    sent_at = timezone.now() if state == Issue.State.SENT else None
    Issue.objects.filter(pk=issue.pk, state=issue.state).update(state=state, sent_at=sent_at)


def _state_of(dispatch: Dispatch) -> Issue.State:
    if dispatch.state == Dispatch.State.PAUSED:
        return Issue.State.PAUSED
    if dispatch.deliveries.filter(state__in=Delivery.LIVE).exists():
        return Issue.State.SENDING
    return Issue.State.SENT
