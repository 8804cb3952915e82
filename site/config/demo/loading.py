"""Loads the whole demo network, in one transaction: after a crash the database is as empty as before."""

from django.db import transaction

from config.demo.access import fill_access
from config.demo.conversations import fill_conversations
from config.demo.directory import fill_directory, fill_meetings, link_pages
from config.demo.editorial import Editorial
from config.demo.incoming import fill_incoming
from config.demo.kinds import fill_kinds
from config.demo.letters import fill_letters
from config.demo.moderation import fill_moderation
from config.demo.notices import fill_notices
from config.demo.people import fill_members, fill_network, fill_rooms, fill_vocabulary
from search.indexing import rebuild


def load_demo() -> None:
    """Fill an empty, migrated database. Takes well under a minute."""
    with transaction.atomic():
        fill_vocabulary()
        fill_network()
        members = fill_members()
        rooms = fill_rooms(members)
        fill_conversations(rooms, members)
        fill_moderation(rooms, members)
        fill_kinds(rooms, members)
        fill_notices()
        fill_incoming(members)
        fill_directory(members)
        fill_meetings(rooms, members)
        Editorial().fill(rooms)
        link_pages()
        fill_access(rooms, members)
        fill_letters(members)
    rebuild()
