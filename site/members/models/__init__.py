"""Members, the organisations they work for, mail domains that vouch for newcomers, groups, and invitations."""

from members.models.accounts import Member, MemberManager, MemberQuerySet
from members.models.groups import Group, GroupMember
from members.models.invitations import Invitation
from members.models.organisations import MailDomain, Organisation

__all__ = [
    "Group",
    "GroupMember",
    "Invitation",
    "MailDomain",
    "Member",
    "MemberManager",
    "MemberQuerySet",
    "Organisation",
]
