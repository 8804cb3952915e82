"""Chooses a hue by eye: a slider over the wheel, with the shades that the site will really use."""

from typing import Any

from django import forms

from interface.colours import hex_shade

# Enough steps that the coloured strip looks continuous.
_STEP = 10


class HueSlider(forms.NumberInput):
    """A number that a slider and a preview accompany; without JavaScript the number alone is typed."""

    template_name = "themes/hue_slider.html"

    class Media:
        js = ["themes/hue_slider.js"]
        css = {"all": ["themes/hue_slider.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the strip of marks and washes over the whole wheel."""
        context = super().get_context(name, value, attrs)
        context["steps"] = [
            {
                "hue": hue,
                "mark": hex_shade(hue, "mark"),
                "text": hex_shade(hue, "text"),
                "wash": hex_shade(hue, "wash"),
                "dark": hex_shade(hue, "mark", dark=True),
            }
            for hue in range(0, 360, _STEP)
        ]
        return context
