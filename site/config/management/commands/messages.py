"""`manage.py messages`: brings the catalogues up to date without GNU gettext; `--check` says what is missing."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template import engines
from django.template.base import Node, Template
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

Key = tuple[str | None, str, str | None]  # context, singular, plural
# A text given to a tag or a component: {% include … with title=_("Nothing here yet") %}
ARGUMENT = re.compile(r'[=:|\s,]_\("((?:[^"\\]|\\.)*)"\)')
OURS = ("site", "home", "forum", "newsletter", "search")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip


class Command(BaseCommand):
    """Keeps what is translated, adds what is new (empty), drops what is gone."""

    help = "Updates locale/*/LC_MESSAGES/django.po from the code; --check changes nothing and fails on gaps."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Raise CommandError when a catalogue has a gap (with --check)."""
        wanted = dict(_messages())
        gaps: list[str] = []
        for language, _name in settings.LANGUAGES:
            path = Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES", "django.po")
            if check:
                gaps += _gaps(path, wanted, language)
            else:
                _update(path, wanted, language)
        if gaps:
            raise CommandError(f"{len(gaps)} gaps in the translations:\n" + "\n".join(gaps[:40]))
        self.stdout.write(f"{len(wanted)} texts in {len(settings.LANGUAGES)} languages.")


def _messages() -> Iterator[tuple[Key, str]]:
    """Yield every text of the interface with the file where it stands (the last one wins)."""
    for folder in OURS:
        for path in sorted((settings.ROOT / folder).rglob("*")):
            name = str(path.relative_to(settings.ROOT))
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield from ((key, name) for key in _in_python(path))
            elif "templates" in path.parts and path.is_file():
                yield from ((key, name) for key in _in_template(path))


def _in_python(path: Path) -> Iterator[Key]:
    from babel.messages.extract import extract_python  # a development tool

    for _line, function, found, _comments in extract_python(BytesIO(path.read_bytes()), KEYWORDS, [], {}):
        name, texts = (
            str(function),
            [str(text) for text in (found if isinstance(found, tuple | list) else [found]) if text],
        )
        if not texts:
            continue
        context = texts.pop(0) if "pgettext" in name else None
        yield context, texts[0], texts[1] if len(texts) > 1 and name.startswith("n") else None


def _in_template(path: Path) -> Iterator[Key]:
    engine: Engine = engines["django"].engine  # type: ignore[attr-defined]  # the one engine of settings.TEMPLATES
    source = path.read_text()
    yield from ((None, found[1], None) for found in ARGUMENT.finditer(source))
    template = Template(source, engine=engine)
    for node in _nodes(template.nodelist):
        if isinstance(node, TranslateNode):
            text = node.filter_expression.var
            if isinstance(text, str):
                yield _context(node), text, None
            elif getattr(text, "literal", None):
                yield _context(node), str(text.literal), None
        elif isinstance(node, BlockTranslateNode):
            singular, _names = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural and node.countervar else None
            yield _context(node), singular, plural


def _context(node: Any) -> str | None:
    given = node.message_context
    return given.resolve({}) if given else None


def _nodes(nodes: Any) -> Iterator[Node]:
    for node in nodes:
        yield node
        for name in (*getattr(node, "child_nodelists", ()), "nodelist"):
            children = getattr(node, name, None)
            if children and children is not nodes:
                yield from _nodes(children)
        for _condition, children in getattr(node, "conditions_nodelists", ()):
            yield from _nodes(children)


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def _gaps(path: Path, wanted: dict[Key, str], language: str) -> list[str]:
    done = {_key(entry) for entry in polib.pofile(str(path)) if entry.translated() and "fuzzy" not in entry.flags}
    return [f"{language}: {key[1]!r} ({wanted[key]})" for key in wanted if key not in done]


def _update(path: Path, wanted: dict[Key, str], language: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    known = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    plural = "nplurals=2; plural=(n > 1);" if language == "fr" else "nplurals=2; plural=(n != 1);"
    catalogue.metadata = {
        "Project-Id-Version": "Parvis", "Language": language, "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit", "Plural-Forms": plural,
    }  # fmt: skip
    for key in sorted(wanted, key=lambda key: (wanted[key], key[1], key[0] or "")):
        context, singular, plural_text = key
        entry = known.get(key) or polib.POEntry(msgctxt=context, msgid=singular, msgid_plural=plural_text or "")
        if plural_text and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        entry.occurrences, entry.flags = [(wanted[key], "")], []
        catalogue.append(entry)
    catalogue.save(str(path))
