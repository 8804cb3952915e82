"""An administrator's entry into a closed room: never without a reason, never without its animators knowing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group as Role
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from config.roles import ADMINISTRATORS, EDITORS, fill_roles
from forum.entering import enter_room
from forum.errors import AlreadyReaderError, NotAllowedError
from forum.models import Notice, Room, RoomMember
from tests.factories.forum import let_in, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
REASON = "Signalement n° 12, demandé par la direction"


@pytest.fixture
def admin():
    fill_roles()
    someone = make_member(name="Katrien Oomsdael")
    someone.groups.add(Role.objects.get(name=ADMINISTRATORS))
    return someone


@pytest.fixture
def room():
    return make_room(access="closed", listed=False, animators=[make_member(), make_member()])


def test_entering_lasts_a_day_and_is_called_what_it_is(admin, room):
    topic = make_topic(room=room)

    entry = enter_room(room, by=admin, reason=REASON)

    assert (entry.origin, entry.role, entry.reason) == ("grant", "member", REASON)
    assert timedelta(hours=23) < entry.until - timezone.now() <= timedelta(hours=24)
    assert topic in admin.room_memberships.get().room.topics.all()
    assert list(Room.objects.visible_to(admin)) == [room]
    RoomMember.objects.filter(pk=entry.pk).update(until=timezone.now())
    assert not Room.objects.visible_to(admin).exists()


def test_it_is_logged_and_every_animator_is_told(admin, room):
    enter_room(room, by=admin, reason=REASON)

    log = ModelLogEntry.objects.get(action="forum.enter_room")
    assert (log.user, log.data["reason"]) == (admin, REASON)
    told = Notice.objects.filter(reason="entered", by=admin, words=REASON, room=room)
    assert {notice.member_id for notice in told} == set(
        room.memberships.filter(role="animator").values_list("member", flat=True)
    )


def test_a_second_entry_is_told_again(admin, room):
    entry = enter_room(room, by=admin, reason=REASON)
    RoomMember.objects.filter(pk=entry.pk).update(until=timezone.now(), joined_at=timezone.now() - timedelta(days=2))

    enter_room(room, by=admin, reason="Encore une fois, voir le dossier")

    assert Notice.objects.filter(reason="entered").count() >= 2
    assert RoomMember.objects.get(member=admin).reason.startswith("Encore")


@pytest.mark.parametrize("reason", ["", "   "])
def test_never_without_a_reason(admin, room, reason):
    with pytest.raises(NotAllowedError):
        enter_room(room, by=admin, reason=reason)


def test_only_who_runs_the_rooms_enters(client, admin, room):
    editor = make_member()
    editor.groups.add(Role.objects.get(name=EDITORS))
    for person in (make_member(), editor, make_member(is_superuser=True, state="deactivated")):
        with pytest.raises(NotAllowedError):
            enter_room(room, by=person, reason=REASON)
    client.force_login(editor)
    client.post(reverse("rooms:enter", args=[room.pk]), {"reason": REASON})
    assert not RoomMember.objects.filter(origin="grant").exists()


def test_who_can_read_needs_no_entry(admin, room):
    let_in(admin, room=room)
    with pytest.raises(AlreadyReaderError):
        enter_room(room, by=admin, reason=REASON)
    assert RoomMember.objects.get(member=admin).origin == "hand"


def test_from_the_list_of_rooms_into_the_room(client, admin, room):
    topic = make_topic(room=room)
    client.force_login(admin)
    path = reverse("rooms:enter", args=[room.pk])
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert path in client.get(reverse("rooms:index")).content.decode()

    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": "court"}).status_code == 200
    assert not RoomMember.objects.filter(origin="grant").exists()
    assert client.post(path, {"reason": REASON}).url == room.get_absolute_url()
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_animators_see_her_among_the_rooms_people(client, admin, room):
    enter_room(room, by=admin, reason=REASON)
    client.force_login(room.memberships.filter(role="animator").first().member)

    page = client.get(reverse("room_people", args=[room.pk])).content.decode()

    assert "Katrien Oomsdael" in page
    assert REASON in page


@pytest.mark.parametrize("change", ["add", "edit"])
def test_no_other_screen_lets_her_in_or_stay(client, admin, room, change):
    client.force_login(admin)
    said = {"room": room.pk, "member": admin.pk, "role": "animator", "until": ""}
    if change == "add":
        client.post(reverse("room-members:add"), said)
        assert not Room.objects.visible_to(admin).exists()
    else:
        entry = enter_room(room, by=admin, reason=REASON)
        client.post(reverse("room-members:edit", args=[entry.pk]), said)
        assert RoomMember.objects.get(pk=entry.pk).until == entry.until
