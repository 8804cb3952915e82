"""Fills the demo with themes, organisations, members, rooms and their doors."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group as Role
from django.utils import timezone
from wagtail.models import Locale, Site

from config.demo.accounts import PASSWORD
from config.demo.texts import Table, days_ago, tables, whole
from config.roles import ADMINISTRATORS, EDITORS, PUBLISHERS
from forum.models import Room, RoomMember, RoomReading, RoomRule
from interface.models import NetworkSettings
from members.accounts import verify_at_once
from members.groups import fill_by_hand
from members.models import Group, MailDomain, Member, Organisation
from themes.models import Tag, Theme

ROLES = {
    "redaction@parvis.example": EDITORS,
    "publication@parvis.example": PUBLISHERS,
    "admin@parvis.example": ADMINISTRATORS,
}


def fill_vocabulary() -> None:
    """Themes with their hues, and tags."""
    for row in tables("editorial/vocabulary.toml", "theme"):
        parent = Theme.objects.get(slug_fr=row["parent"]) if row.get("parent") else None
        Theme.objects.create(**_names(row), **_slugs(row), hue=row["hue"], parent=parent)
    for row in tables("editorial/vocabulary.toml", "tag"):
        Tag.objects.create(**_names(row), **_slugs(row))


def fill_network() -> None:
    """Who runs this network: the site setting."""
    texts = whole("editorial/home.toml")["settings"]
    network = NetworkSettings.for_site(Site.objects.get(is_default_site=True))
    network.contact_address = texts["contact_email"]
    for code in ("fr", "nl"):
        setattr(network, f"name_{code}", texts[code]["network_name"])
        setattr(network, f"postal_address_{code}", texts[code]["postal_address"])
        setattr(network, f"responsible_publisher_{code}", texts[code]["responsible_publisher"])
    network.save()


def fill_members() -> dict[str, Member]:
    """Organisations with their domains, and members by address, all with the demo's password."""
    organisations = {row["slug"]: _organisation(row) for row in tables("people/organisations.toml", "organisation")}
    password = make_password(PASSWORD)
    members = {}
    for row in tables("people/members.toml", "member"):
        members[row["email"]] = member = Member.objects.create(
            email=row["email"],
            password=password,
            name=row["name"],
            organisation=organisations.get(row.get("organisation", "")),
            function=row["function"],
            language=row["language"],
            reads=row["reads"],
            state=row.get("state", Member.State.APPROVED),
            joined_at=days_ago(row["joined_days_ago"]),
        )
        verify_at_once(member)
        if member.email in ROLES:
            member.groups.add(Role.objects.get(name=ROLES[member.email]))
    return members


def fill_rooms(members: dict[str, Member]) -> dict[str, Room]:
    """Rooms by slug, with their people; what was said more than a week ago counts as read for most."""
    rooms = {row["slug"]: _room(row, members) for row in tables("people/rooms.toml", "room")}
    closed = rooms["pilotage-pssp"]
    group = Group.objects.create(name_fr=closed.name_fr, name_nl=closed.name_nl)
    fill_by_hand(group, members=[membership.member for membership in closed.memberships.all()])
    RoomRule.objects.create(room=closed, group=group)
    return rooms


def _names(row: Table) -> dict[str, str]:
    return {"name_fr": row["fr"], "name_nl": row["nl"]}


def _slugs(row: Table) -> dict[str, str]:
    dutch = row.get("slug_nl") or row["nl"].lower().replace(" ", "-").replace("'", "").replace("’", "")
    return {"slug_fr": row["slug"], "slug_nl": "".join(c for c in dutch if c.isascii() and (c.isalnum() or c == "-"))}


def _organisation(row: Table) -> Organisation:
    organisation = Organisation.objects.create(**_names(row), kind=row["kind"], standing=row["standing"])
    if row.get("domain"):
        MailDomain.objects.create(domain=row["domain"], organisation=organisation)
    return organisation


def _room(row: Table, members: dict[str, Member]) -> Room:
    themes = [Theme.objects.get(slug_fr=slug) for slug in row["themes"]]
    room = Room.objects.create(
        **_names(row),
        **_slugs(row),
        purpose_fr=row["purpose_fr"],
        purpose_nl=row["purpose_nl"],
        main_theme=themes[0],
        access=row["access"],
        listed=row["listed"],
        in_mail=row["in_mail"],
    )
    room.themes.set(themes)
    for email in row["members"]:
        role = RoomMember.Role.ANIMATOR if email in row["animators"] else RoomMember.Role.MEMBER
        member = members[email]
        RoomMember.objects.create(room=room, member=member, role=role, joined_at=member.joined_at + timedelta(days=1))
        RoomReading.objects.create(room=room, member=member, read_before=timezone.now() - timedelta(days=6))
    return room


def locales() -> dict[str, Locale]:
    """The content languages by code."""
    return {locale.language_code: locale for locale in Locale.objects.all()}
