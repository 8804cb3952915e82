"""Forms of accounts."""

from django import forms


class SignupDetails(forms.Form):
    """What sign-up asks besides address and password."""

    def signup(self, request: object, user: object) -> None:
        """Called by allauth."""
