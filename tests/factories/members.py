"""Members and organisations for tests."""

from itertools import count
from typing import Any

from members.models import MailDomain, Member, Organisation

_number = count(1)


def make_organisation(**fields: Any) -> Organisation:
    """A town that is a member; `domain="namur.be"` gives it that mail domain."""
    domain = fields.pop("domain", "")
    name = f"Ville {next(_number)}"
    fields = {"name_fr": name, "name_nl": name, "kind": Organisation.Kind.TOWN} | fields
    organisation = Organisation.objects.create(**fields)
    if domain:
        MailDomain.objects.create(organisation=organisation, domain=domain)
    return organisation


def make_member(**fields: Any) -> Member:
    """An approved, French-speaking member with a verified address (`verified=False`: not) and the password "secret"."""
    number = next(_number)
    verified = fields.pop("verified", True)
    password = fields.pop("password", "secret")
    fields = {
        "email": f"member-{number}@example.org",
        "name": f"Membre {number}",
        "language": "fr",
        "reads": ["fr"],
        "state": Member.State.APPROVED,
    } | fields
    member = Member.objects.create_user(password=password, **fields)
    member.emailaddress_set.create(email=member.email, primary=True, verified=verified)
    return member
