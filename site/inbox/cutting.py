"""Keeps what a person wrote herself in an answer: without the mail that she quotes, and without her signature.

The only door to mail-parser-reply, which knows how mail programs write “On Monday Anne wrote:” in French, Dutch,
German and English. Its patterns take long on texts built for that, so it gets a text in pieces of bounded size.
"""

import re

from mailparser_reply.parser import EmailMessage, EmailReply

LONGEST, PIECE = 24_000, 2_500
_LANGUAGES = ("fr", "nl", "de", "en")
_SPACES = re.compile(r"[^\S\n]")
_EMPTY_LINES = re.compile(r"\n{4,}")
_FROM_PHONE = re.compile(
    r"(?:Envoyé (?:de|depuis|à partir de|avec) |Envoyée? de mon |Verzonden (?:vanaf|vanuit|met|via) |Verstuurd vanaf "
    r"|Sent from |Gesendet (?:von|mit) |Get Outlook for |Obtenez Outlook |Télécharger Outlook |Outlook voor )\S.{0,70}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_]{3,}.{0,60}[-_]{3,}|[-_*]{5,}")
# “Op ma 20 nov. 2026 om 10:00 schreef Netwerk <…>:” in one line or two, above what is quoted.
_WROTE = re.compile(
    r"^(?:> ?)?(?:Le|Op|On|Am) (?=.{0,60}\d)[^\n]{4,200}(?:\n(?!>)[^\n]{0,120})?"
    r"(?:a écrit|schreef[^\n]{0,120}|wrote|schrieb[^\n]{0,120}) ?: ?$",
    re.IGNORECASE | re.MULTILINE,
)
# What the library does not know of Belgian mails.
_CLOSING = re.compile(
    r"^(?:(?:bien )?(?:à vous|à toi|cordialement|amicalement)|(?:vriendelijke|hartelijke|beste) groet(?:en)?"
    r"|groet(?:en|jes)?|mvg|met groeten|belle journée|hoogachtend)\b",
    re.IGNORECASE | re.MULTILINE,
)
# A closing formula stands on a line of its own; the same words inside a sentence are the person's own.
_CLOSING_WORDS, _SIGNATURE_LINES, _SIGNATURE_LENGTH = 6, 12, 700


def own_words(text: str) -> str:
    """Return the sender's own words in a plain text; answers between quoted lines keep those lines."""
    text = text[: 3 * LONGEST]
    text = _EMPTY_LINES.sub("\n\n\n", _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))[:LONGEST]
    if answers_inline(text):
        return _without_foot(_WROTE.sub("", text))
    if wrote := _WROTE.search(text):
        text = text[: wrote.start()]
    kept = ""
    for piece in _pieces(text):
        mail = EmailMessage(text=piece, languages=list(_LANGUAGES), keep_hyphen_lists=True).read()
        words = _without_signature(mail.replies[0])
        kept += ("\n\n" if piece.startswith("\n\n") else "\n") + words
        if len(mail.replies) > 1 or words != str(mail.replies[0].content):
            break
    return _without_foot(kept)


def answers_inline(text: str) -> bool:
    """Tell whether words of her own stand below a quoted line."""
    below = False
    for line in text.split("\n"):
        if line.lstrip().startswith(">"):
            below = True
        elif below and line.strip():
            return True
    return False


def _pieces(text: str) -> list[str]:
    """Part the text at line ends, at paragraphs where it has some."""
    pieces = []
    while len(text) > PIECE:
        end = max(text.rfind("\n\n", PIECE // 2, PIECE), -1)
        end = end if end > 0 else text.rfind("\n", 1, PIECE)
        end = end if end > 0 else PIECE
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def _without_signature(reply: EmailReply) -> str:
    content, signature = str(reply.content), str(reply.signatures or "")
    if signature and _is_signature(signature):
        content = content.removesuffix(signature).rstrip() or content
    for closing in _CLOSING.finditer(content):
        if closing.start() and _is_signature(content[closing.start() :]):
            return content[: closing.start()].rstrip()
    return content


def _is_signature(block: str) -> bool:
    first, lines = block.split("\n", 1)[0].strip(), block.count("\n") + 1
    if first in {"--", "__"}:
        return True
    is_closing = len(first.split()) <= _CLOSING_WORDS and first[-1:] not in {".", "!", "?", ":", ";"}
    return is_closing and lines <= _SIGNATURE_LINES and len(block) <= _SIGNATURE_LENGTH


def _without_foot(text: str) -> str:
    """Drop what programs put last: quoted lines, rules, “Sent from my phone”."""
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and (not lines[-1] or lines[-1].lstrip().startswith(">") or _is_foot(lines[-1].strip())):
        lines.pop()
    return "\n".join(lines).strip()


def _is_foot(line: str) -> bool:
    return bool(_FROM_PHONE.fullmatch(line) or _RULE.fullmatch(line))
