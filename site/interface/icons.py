"""The few icons of the interface, as paths on a 24-unit square, drawn in the colour of the text."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_PATHS = {
    "new": (
        "M12 3v3m0 12v3m9-9h-3M6 12H3m15.4-6.4-2.1 2.1M7.7 16.3l-2.1 2.1m12.8 0-2.1-2.1M7.7 7.7 5.6 5.6"
        "M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z"
    ),
    "rooms": "M4 4h7v7H4zM13 4h7v4h-7zM13 10h7v10h-7zM4 13h7v7H4z",
    "write": "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
    "me": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "close": "M6 6l12 12M18 6 6 18",
    "down": "M6 9.500l6 6 6-6",
    "right": "M9.5 6l6 6-6 6",
    "left": "M14.5 6l-6 6 6 6",
    "out": "M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9",
    "sun": (
        "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400"
        "M17.3 17.300l1.4 1.400M18.7 5.300l-1.4 1.400M6.7 17.300l-1.4 1.4"
    ),
    "moon": "M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z",
    "contrast": "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
    "good": "M5 12.500l4.5 4.500L19 7.5",
    "info": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.500M12 7.500v.1",
    "warn": "M12 4 2.8 19.500h18.400zM12 10v4.500M12 17v.1",
    "bad": "M8 3.500h8l4.5 4.500v8L16 20.500H8L3.5 16V8zM12 8v5M12 16v.1",
    "thanks": "M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.3 4.3 4.3 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z",
    "reply": "M10 6 4 12l6 6v-4c5 0 8 1 10 4 0-6-4-10-10-10z",
    "quote": "M5 17V11c0-3 1.5-4.5 4-5M14 17v-6c0-3 1.5-4.5 4-5M5 12.500h4V17H5zM14 12.500h4V17h-4z",
    "link": (
        "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.700l-1.6 1.600M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.700l1.6-1.6"
    ),
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "mail": "M3.5 6h17v12h-17zM4 6.500l8 6.5 8-6.5",
    "calendar": "M4 6h16v14H4zM4 10.500h16M8 3.500V7M16 3.500V7",
    "place": "M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11zM12 7.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "file": "M6 3.500h8l4 4v13H6zM14 3.500v4h4",
    "language": (
        "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17"
    ),
    "pin": "M9 4h6l-1 6 3 3v1.500H7V13l3-3zM12 14.500V21",
    "bell": "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.5 1.500h-15zM10 20.500h4",
    "people": (
        "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.500c.6-3 3.2-4.5 6.5-4.500s5.9 1.5 6.5 4.500"
        "M16 5.300a3.5 3.5 0 0 1 0 6.400M18 15.400c1.9.6 3.2 1.9 3.5 4.1"
    ),
    "edit": "M4 20h4L19 9l-4-4L4 16z",
    "trash": "M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
}


def draw(name: str, label: str = "") -> SafeString:
    """Return the icon as inline SVG. Raises KeyError for an unknown name."""
    # The paths are constants of this module, and format_html escapes the label.
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" {} focusable="false"><path d="{}"/></svg>',
        spoken,
        _PATHS[name],
    )
