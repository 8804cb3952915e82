"""The demo network: it loads, it is as rich as a director should see, and it says what it is."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from config.checks import no_demo_accounts
from config.demo.accounts import ACCOUNTS, PASSWORD
from config.roles import EDITORS, fill_roles
from forum.models import Comment, Room, Topic
from home.models import ContentPage
from members.models import Member, Organisation
from newsletter.models import Issue, Subscription
from outbox.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> None:
    fill_roles()
    call_command("load_demo")


def test_an_editor_may_publish_entries() -> None:
    fill_roles()
    editors = Group.objects.get(name=EDITORS)
    assert editors.permissions.filter(content_type__app_label="home", codename="publish_entry").exists()


def test_the_demo_is_whole(demo: None) -> None:
    assert Room.objects.filter(listed=True).count() == 3
    assert Room.objects.filter(access="closed").count() == 1
    assert Organisation.objects.count() >= 12
    assert Member.objects.count() >= 30
    assert Topic.objects.count() >= 24
    assert ContentPage.objects.filter(locale__language_code="fr").count() >= 36
    assert Subscription.objects.filter(state="confirmed").count() >= 200
    assert list(Issue.objects.order_by("number").values_list("state", flat=True)) == ["sent", "sent", "sent", "draft"]
    assert not Comment.objects.filter(submit_date__gt=timezone.now()).exists()
    # No mail waits to leave because of what the demo tells about the past.
    assert not Delivery.objects.exclude(state="sent").exists()
    # Every account can log in, and every public page answers in both languages.
    for email in ACCOUNTS:
        assert Client().login(request=None, email=email, password=PASSWORD)
    visitor = Client()
    for page in ContentPage.objects.live():
        assert visitor.get(page.get_url()).status_code == 200, page
    with pytest.raises(CommandError, match="members already"):
        call_command("load_demo")
    (warning,) = no_demo_accounts(databases=["default"])
    assert warning.id == "config.W001"


def test_a_site_without_demo_accounts_warns_of_nothing() -> None:
    get_user_model().objects.create_user(email="someone@parvis.example", name="Someone")
    assert no_demo_accounts(databases=["default"]) == []
