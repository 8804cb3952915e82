"""What `prepare` leaves behind for the rest of its own process."""

from pathlib import Path
from typing import Any

import polib
from django.utils.translation import gettext, override

from config.preparing import compile_translations


def test_a_catalogue_compiled_just_now_counts_at_once(settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    with override("fr"):
        assert gettext("Never seen before") == "Never seen before"
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="Never seen before", msgstr="Jamais vu"))
    (tmp_path / "fr" / "LC_MESSAGES").mkdir(parents=True)
    catalogue.save(str(tmp_path / "fr" / "LC_MESSAGES" / "django.po"))
    compile_translations()
    with override("fr"):
        assert gettext("Never seen before") == "Jamais vu"
