"""What people do with their own account, and what is tidied up behind them."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from members.groups import refill_groups_of
from members.models import Member, MemberQuerySet
from themes.models import Theme


@transaction.atomic
def change_profile(
    member: Member,
    *,
    name: str,
    function: str,
    language: str,
    reads: list[str],
    digest: str,
    phone: str = "",
    themes: Iterable[Theme] = (),
) -> None:
    """Write what a member says about herself. She always reads the language that she is written to in."""
    member.name = name
    member.function = function
    member.language = language
    member.reads = with_own_language(reads, language)
    member.digest = digest
    member.phone = phone
    member.save(update_fields=["name", "function", "language", "reads", "digest", "phone"])
    member.themes.set(themes)
    refill_groups_of(member)


def with_own_language(reads: list[str], language: str) -> list[str]:
    """Return the languages read, the own one first."""
    return [language, *(code for code in reads if code != language)]


@transaction.atomic
def verify_at_once(member: Member) -> None:
    """Take a member's address as verified without a mail: for accounts that the site's operator makes."""
    member.emailaddress_set.update_or_create(email=member.email, defaults={"primary": True, "verified": True})


@transaction.atomic
def free_address(address: str, *, for_member: Member) -> bool:
    """Remove a sign-up that never verified this address, now that its real owner has; say whether it is free.

    Nobody could ever log in to such an account, so nothing is lost with it.
    """
    others = Member.objects.filter(email=address.lower()).exclude(pk=for_member.pk)
    never_verified(others).delete()
    return not others.exists()


@transaction.atomic
def forget_unverified(*, days: int = 30) -> int:
    """Delete sign-ups whose address nobody has verified for so long, and return how many."""
    long_ago = Member.objects.filter(joined_at__lt=timezone.now() - timedelta(days=days))
    return never_verified(long_ago).delete()[1].get("members.Member", 0)


def never_verified(members: MemberQuerySet) -> MemberQuerySet:
    """Narrow to pending sign-ups without any verified address."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return members.filter(~Exists(verified), state=Member.State.PENDING)
