"""What a password must be, in our words: Django's Dutch catalogue lacks some, and French would stand in for them."""

from django.contrib.auth import password_validation
from django.utils.translation import ngettext


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Refuses what is too short."""

    def get_error_message(self) -> str:
        """Say how long it must be."""
        return ngettext(
            "This password is too short: it needs at least %(count)d character.",
            "This password is too short: it needs at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}
