"""Writes MJML source so that its parser reads it right: well-formed, and every trap of mjml-python's disarmed.

Measured on mjml-python 1.4.2 (mrml 6): attribute values come out in Rust's debug form, which turns a no-break
space into “\\u{a0}”; a bare “>” after an accented letter makes the parser panic; void tags must close themselves;
a carriage return breaks them. Characters written as numeric entities come through unharmed.
"""

import html
import re

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_MARKUP = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'))?)*)"
    r"\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))?")
_AS_IS = re.compile(r"[^A-Za-z0-9 !#$%()*+,./:;=?@\[\]^_`{|}~-]")
# Controls but for the line feed, and lone surrogates: no mail needs them, the parser and Gmail choke on them.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Invisible and combining characters stay visible in the source as entities; a backslash that somebody wrote must not
# look like the debug form that a slip would leave.
_DELICATE = re.compile(r"[\\\u00a0\u00ad\u0300-\u036f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff]")


def well_formed(source: str) -> str:
    """Return the same markup as XML: text and values escaped anew, void tags closed, "\\n" as line end."""
    source = _one_kind_of_space(source)
    parts: list[str] = []
    position = 0
    for found in _MARKUP.finditer(source):
        parts += [text(source[position : found.start()]), _tag(found)]
        position = found.end()
    return "".join([*parts, text(source[position:])])


def text(raw: str) -> str:
    """Return text between tags with every special character escaped once, entities of any spelling resolved first."""
    plain = _CONTROL.sub("", html.unescape(raw))
    escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _DELICATE.sub(_entity, escaped)


def clean_text(raw: str) -> str:
    """Return text as a mail may carry it: no controls, only "\\n" as line end, no soft hyphen (plain text shows it)."""
    return _CONTROL.sub("", _one_kind_of_space(raw)).replace("\u00ad", "")


def attribute(raw: str) -> str:
    """Return an attribute's value in plain ASCII, everything else as numeric entities."""
    return _AS_IS.sub(_entity, _CONTROL.sub("", html.unescape(raw).replace("\n", " ")))


def _one_kind_of_space(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _tag(found: re.Match[str]) -> str:
    if found["comment"]:
        return found["comment"]
    name = found["name"]
    if found["close"]:
        return "" if name.lower() in VOID else f"</{name}>"
    attributes = "".join(
        f' {part[1]}="{attribute(part[2] or part[3] or "")}"' for part in _ATTRIBUTE.finditer(found["attributes"])
    )
    closing = " /" if found["empty"] or name.lower() in VOID else ""
    return f"<{name}{attributes}{closing}>"


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
