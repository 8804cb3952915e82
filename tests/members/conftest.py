"""What every test about accounts needs."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache

from tests.factories.members import make_member


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Rate limits are counted in the cache, and all tests come from one address."""
    cache.clear()


@pytest.fixture
def approver(db):
    """An administrator by her role, not a superuser."""
    role = Group.objects.create(name="Who approve")
    wanted = ("access_admin", "approve_member", "view_member", "change_member")
    role.permissions.set(Permission.objects.filter(codename__in=wanted))
    member = make_member(email="approver@parvis.test")
    member.groups.add(role)
    return member
