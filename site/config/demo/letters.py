"""Fills the demo with publications, subscribers, past issues and the next one."""

from members.models import Member


def fill_letters(members: dict[str, Member]) -> None:
    """Publications with rubrics, subscribers with consent, three issues that were sent and one to compose."""
