"""The CMS's report on outgoing mail, and what may be done there."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from members.models import Member
from outbox.models import Delivery, Dispatch
from outbox.reachability import server_answers, server_is_down
from tests.factories.members import make_member
from tests.factories.outbox import make_delivery, make_dispatch, make_message

pytestmark = pytest.mark.django_db
State = Delivery.State


def allow(member: Member, *codenames: str) -> None:
    from django.contrib.auth.models import Permission

    member.user_permissions.add(*Permission.objects.filter(codename__in=codenames))


@pytest.fixture
def publisher(client: Client) -> Member:
    member = make_member()
    allow(member, "access_admin", "manage_dispatch")
    UserProfile.objects.create(user=member, preferred_language="en")
    client.force_login(member)
    return member


def text_of(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def make_states(dispatch: Dispatch) -> None:
    message = make_message(subject="La lettre de mai")
    for state in State:
        delivery = make_delivery(dispatch, message=message, address=f"{state}@example.org")
        lease = timezone.now() if state in {State.LEASED, State.SENDING} else None
        Delivery.objects.filter(pk=delivery.pk).update(state=state, lease_until=lease)


def test_the_report_counts_every_state(client: Client, publisher: Member) -> None:
    make_states(make_dispatch())
    text = text_of(client, "outgoing_mail")
    assert "La lettre de mai" in text
    assert "4 of 7" in text
    assert '<dt>All</dt><dd class="w-font-bold">7</dd>' in text


@pytest.mark.parametrize("rows", [1, 30])
def test_the_report_needs_the_same_queries_for_any_number_of_dispatches(
    client: Client, publisher: Member, rows: int, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        make_delivery()
    client.get(reverse("outgoing_mail"))
    with django_assert_num_queries(14):  # type: ignore[operator]
        client.get(reverse("outgoing_mail"))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_dispatch_needs_the_same_queries_for_any_number_of_mails(
    client: Client, publisher: Member, rows: int, django_assert_num_queries: object
) -> None:
    dispatch, message = make_dispatch(), make_message()
    for _ in range(rows):
        make_delivery(dispatch, message=message)
    client.get(reverse("outgoing_dispatch", args=[dispatch.pk]))
    with django_assert_num_queries(15):  # type: ignore[operator]
        client.get(reverse("outgoing_dispatch", args=[dispatch.pk]))


def test_account_mails_are_shown_when_asked_for(client: Client, publisher: Member) -> None:
    dispatch = make_dispatch(kind="account")
    make_delivery(dispatch, message=make_message(subject="Confirmez votre adresse"))
    assert "Confirmez votre adresse" not in text_of(client, "outgoing_mail")
    assert "Confirmez votre adresse" in text_of(client, "outgoing_mail", query="?kind=account")


def test_a_dispatch_shows_who_is_in_which_state(client: Client, publisher: Member) -> None:
    dispatch = make_dispatch()
    make_states(dispatch)
    assert "unknown@example.org" in text_of(client, "outgoing_dispatch", dispatch.pk)
    assert "Réseau Parvis &lt;lettre@parvis.example&gt;" in text_of(client, "outgoing_dispatch", dispatch.pk)
    failed = text_of(client, "outgoing_dispatch", dispatch.pk, query="?state=failed")
    assert "failed@example.org" in failed
    assert "unknown@example.org" not in failed


def test_the_mail_server_is_described_in_words(client: Client, publisher: Member) -> None:
    server_answers("mail.example.org ready")
    assert "mail.example.org ready" in text_of(client, "outgoing_mail")
    assert "mail-server" not in text_of(client, "wagtailadmin_home")
    server_is_down("login", "535 5.7.8 who are you?")
    make_delivery()
    for page in ("outgoing_mail", "wagtailadmin_home"):
        text = text_of(client, page)
        assert "535 5.7.8 who are you?" in text
    assert 'id="mail-server-section"' in text


def test_pause_resume_and_cancel(client: Client, publisher: Member) -> None:
    dispatch = make_dispatch()
    delivery = make_delivery(dispatch)
    for verb, state in (("pause", "paused"), ("resume", "open"), ("cancel", "cancelled")):
        assert client.post(reverse(f"outgoing_{verb}", args=[dispatch.pk])).status_code == 302
        dispatch.refresh_from_db()
        assert dispatch.state == state
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.SKIPPED, "cancelled")
    logged = ModelLogEntry.objects.order_by("timestamp").values_list("action", "user")
    assert list(logged) == [(f"outbox.{verb}", publisher.pk) for verb in ("pause", "resume", "cancel")]


def test_looking_changes_nothing(client: Client, publisher: Member) -> None:
    dispatch = make_dispatch()
    make_delivery(dispatch)
    assert client.get(reverse("outgoing_pause", args=[dispatch.pk])).status_code == 405
    assert "1 mail of this dispatch is still waiting" in text_of(client, "outgoing_cancel", dispatch.pk)
    dispatch.refresh_from_db()
    assert dispatch.state == "open"


def test_uncertain_mails_are_listed_by_name_and_sent_again_by_choice(client: Client, publisher: Member) -> None:
    dispatch = make_dispatch()
    make_states(dispatch)
    other = make_delivery(dispatch)
    Delivery.objects.filter(pk=other.pk).update(state=State.UNKNOWN)
    unknown = dispatch.deliveries.get(address="unknown@example.org")
    page = text_of(client, "outgoing_send_again", dispatch.pk)
    assert "unknown@example.org" in page
    assert "may get the mail twice" in page
    client.post(reverse("outgoing_send_again", args=[dispatch.pk]), {"delivery": [unknown.pk, "x"]})
    unknown.refresh_from_db()
    other.refresh_from_db()
    assert (unknown.state, other.state) == (State.PENDING, State.UNKNOWN)
    assert unknown.tries.get().authorised_by == f"member:{publisher.pk}"


@pytest.mark.parametrize("name", ["outgoing_mail", "outgoing_dispatch", "outgoing_cancel", "outgoing_send_again"])
def test_others_find_no_such_page(client: Client, name: str) -> None:
    editor = make_member()
    allow(editor, "access_admin")
    client.force_login(editor)
    dispatch = make_dispatch()
    args = [] if name == "outgoing_mail" else [dispatch.pk]
    # Django first looks for an unknown page below /fr/.
    assert client.get(reverse(name, args=args), follow=True).status_code == 404
    for verb in ("pause", "resume", "cancel", "send_again"):
        assert client.post(reverse(f"outgoing_{verb}", args=[dispatch.pk]), follow=True).status_code == 404
    dispatch.refresh_from_db()
    assert dispatch.state == "open"
