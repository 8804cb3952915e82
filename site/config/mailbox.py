"""The demo's mailbox: shows the mails of a folder to this machine, reads only, and knows nothing of Django."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

SHOWN = 200  # mails in the list, newest first
_NAME = re.compile(r"[\w.@+-]{1,200}\.eml", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_HEADERS = ("From", "To", "Reply-To", "Subject", "Date")
# The page has no script at all; a mail's own styles count only inside its frame.
_PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:;"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class Answer:
    """What goes back to the browser."""

    body: str
    kind: str = "text/html"
    policy: str = _PAGE_POLICY
    status: int = 200


def serve_mailbox(folder: Path, *, port: int, hosts: frozenset[str]) -> ThreadingHTTPServer:
    """Return a server on 127.0.0.1 that is ready for `serve_forever`.

    It answers only to requests for one of the host names: another page's name that was pointed at this machine
    (DNS rebinding) reads nothing.
    """

    class Handler(_Handler):
        pass

    Handler.folder, Handler.hosts = folder, hosts
    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(BaseHTTPRequestHandler):
    folder: Path
    hosts: frozenset[str]
    server_version, sys_version = "mailbox", ""

    def do_GET(self) -> None:
        """Answer; whatever is not one of the pages is not found."""
        name = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host") or ""
        answer = _answer(self.folder, self.path) if name in self.hosts else _nothing(403)
        content = answer.body.encode()
        self.send_response(answer.status)
        for header, value in (
            ("Content-Type", f"{answer.kind}; charset=utf-8"),
            ("Content-Length", str(len(content))),
            ("Content-Security-Policy", answer.policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(header, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing: the console belongs to the site."""


def _answer(folder: Path, address: str) -> Answer:
    parts = urlsplit(address)
    if parts.path == "/":
        return _list(folder, parse_qs(parts.query).get("to", [""])[0].strip())
    if parts.path == "/mailbox.css":
        return Answer(_CSS, kind="text/css")
    for pattern, page in _PAGES:
        match = pattern.fullmatch(unquote(parts.path))
        if match and (mail := _mail(folder, match[1])):
            return page(mail, match[1])
    return _nothing(404)


def _mail(folder: Path, name: str) -> EmailMessage | None:
    path = folder / name
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    return mail if isinstance(mail, EmailMessage) else None


def _list(folder: Path, wanted: str) -> Answer:
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    rows: list[str] = []
    for path in paths:
        if len(rows) == SHOWN:
            break
        with path.open("rb") as file:
            mail = BytesHeaderParser(policy=policy.default).parse(file)
        if wanted.lower() in str(mail["To"]).lower():
            rows.append(_row(path.name, mail))
    form = (
        '<form><label for="to">To · À</label> <input id="to" name="to" type="search"'
        f' value="{escape(wanted)}"> <button>Show · Afficher</button></form>'
    )
    table = f"<table><tbody>{''.join(rows)}</tbody></table>" if rows else "<p>No mail yet · Aucun message</p>"
    return _page("Mailbox of the demo · Boîte de la démonstration", form + table)


def _row(name: str, mail: EmailMessage | object) -> str:
    to, subject, date = (escape(str(mail[header] or "")) for header in ("To", "Subject", "Date"))  # type: ignore[index]
    return f'<tr><td>{to}</td><td><a href="/mail/{quote(name)}">{subject}</a></td><td>{date}</td></tr>'


def _whole(mail: EmailMessage, name: str) -> Answer:
    headers = "".join(f"<dt>{header}</dt><dd>{escape(str(mail[header] or ''))}</dd>" for header in _HEADERS)
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    frame = (
        f'<h2>HTML</h2><iframe src="/mail/{quote(name)}/html" title="HTML" sandbox="allow-popups'
        ' allow-popups-to-escape-sandbox"></iframe>'
        if html
        else ""
    )
    words = f"<h2>Text · Texte</h2><pre>{_linked(str(text.get_content()))}</pre>" if text else ""
    raw = "\n".join(f"{header}: {value}" for header, value in mail.items())
    back = '<p><a href="/">← All mails · Tous les messages</a></p>'
    every = f"<details><summary>All headers · Tous les en-têtes</summary><pre>{escape(raw)}</pre></details>"
    return _page(str(mail["Subject"] or name), f"{back}<dl>{headers}</dl>{frame}{words}{every}")


def _html_part(mail: EmailMessage, name: str) -> Answer:
    part = mail.get_body(("html",))
    # Links leave the frame, as they would leave a mail program.
    return Answer('<base target="_blank">' + str(part.get_content()), policy=_MAIL_POLICY) if part else _nothing(404)


_PAGES: tuple[tuple[re.Pattern[str], Callable[[EmailMessage, str], Answer]], ...] = (
    (re.compile(r"/mail/([^/]+)"), _whole),
    (re.compile(r"/mail/([^/]+)/html"), _html_part),
)


def _linked(text: str) -> str:
    pieces, end = [], 0
    for match in _URL.finditer(text):
        address = escape(match[0])
        link = f'<a href="{address}" target="_blank" rel="noreferrer">{address}</a>'
        pieces += [escape(text[end : match.start()]), link]
        end = match.end()
    return "".join([*pieces, escape(text[end:])])


def _nothing(status: int) -> Answer:
    return _page("Nothing here · Rien ici", '<p><a href="/">← All mails · Tous les messages</a></p>', status=status)


def _page(title: str, main: str, *, status: int = 200) -> Answer:
    return Answer(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/mailbox.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{main}</main></body></html>",
        status=status,
    )


_CSS = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent) }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 }
main { max-inline-size: 70rem; margin-inline: auto; padding: 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-block: 1.5rem .5rem }
table { inline-size: 100%; border-collapse: collapse; margin-block-start: 1rem }
td { border-block-end: 1px solid var(--line); padding: .5rem .75rem .5rem 0; vertical-align: top }
td { overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 }
dt { font-weight: 600 } dd { margin: 0; overflow-wrap: anywhere }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 1rem; margin: 0 }
iframe { inline-size: 100%; block-size: 70vh; border: 1px solid var(--line); background: #fff; color-scheme: light }
input, button { font: inherit; padding: .4rem .6rem }
details { margin-block-start: 1.5rem }
@media (max-width: 40rem) { td { display: block; border: 0; padding: 0 } tr { display: block; padding-block: .6rem;
  border-block-end: 1px solid var(--line) } }
"""
