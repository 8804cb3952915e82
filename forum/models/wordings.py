"""What may stand in the place of a name: the kind of organisation that somebody speaks from, or words of her own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import Organisation

Kind = Organisation.Kind


class Wording(models.TextChoices):
    """Wordings that each reader sees in her own language; what a comment carries otherwise is its author's own text."""

    SMALL_TOWN = "town-small", _("A town of fewer than 20,000 inhabitants")
    TOWN = "town-medium", _("A town of 20,000 to 50,000 inhabitants")
    LARGE_TOWN = "town-large", _("A town of 50,000 to 100,000 inhabitants")
    CITY = "town-city", _("A town of more than 100,000 inhabitants")
    POLICE_ZONE = "police-zone", _("A police zone")
    WELFARE_CENTRE = "welfare-centre", _("A social-welfare centre")
    NGO = "ngo", _("An association")
    RESEARCH = "research", _("A university or research centre")
    ADMINISTRATION = "administration", _("A regional or federal administration")
    NETWORK = "network", _("A network or umbrella organisation")
    MEMBER = "member", _("A member of the network")


_BY_KIND: dict[str, tuple[Wording, ...]] = {
    Kind.TOWN: (Wording.TOWN, Wording.SMALL_TOWN, Wording.LARGE_TOWN, Wording.CITY),
    Kind.POLICE_ZONE: (Wording.POLICE_ZONE,),
    Kind.WELFARE_CENTRE: (Wording.WELFARE_CENTRE,),
    Kind.NGO: (Wording.NGO,),
    Kind.RESEARCH: (Wording.RESEARCH,),
    Kind.ADMINISTRATION: (Wording.ADMINISTRATION,),
    Kind.NETWORK: (Wording.NETWORK,),
}


def wordings_for(kind: str | None) -> list[Wording]:
    """Return what somebody of an organisation of this kind (None: of no organisation) may choose from."""
    return [*(_BY_KIND[Kind(kind)] if kind in Kind.values else ()), Wording.MEMBER]


def in_words(anonymous_as: str) -> str:
    """Return what readers see of a stored wording, in the active language."""
    return str(Wording(anonymous_as).label) if anonymous_as in Wording.values else anonymous_as
