"""What the style guide shows: every component with believable words. For developers only."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from interface.colours import hex_shade
from themes.models import Theme


class ExampleForm(forms.Form):
    """One field of each kind, with two mistakes."""

    name = forms.CharField(label="Name", help_text="First name and surname, as colleagues know you.")
    email = forms.EmailField(label="E-mail address")
    function = forms.CharField(label="Function", required=False)
    language = forms.ChoiceField(label="Language", choices=[("fr", "Français"), ("nl", "Nederlands")])
    reads = forms.MultipleChoiceField(
        label="Languages that you read",
        choices=[("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Texts in these languages are shown as they are.",
    )
    digest = forms.ChoiceField(
        label="Digest", choices=[("daily", "Every working day"), ("weekly", "Every week")], widget=forms.RadioSelect
    )
    text = forms.CharField(label="Your text", widget=forms.Textarea, help_text="A blank line starts a paragraph.")
    terms = forms.BooleanField(label="I have read the privacy notice", help_text="It is one page long.")


def examples() -> dict[str, Any]:
    """Return the style guide's context."""
    now = timezone.now()
    form = ExampleForm(
        {"name": "Anne-Marie Van Damme", "email": "anne-marie", "language": "fr", "digest": "weekly", "text": "Bonjour"}
    )
    people = [
        SimpleNamespace(pk=pk, name=name, organisation=organisation)
        for pk, (name, organisation) in enumerate(
            (
                ("Anne-Marie Van Damme", "Ville de Namur"),
                ("Joris De Smet", "Stad Mechelen"),
                ("Fatima El Amrani", "CPAS de Charleroi"),
                ("Wim", "Politiezone Rivierenland"),
            ),
            start=1,
        )
    ]
    return {
        "form": form,
        "people": people,
        "themes": Theme.objects.all()[:6],
        "pages": Paginator(range(400), 20).page(9),
        "moments": [
            now,
            now - timedelta(minutes=5),
            now - timedelta(hours=3),
            now - timedelta(days=1),
            now - timedelta(days=4),
            now - timedelta(days=40),
            now - timedelta(days=800),
            now + timedelta(days=1),
        ],
        "hues": [(hue, hex_shade(hue, "mark")) for hue in range(0, 360, 30)],
    }
