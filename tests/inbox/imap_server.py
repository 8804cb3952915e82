"""A small IMAP server over a real socket: enough of RFC 3501 and RFC 6851 for who fetches and moves."""

import re
import socketserver
import threading
from typing import Any

LINE = re.compile(rb"(\S+) (?:UID )?(\S+)(?: (.*))?", re.IGNORECASE)


class ImapServer(socketserver.ThreadingTCPServer):
    """Folders of mails by number; `drop_before` names a command before which the line is cut, once."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *, can_move: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.folders: dict[str, dict[int, bytes]] = {"INBOX": {}}
        self.deleted: set[int] = set()
        self.can_move, self.password, self.drop_before = can_move, "secret word", b""
        self.next_number, self.fetched = 1, 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def put(self, *mails: bytes) -> None:
        """Deliver mails into the inbox."""
        for mail in mails:
            self.folders["INBOX"][self.next_number] = mail
            self.next_number += 1

    @property
    def mailbox(self) -> dict[str, object]:
        """What INBOUND_MAILBOX must be to reach it."""
        place: dict[str, object] = {"scheme": "imap", "host": "127.0.0.1", "port": self.server_address[1]}
        return place | {"user": "reply", "password": "secret word", "folder": "INBOX", "kept": "Parvis", "timeout": 5}


class _Session(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self.folder = "INBOX"
        self.say(b"* OK ready")
        while line := self.rfile.readline():
            tag, name, rest = (part or b"" for part in LINE.match(line.strip()).groups())  # type: ignore[union-attr]
            command = name.upper()
            if self.server.drop_before == command:
                self.server.drop_before = b""
                return
            answer = getattr(self, f"do_{command.decode().lower()}", None)
            done = (answer(rest) if answer else b"BAD unknown command") or b"OK done"
            self.say(tag + b" " + done)
            if command == b"LOGOUT":
                return

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    @property
    def mails(self) -> dict[int, bytes]:
        return self.server.folders[self.folder]

    def do_capability(self, rest: bytes) -> None:
        self.say(b"* CAPABILITY IMAP4rev1" + (b" MOVE" if self.server.can_move else b""))

    def do_login(self, rest: bytes) -> bytes:
        return b"OK in" if rest == f'"reply" "{self.server.password}"'.encode() else b"NO [AUTHENTICATIONFAILED] no"

    def do_select(self, rest: bytes) -> bytes:
        self.folder = rest.decode().strip('"')
        self.say(b"* %d EXISTS" % len(self.mails))
        return b"OK [READ-WRITE] selected"

    def do_list(self, rest: bytes) -> None:
        wanted = rest.split()[-1].decode().strip('"')
        for folder in self.server.folders:
            if wanted in {"*", folder}:
                self.say(b'* LIST (\\HasNoChildren) "/" "%s"' % folder.encode())

    def do_create(self, rest: bytes) -> None:
        self.server.folders[rest.decode().strip('"')] = {}

    def do_search(self, rest: bytes) -> None:
        self.say(b"* SEARCH " + b" ".join(str(number).encode() for number in sorted(self.mails)))

    def do_fetch(self, rest: bytes) -> None:
        number = int(rest.split()[0])
        if (mail := self.mails.get(number)) is None:
            return
        if b"RFC822.SIZE" in rest:
            self.say(b"* 1 FETCH (UID %d RFC822.SIZE %d)" % (number, len(mail)))
            return
        part = re.search(rb"<0\.(\d+)>", rest)
        mail = mail[: int(part[1])] if part else mail
        self.server.fetched += len(mail)
        self.wfile.write(b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (number, len(mail)) + mail)
        self.say(b")")

    def do_move(self, rest: bytes) -> None:
        self.do_copy(rest)
        self.mails.pop(int(rest.split()[0]), None)

    def do_copy(self, rest: bytes) -> None:
        number, folder = rest.split()
        if int(number) in self.mails:
            self.server.folders[folder.decode().strip('"')][int(number)] = self.mails[int(number)]

    def do_store(self, rest: bytes) -> None:
        self.server.deleted.add(int(rest.split()[0]))

    def do_expunge(self, rest: bytes) -> None:
        for number in self.server.deleted:
            self.mails.pop(number, None)

    def do_noop(self, rest: bytes) -> None:
        """Nothing."""

    def do_logout(self, rest: bytes) -> None:
        self.say(b"* BYE")


def closed(server: Any) -> None:
    """Stop it."""
    server.shutdown()
    server.server_close()
