"""The CMS's screens for rooms."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forum.models import JoinRequest, RoomMember, RoomReading, RoomRule
from members.groups import fill_by_hand
from members.models import Group
from tests.factories.forum import make_release, make_room
from tests.factories.members import make_member
from tests.members.helpers import save_seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    someone = make_member(is_superuser=True)
    client.force_login(someone)
    return someone


def test_letting_somebody_in_by_hand(client, admin):
    room, member = make_room(access="closed"), make_member()

    client.post(reverse("room-members:add"), {"room": room.pk, "member": member.pk, "role": "animator", "until": ""})

    membership = RoomMember.objects.get()
    assert (membership.member, membership.role, membership.origin) == (member, "animator", "hand")
    assert RoomReading.objects.filter(room=room, member=member).exists()
    assert ModelLogEntry.objects.filter(action="wagtail.create", user=admin).exists()


def test_nobody_lets_herself_in_without_a_reason(client, admin):
    room = make_room(access="closed")

    client.post(reverse("room-members:add"), {"room": room.pk, "member": admin.pk, "role": "member", "until": ""})

    assert not RoomMember.objects.exists()


def test_a_membership_keeps_its_room_and_its_person(client, admin):
    membership = RoomMember.objects.create(room=make_room(), member=make_member())
    words = {"room": make_room().pk, "member": admin.pk, "role": "animator", "until": ""}

    client.post(reverse("room-members:edit", args=[membership.pk]), words)

    changed = RoomMember.objects.get()
    assert (changed.room, changed.member, changed.role) == (membership.room, membership.member, "animator")


def test_a_group_comes_into_a_room_with_its_people(client, admin):
    room, member = make_room(), make_member()
    group = Group.objects.create(name_fr="Pilotes", name_nl="Stuurgroep")
    fill_by_hand(group, members=[member])

    save_seen(client, reverse("room-groups:add"), {"room": room.pk, "group": group.pk})
    assert RoomMember.objects.get(room=room).origin == "rule"
    client.post(reverse("room-groups:delete", args=[RoomRule.objects.get().pk]))
    assert not RoomMember.objects.exists()


@pytest.mark.parametrize("name", ["rooms", "room-members", "room-groups", "join-requests", "releases"])
def test_the_lists_open(client, admin, name):
    room = make_room(members=[make_member()])
    JoinRequest.objects.create(room=room, member=make_member(), sentence="Moi.")
    make_release()

    assert client.get(reverse(f"{name}:index")).status_code == 200


def test_nobody_writes_requests_or_releases_there(client, admin):
    request = JoinRequest.objects.create(room=make_room(), member=make_member(), sentence="Moi.")
    release = make_release()
    for url in (
        reverse("join-requests:add"),
        reverse("join-requests:edit", args=[request.pk]),
        reverse("join-requests:delete", args=[request.pk]),
        reverse("releases:add"),
        reverse("releases:edit", args=[release.pk]),
        reverse("releases:delete", args=[release.pk]),
        reverse("rooms:delete", args=[release.topic.room_id]),
    ):
        assert client.post(url).status_code in {302, 403, 404}
    request.refresh_from_db()
    release.refresh_from_db()
    assert request.state == "open"


@pytest.mark.parametrize("name", ["rooms", "room-members", "join-requests", "releases"])
def test_members_have_no_business_there(client, name):
    client.force_login(make_member())

    assert client.get(reverse(f"{name}:index")).status_code in {302, 403}
