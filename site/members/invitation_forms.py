"""The form for inviting by a pasted list, and what is known of each address on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.address_lists import MOST, Entry, read_addresses
from members.inviting import CLOSED, members_at
from members.models import Invitation, Member, Organisation
from members.places import place_choices


class Known(models.TextChoices):
    """What stands behind an address of a list."""

    NEW = "new", _("New: gets an invitation by mail")
    INVITED = "invited", _("Invited already: gets the mail again, with these rooms added")
    WAITING = "waiting", _("Has asked for an account: is approved once the address is verified")
    MEMBER = "member", _("Has an account: is let into the rooms at once")
    SELF = "self", _("Yourself: enter a room from the list of rooms, with a written reason")
    CLOSED = "closed", _("The account is closed: no invitation")
    TWICE = "twice", _("Stands above already")
    INVALID = "invalid", _("No mail can be sent to what is written here")


INVITED = (Known.NEW, Known.INVITED, Known.WAITING, Known.MEMBER)


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """One line of the preview."""

    entry: Entry
    known: Known
    member: Member | None = None

    @property
    def is_invited(self) -> bool:
        """Whether anything will happen to it."""
        return self.known in INVITED


class InviteForm(forms.Form):
    """A list of addresses, and what they all get."""

    addresses = forms.CharField(
        label=_("Addresses"),
        help_text=_("One per line, as “anna@namur.be” or “Anna Smets <anna@namur.be>”. At most 500."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("It becomes the language of their account, which they can change."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.exclude(standing=Organisation.Standing.FORMER),
        label=_("They work for"),
        required=False,
        empty_label=_("Each says it at sign-up"),
    )
    places = forms.MultipleChoiceField(
        label=_("Rooms"),
        choices=place_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are let into these rooms at once, closed ones too."),
    )

    def clean_addresses(self) -> list[Entry]:
        """Read the list."""
        entries = read_addresses(self.cleaned_data["addresses"])
        if len(entries) > MOST:
            raise forms.ValidationError(
                ngettext("At most %(count)d address at a time.", "At most %(count)d addresses at a time.", MOST)
                % {"count": MOST}
            )
        return entries


def look_up(entries: Iterable[Entry], *, by: Member) -> list[Invitee]:
    """Say of each entry what is known of it and what inviting it does; three queries for all of them."""
    entries = list(entries)
    addresses = {entry.address for entry in entries if entry.address}
    members = members_at(addresses)
    invited = set(Invitation.objects.standing().filter(email__in=addresses).values_list("email", flat=True))
    seen: set[str] = set()
    found = []
    for entry in entries:
        member = members.get(entry.address)
        known = Known.TWICE if entry.address in seen else _known(entry, member, by)
        known = Known.INVITED if known == Known.NEW and entry.address in invited else known
        seen |= {entry.address} - {""}
        found.append(Invitee(entry=entry, known=known, member=member))
    return found


def _known(entry: Entry, member: Member | None, by: Member) -> Known:
    if not entry.address:
        return Known.INVALID
    if member is None:
        return Known.NEW
    if member.pk == by.pk:
        return Known.SELF
    if member.state in CLOSED:
        return Known.CLOSED
    return Known.WAITING if member.state == Member.State.PENDING else Known.MEMBER


def terms_of(form: InviteForm) -> dict[str, Any]:
    """Return what all addresses of a valid form get."""
    return {name: form.cleaned_data[name] for name in ("language", "organisation", "places")}
