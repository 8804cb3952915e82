"""The demo's accounts: everybody knows their password, so a real site must not have them."""

from members.models import Member

PASSWORD = "parvis-demo"  # noqa: S105  printed at every start of a demo
ACCOUNTS = {
    "membre@parvis.example": "member, reads French",
    "lid@parvis.example": "member, reads Dutch",
    "animation@parvis.example": "animator of two rooms",
    "redaction@parvis.example": "editor, composes the newsletter",
    "publication@parvis.example": "publisher, approves and sends",
    "admin@parvis.example": "administrator",
    "attente@parvis.example": "newcomer waiting for approval",
}


def open_demo_accounts() -> list[str]:
    """Return the addresses of demo accounts that can log in on this site."""
    found = Member.objects.filter(email__in=ACCOUNTS, is_active=True).values_list("email", flat=True)
    return sorted(found, key=list(ACCOUNTS).index)
