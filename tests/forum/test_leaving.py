"""An organisation leaves: its people's rooms end after a notice, unless it comes back before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.models import Notice, Room, RoomMember
from forum.recipients import AccessCheck
from members.leaving import NOTICE, end_memberships, settle_standing
from members.models import Member, Organisation
from outbox.models import Delivery
from tests.factories.forum import let_in, make_room
from tests.factories.members import make_member, make_organisation
from tests.members.helpers import mails_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_organisation(name_fr="Ville de Namur", name_nl="Stad Namen")


def change(organisation, standing):
    before, organisation.standing = organisation.standing, standing
    organisation.save()
    settle_standing(organisation, before=before, by=None)


def test_its_peoples_rooms_end_in_thirty_days(town):
    anna, other = make_member(organisation=town, language="nl"), make_member()
    room, second = make_room(members=[anna, other]), make_room(members=[anna])

    change(town, "former")

    for row in RoomMember.objects.filter(member=anna):
        assert abs(row.until - timezone.now() - NOTICE) < timedelta(minutes=1)
    assert RoomMember.objects.get(member=other).until is None
    assert set(Room.objects.visible_to(anna)) == {room, second}


def test_they_are_told_once_of_all_their_rooms(town):
    anna = make_member(organisation=town, language="nl")
    rooms = [make_room(members=[anna]) for _number in range(2)]

    change(town, "former")

    notice = Notice.objects.get(member=anna)
    assert notice.reason == "ending"
    (mail,) = mails_to(anna.email)
    for room in rooms:
        assert room.name_nl in notice.words
        assert room.name_nl in mail.message.text
    assert "Stad Namen" in mail.message.html


def test_coming_back_before_takes_it_all_back(town):
    anna = make_member(organisation=town)
    soon, late = timezone.now() + timedelta(days=3), timezone.now() + timedelta(days=90)
    for until in (None, soon, late):
        let_in(anna, room=make_room(), until=until)
    change(town, "former")
    assert late not in RoomMember.objects.values_list("until", flat=True)
    delivery = Delivery.objects.get(address=anna.email)
    key, who = delivery.dispatch.key, [delivery.recipient_key]
    assert AccessCheck().refused(key, who) == {}

    change(town, "member")

    assert set(RoomMember.objects.values_list("until", flat=True)) == {None, soon, late}
    assert not Notice.objects.exists()
    assert AccessCheck().refused(key, who) == {who[0]: "withdrawn"}


def test_when_the_time_is_over_open_rooms_close_too(town):
    anna, admin = make_member(organisation=town), make_member(organisation=town, is_superuser=True)
    open_room, room = make_room(access="open"), make_room(members=[anna])
    change(town, "former")
    assert end_memberships() == 0
    Organisation.objects.update(leaves_at=timezone.now())
    RoomMember.objects.update(until=timezone.now())

    assert end_memberships() == 1
    assert end_memberships() == 0

    anna.refresh_from_db()
    admin.refresh_from_db()
    assert (anna.state, admin.state) == ("guest", "approved")
    assert not Room.objects.visible_to(anna).exists()
    town.refresh_from_db()
    change(town, "member")
    assert set(Room.objects.visible_to(Member.objects.get(pk=anna.pk))) == {open_room, room}


def test_who_changes_jobs_keeps_her_rooms(client, town):
    anna, elsewhere = make_member(organisation=town), make_organisation()
    let_in(anna, room=make_room())
    change(town, "former")
    client.force_login(make_member(is_superuser=True))
    said = {"name": anna.name, "organisation": elsewhere.pk, "function": "", "language": "fr", "reads": ["fr"]}

    client.post(reverse("members:edit", args=[anna.pk]), said)

    assert RoomMember.objects.get(member=anna).until is None


def test_the_screen_asks_before_an_organisation_leaves(client, town):
    anna = make_member(name="Anna", organisation=town)
    let_in(anna, room=make_room())
    client.force_login(make_member(is_superuser=True))
    said = {
        "name_fr": town.name_fr, "name_nl": town.name_nl, "name_de": "", "name_en": "", "kind": "town",
        "standing": "former", "town": "", "website": "", "about_fr": "", "about_nl": "",
        "domains-TOTAL_FORMS": 0, "domains-INITIAL_FORMS": 0, "domains-MIN_NUM_FORMS": 0, "domains-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    path = reverse("organisations:edit", args=[town.pk])

    page = client.post(path, said)
    assert "Anna" in page.content.decode()
    assert RoomMember.objects.get(member=anna).until is None

    client.post(path, said | {"seen": page.context["mark"]})
    assert RoomMember.objects.get(member=anna).until is not None
    assert Organisation.objects.get(pk=town.pk).leaves_at is not None
