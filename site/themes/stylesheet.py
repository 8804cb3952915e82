"""The generated sheet of theme hues: one class per theme, at an address that changes whenever a hue does."""

import hashlib

from interface.colours import Role, hex_shade
from interface.models import NetworkSettings
from themes.models import Theme

_ROLES: tuple[Role, ...] = ("mark", "text", "wash")


def write() -> str:
    """Return the sheet for all themes; light and dark in one value, so that the reader's choice decides."""
    rules = (_rule(pk, hue) for pk, hue in Theme.objects.order_by("pk").values_list("pk", "hue"))
    return "@layer tokens {\n" + "".join(rules) + "}\n"


def version_of(sheet: str) -> str:
    """Name a sheet by its content."""
    return hashlib.sha256(sheet.encode()).hexdigest()[:12]


def refresh_version(**_signal: object) -> None:
    """Write the present version where every page reads it anyway; called after any change of a theme or a site."""
    NetworkSettings.objects.update(hues_version=version_of(write()))


def _rule(pk: int, hue: int) -> str:
    shades = (f"--hue-{role}:light-dark({hex_shade(hue, role)},{hex_shade(hue, role, dark=True)})" for role in _ROLES)
    return f".theme-{pk}{{{';'.join(shades)}}}\n"
