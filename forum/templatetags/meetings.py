"""What the pages of meetings ask for."""

from typing import Any

from django import template

from interface.times import span

register = template.Library()


@register.filter
def hours(meeting: Any) -> str:
    """Say when a meeting takes place: one day with its hours, or from the first day to the last."""
    return span(meeting.starts_at, meeting.ends_at)
