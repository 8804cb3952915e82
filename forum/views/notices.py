"""A member's notices: the list, opening one, and counting as seen."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from forum.models import Notice
from forum.noticing import notices_of, see_all, see_notice
from forum.views.asking import MemberRequest, back, numbered
from forum.wording import address_of_notice, sentence, subject_of
from interface.audiences import Audience, audience

SIZE = 30


@audience(Audience.MEMBERS)
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    """What she was told of and may still read, thirty on a page. Looking at the list changes nothing."""
    page = numbered(request, notices_of(request.user), size=SIZE)
    rows = [_row(notice) for notice in page]
    new, seen = [row for row in rows if not row["seen"]], [row for row in rows if row["seen"]]
    return render(request, "forum/notices.html", {"page": page, "new": new, "seen": seen})


@audience(Audience.MEMBERS)
@require_POST
def open_notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Count it as seen and lead to it."""
    notice = _hers(request, pk)
    see_notice(notice)
    return redirect(address_of_notice(notice))


@audience(Audience.MEMBERS)
@require_POST
def mark_seen(request: MemberRequest, pk: int) -> HttpResponse:
    """Count it as seen and stay."""
    see_notice(_hers(request, pk))
    return back(request, otherwise=reverse("notices"))


@audience(Audience.MEMBERS)
@require_POST
def mark_all_seen(request: MemberRequest) -> HttpResponse:
    """Count everything as seen."""
    see_all(request.user)
    return redirect("notices")


def _hers(request: MemberRequest, pk: int) -> Notice:
    visible = Notice.objects.visible_to(request.user).select_related("room", "topic", "comment")
    return get_object_or_404(visible, pk=pk)


def _row(notice: Notice) -> dict[str, object]:
    """Say one notice. What opening a topic marks as seen is a link; everything else is a button that does."""
    in_topic = notice.topic is not None and notice.reason in Notice.READ_IN_TOPIC
    return {
        "notice": notice,
        "title": subject_of(notice),
        "language": notice.topic.language if notice.topic else "",
        "sentence": sentence(notice),
        "url": address_of_notice(notice) if in_topic or notice.seen_at else "",
        "seen": notice.seen_at is not None,
        "room": notice.room,
        "more": notice.count if notice.reason in Notice.OF_COMMENTS and notice.count > 1 else 0,
    }
