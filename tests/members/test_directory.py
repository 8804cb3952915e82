"""The directory, profiles and organisation pages: who sees whom, what is shown, and at what cost."""

import pytest
from django.urls import reverse

from members.models import Member
from tests.factories.forum import let_in, make_comment, make_guest, make_room, make_topic
from tests.factories.home import make_theme
from tests.factories.members import make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    someone = make_member(name="Zoé Lectrice")
    client.force_login(someone)
    return someone


def names(client, **query):
    return [person.name for person in client.get(reverse("directory"), query).context["page"].object_list]


def test_the_directory_lists_approved_members_only(client, reader):
    make_member(name="Anne Approuvée")
    for state in ("pending", "guest", "rejected", "deactivated", "erased"):
        make_member(name=f"Personne {state}", state=state)

    assert names(client) == ["Anne Approuvée", "Zoé Lectrice"]


@pytest.mark.parametrize("words", ["noel", "NOËL", "noel dub", "dubois noël", "charleroi noel"])
def test_a_name_is_found_without_its_accents(client, reader, words):
    make_member(name="Noël Dubois", organisation=make_organisation(name_fr="Ville de Charleroi"))
    make_member(name="Noémie Dubois")

    assert names(client, words=words) == ["Noël Dubois"]


def test_each_filter_narrows(client, reader):
    theme = make_theme()
    part = make_theme(parent=theme)
    town = make_organisation(town="Gent", kind="town")
    anna = make_member(name="Anna", organisation=town, function="Médiatrice de quartier", reads=["nl", "fr"])
    anna.themes.add(part)
    make_member(name="Bram", organisation=make_organisation(town="Namur", kind="ngo"), function="Juriste")

    for query in (
        {"town": "Gent"},
        {"kind": "town"},
        {"organisation": town.pk},
        {"function": "mediat"},
        {"theme": theme.pk},
        {"language": "nl"},
    ):
        assert names(client, **query) == ["Anna"], query


@pytest.mark.parametrize(
    "query", [{"town": "Nulle part"}, {"organisation": "x"}, {"organisation": "9" * 30}, {"theme": "²"}, {"kind": "x"}]
)
def test_a_filter_that_makes_no_sense_is_left_out(client, reader, query):
    assert names(client, **query) == ["Zoé Lectrice"]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_directory_costs_the_same(client, reader, django_assert_num_queries, rows):
    for _number in range(rows):
        make_member(organisation=make_organisation()).themes.add(make_theme())
    client.get(reverse("directory"))

    with django_assert_num_queries(14):
        client.get(reverse("directory"), {"words": "membre"})


@pytest.mark.parametrize("rows", [1, 30])
def test_an_organisation_costs_the_same(client, reader, django_assert_num_queries, rows):
    organisation = make_organisation()
    for _number in range(rows):
        make_member(organisation=organisation)
    client.get(reverse("organisation", args=[organisation.pk]))

    with django_assert_num_queries(10):
        client.get(reverse("organisation", args=[organisation.pk]))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_profile_costs_the_same(client, reader, django_assert_num_queries, rows):
    other = make_member(organisation=make_organisation())
    for _number in range(rows):
        make_room(members=[reader, other])
        other.themes.add(make_theme())
    client.get(reverse("member", args=[other.pk]))

    with django_assert_num_queries(11):
        client.get(reverse("member", args=[other.pk]))


def test_a_profile_shows_what_colleagues_may_know_and_never_the_address(client, reader):
    organisation = make_organisation(name_fr="Ville de Mons", kind="police_zone", town="Mons")
    other = make_member(
        name="Sam Collègue", function="Médiateur", phone="+32 (0)81 24 00 00", organisation=organisation, reads=["nl"]
    )
    other.themes.add(make_theme(name_fr="Médiation"))

    page = client.get(reverse("member", args=[other.pk])).content.decode()

    for word in ("Sam Collègue", "Médiateur", "Ville de Mons", "Mons", "Nederlands", "Médiation", "tel:+3281240000"):
        assert word in page
    assert other.email not in page


def test_only_rooms_in_common_are_shown(client, reader):
    other = make_member()
    shared = make_room(members=[reader], animators=[other])
    make_room(name_fr="Pas la mienne", members=[other], access="closed")
    make_room(name_fr="Ouverte à tous", members=[other], access="open")
    make_room(name_fr="Pas la sienne", members=[reader])

    page = client.get(reverse("member", args=[other.pk])).content.decode()

    assert shared.name in page
    for name in ("Pas la mienne", "Ouverte à tous", "Pas la sienne"):
        assert name not in page


@pytest.mark.parametrize("state", ["pending", "rejected", "deactivated", "erased"])
def test_who_is_no_member_has_no_profile(client, reader, state):
    assert client.get(reverse("member", args=[make_member(state=state).pk])).status_code == 404
    assert client.get(reverse("member", args=[2**63])).status_code == 404


def test_a_member_sees_the_guests_whom_she_meets(client, reader):
    met, unknown = make_member(state="guest"), make_member(state="guest")
    make_guest(met, topic=make_topic(room=make_room(members=[reader])))
    make_guest(unknown, topic=make_topic())

    assert client.get(reverse("member", args=[met.pk])).status_code == 200
    assert client.get(reverse("member", args=[unknown.pk])).status_code == 404


def test_a_guest_sees_only_whom_she_meets(client):
    guest, silent, animator, anonymous = make_member(state="guest"), make_member(), make_member(), make_member()
    room = make_room(members=[silent, anonymous], animators=[animator])
    topic = make_topic(room=room)
    make_comment(topic, author=anonymous, anonymous_as="Une ville")
    make_guest(guest, topic=topic)
    stranger = make_member()
    client.force_login(guest)

    visible = set(Member.objects.visible_to(guest))
    assert visible == {guest, topic.author, animator}
    assert {stranger, silent, anonymous}.isdisjoint(visible)
    assert client.get(reverse("member", args=[silent.pk])).status_code == 404
    listed = client.get(reverse("directory")).context["page"].object_list
    assert {person.pk for person in listed} == {topic.author.pk, animator.pk}


def test_a_guest_of_a_room_meets_its_members(client):
    guest, inside, before = make_member(state="guest"), make_member(), make_member()
    room = make_room(members=[guest, inside])
    let_in(before, room=room, until=inside.joined_at)

    assert set(Member.objects.visible_to(guest)) == {guest, inside}


def test_a_guest_opens_the_organisations_of_whom_she_meets(client):
    guest, inside = make_member(state="guest"), make_member(organisation=make_organisation())
    make_room(members=[guest, inside])
    client.force_login(guest)

    assert client.get(reverse("organisation", args=[inside.organisation_id])).status_code == 200
    assert client.get(reverse("organisation", args=[make_organisation().pk])).status_code == 404


@pytest.mark.parametrize("who", [None, "pending", "deactivated"])
def test_nobody_else_comes_in(client, who):
    someone = make_member(name="Odile Occupée", organisation=make_organisation(name_fr="Ville secrète"))
    if who:
        client.force_login(make_member(state=who))

    for name, args in (("directory", []), ("member", [someone.pk]), ("organisation", [someone.organisation_id])):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 302
        assert "Odile" not in answer.content.decode()


def test_an_organisation_presents_itself(client, reader):
    organisation = make_organisation(about_fr="Nous aidons.", website="https://www.mons.example/", town="Mons")
    make_member(name="Anne Montoise", organisation=organisation)
    make_member(name="Ancien", organisation=organisation, state="deactivated")

    page = client.get(reverse("organisation", args=[organisation.pk])).content.decode()

    for word in ("Nous aidons.", "https://www.mons.example/", ">mons.example<", "Anne Montoise"):
        assert word in page
    assert "Ancien<" not in page


def test_phone_and_themes_are_her_own_choice(client, reader):
    theme = make_theme()
    words = {"name": "Zoé", "language": "fr", "reads": ["fr"], "digest": "weekly", "phone": "+32 81 24 00 00"}

    client.post(reverse("profile"), {**words, "themes": [theme.pk]})
    reader.refresh_from_db()
    assert (reader.phone, list(reader.themes.all())) == ("+32 81 24 00 00", [theme])
    answer = client.post(reverse("profile"), {**words, "phone": "demandez-moi"})
    assert answer.context["form"].errors["phone"]
    client.post(reverse("profile"), {**words, "phone": ""})
    reader.refresh_from_db()
    assert (reader.phone, reader.themes.count()) == ("", 0)
