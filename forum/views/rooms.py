"""The list of rooms, a room, and the people in it."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.featured import featured_topics
from forum.filtering import Filters, offered_filters
from forum.following import follow_room
from forum.forms import FollowRoomForm
from forum.models import Follow, Room, Topic
from forum.pages import resume_address
from forum.reading import mark_all_read, mark_room_read
from forum.tagging import tags_used_in_room
from forum.views.asking import MemberRequest, back, numbered
from forum.waiting import count_waiting
from interface.audiences import Audience, audience
from members.models import Member

TOPICS_ON_A_PAGE = 30
PEOPLE_BESIDE = 12
MEETINGS_BESIDE = 3


@audience(Audience.MEMBERS)
@require_safe
def rooms(request: MemberRequest) -> HttpResponse:
    """Her rooms with what is new in them, and the others that she may join or ask for."""
    name = f"name_{(get_language() or 'fr')[:2]}"
    mine = list(Room.objects.of(request.user).select_related("main_theme").order_by(name))
    unread = unread_counts(request.user)
    for room in mine:
        room.unread_count = unread.get(room.pk, 0)
    others = Room.objects.joinable_by(request.user).with_request_of(request.user).select_related("main_theme")
    guest_in = Topic.objects.visible_to(request.user).standing().filter(guests__member=request.user)
    invited = guest_in.exclude(room__in=mine)
    context = {"mine": mine, "others": others.order_by(name), "invited": invited.select_related("room")}
    return render(request, "forum/rooms.html", context)


@audience(Audience.MEMBERS)
@require_safe
def room(request: MemberRequest, pk: int) -> HttpResponse:
    """One room: what it is for, who is there, its topics by activity."""
    rooms_ = Room.objects.visible_to(request.user).with_readers().with_standing_of(request.user)
    rooms_ = rooms_.annotate(tag_list=tags_used_in_room())
    found = get_object_or_404(rooms_.select_related("main_theme"), pk=pk)
    filters = Filters.read(request.GET)
    topics = filters.apply(
        Topic.objects.filter(room=found).visible_to(request.user).standing().with_marks_of(request.user),
        reader=request.user,
    )
    page = numbered(request, topics.for_rows().in_order(), size=TOPICS_ON_A_PAGE)
    for topic in page.object_list:
        topic.resume_url = resume_address(topic)
    people = found.memberships.welcome().select_related("member__organisation").order_by("role", "member__name")
    context = {
        "room": found,
        "page": page,
        "filters": filters,
        "offered": offered_filters(found, filters),
        "people": people[:PEOPLE_BESIDE],
        "meetings": found.meetings.to_come()[:MEETINGS_BESIDE],
        "level": found.my_level or (Follow.Level.EVERYTHING if found.my_role else Follow.Level.NOTHING),
        "featured": _featured(found, request) if not filters and page.number == 1 else [],
        "waiting": count_waiting(request.user, room=found) if found.is_animated_by_reader else 0,
        "levels": [(level.value, level.label) for level in Follow.ROOM_LEVELS],
    }
    return render(request, "forum/room.html", context)


@audience(Audience.MEMBERS)
@require_safe
def room_people(request: MemberRequest, pk: int) -> HttpResponse:
    """Everybody who is a member of the room."""
    found = get_object_or_404(Room.objects.visible_to(request.user).select_related("main_theme"), pk=pk)
    people = found.memberships.welcome().select_related("member__organisation").order_by("role", "member__name")
    return render(request, "forum/room_people.html", {"room": found, "page": numbered(request, people, size=60)})


@audience(Audience.MEMBERS)
@require_POST
def mark_room(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark everything in a room as read."""
    found = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    mark_room_read(found, member=request.user)
    return back(request, otherwise=found.get_absolute_url())


@audience(Audience.MEMBERS)
@require_POST
def mark_all(request: MemberRequest) -> HttpResponse:
    """Mark everything everywhere as read."""
    mark_all_read(request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("whats_new")


@audience(Audience.MEMBERS)
@require_POST
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose what to hear of a room by mail."""
    found = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    form = FollowRoomForm(request.POST)
    if form.is_valid():
        follow_room(found, member=request.user, level=form.cleaned_data["level"])
        messages.success(request, _("Your choice is kept: your notices and mails follow it from now on."))
    return redirect(found)


def _featured(found: Room, request: MemberRequest) -> list[Topic]:
    topics = list(featured_topics(found, reader=request.user))
    for topic in topics:
        topic.resume_url = resume_address(topic)
    return topics


def unread_counts(member: Member) -> dict[int, int]:
    """Return how many topics are new to her in each room that she is in."""
    unread = Topic.objects.filter(room__in=Room.objects.of(member).values("pk")).unread_by(member)
    return dict(unread.order_by().values_list("room").annotate(number=Count("pk")))
