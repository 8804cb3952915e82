"""The demo's mailbox page."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread

import pytest

from config.mailbox import serve_mailbox
from outbox.mime import build
from tests.outbox.test_mime import delivery_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    content = build(
        delivery_of(subject="Lettre « mai »", html="<p>Été <script>1</script></p>", text="Lisez http://x.be/<b>\n")
    )
    (tmp_path / "1.ab@parvis.example.eml").write_bytes(content)
    return tmp_path


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    server = serve_mailbox(folder, port=0, hosts=frozenset({"127.0.0.1", "localhost"}))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def get(port: int, path: str, *, host: str = "localhost:8001", method: str = "GET") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers={"Host": host})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def test_it_lists_mails_with_their_readers(port: int) -> None:
    answer, text = get(port, "/")
    assert answer.status == 200
    assert "Lettre « mai »" in text
    assert "jan@example.org" in text
    assert "/mail/1.ab%40parvis.example.eml" in text
    assert "Lettre" not in get(port, "/?to=an@example.org%22%3E")[1]
    assert "Lettre" in get(port, "/?to=JAN")[1]


def test_it_shows_one_mail_with_its_text_and_headers(port: int) -> None:
    _answer, text = get(port, "/mail/1.ab%40parvis.example.eml")
    assert "Réseau Parvis" in text
    assert '<a href="http://x.be/" target="_blank" rel="noreferrer">http://x.be/</a>&lt;b&gt;' in text
    assert 'sandbox="allow-popups' in text
    assert "<script>" not in text


def test_the_html_part_can_run_nothing(port: int) -> None:
    framed = re.search('<iframe src="([^"]+)"', get(port, "/mail/1.ab%40parvis.example.eml")[1])
    assert framed
    answer, text = get(port, framed[1])
    policy = answer.headers["Content-Security-Policy"]
    assert "Été" in text
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("path", [
    "/mail/../secret.eml", "/mail/..%2fsecret.eml", "/mail/%2e%2e/secret.eml", "/mail/none.eml", "/etc/passwd",
    "/mail/1.ab@parvis.example.eml/html/x", "//mail", "/mail/",
])  # fmt: skip
def test_nothing_else_is_found(port: int, folder: Path, path: str) -> None:
    (folder.parent / "secret.eml").write_text("Subject: secret\n\nsecret")
    answer, text = get(port, path)
    assert answer.status == 404
    assert "secret" not in text


def test_another_host_name_reads_nothing(port: int) -> None:
    answer, text = get(port, "/", host="evil.example:8001")
    assert answer.status == 403
    assert "jan@example.org" not in text


def test_it_only_reads(port: int) -> None:
    assert get(port, "/", method="POST")[0].status == 501
    assert get(port, "/", method="DELETE")[0].status == 501


def test_it_is_bound_to_this_machine(folder: Path) -> None:
    with serve_mailbox(folder, port=0, hosts=frozenset({"localhost"})) as server:
        assert server.server_address[0] == "127.0.0.1"
