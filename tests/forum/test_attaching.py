"""Files of messages: what is taken, who gets them, and when they go."""

import socket
import struct
import threading
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from forum import attaching
from forum.attaching import attach, check_waiting_files, forget_loose_files
from forum.comments import delete_comment, remove_comment
from forum.errors import FileRefusedError
from forum.models import Attachment, Comment
from tests.factories.forum import make_comment, make_room, make_topic
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\n%%EOF"


@pytest.fixture
def author():
    return make_member()


@pytest.fixture
def room(author):
    return make_room(members=[author])


@pytest.fixture
def comment(room, author):
    return make_comment(make_topic(room=room, author=author))


def upload(name="rapport.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="text/html")


def status(client, address):
    response = client.get(address)
    list(response)
    return response.status_code


def archive(**parts):
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def picture(form="JPEG", size=(1200, 800), **options):
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, form, **options)
    return written.getvalue()


WORD = {"[Content_Types].xml": "x", "word/document.xml": "x"}


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.PDF", PDF, "application/pdf"),
        ("a.jpeg", picture(), "image/jpeg"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("a.docx", archive(**WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "a.odt",
            archive(mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
        ("a.csv", "é;1\nà;2".encode("cp1252"), "text/csv"),
        ("a.txt", "Chiffres : é".encode(), "text/plain"),
        ("a.mp3", b"ID3\x03\x00" + bytes(100), "audio/mpeg"),
    ],
)
def test_what_a_file_is_stands_in_its_content(author, name, content, found):
    (attachment,) = attach([upload(name, content)], by=author)

    assert attachment.content_type == found
    assert attachment.size == len(content)
    with attachment.file.open() as stored:
        assert stored.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.txt", b"<html><body>"),
        ("a.csv", b"\x00\x01\x02"),
        ("a.html", b"<p>"),
        ("a.zip", archive(a="1")),
        ("a.docx", archive(a="1")),
        ("a.docx", b"PK\x03\x04broken"),
        ("a.docx", archive(**WORD, **{"word/vbaProject.bin": "x"})),
        ("a.xlsx", archive(**WORD)),
        ("a.jpg", picture("PNG")),
        ("a.exe", b"MZ"),
        ("a", PDF),
        ("a.pdf.exe", PDF),
    ],
)
def test_what_is_dangerous_or_not_what_it_says_is_refused(author, name, content):
    with pytest.raises(FileRefusedError, match=name.replace(".", r"\.")):
        attach([upload("ok.pdf"), upload(name, content)], by=author)

    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(author, settings):
    settings.FILE_BYTES = 10

    with pytest.raises(FileRefusedError):
        attach([upload()], by=author)


def test_a_name_cannot_leave_its_folder_or_break_a_header(client, author, comment):
    (attachment,) = attach([upload('../../x"\r\nSet-Cookie: a=b.pdf')], by=author, comment=comment)
    client.force_login(author)

    response = client.get(attachment.get_absolute_url())
    list(response)

    assert "/" not in attachment.name
    assert "Set-Cookie" not in response.headers
    assert "x" not in attachment.file.name.split("/")


def test_a_thumbnail_is_small_and_carries_nothing_of_the_camera(author):
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "Rue des Secrets 12", 6
    (attachment,) = attach([upload("photo.jpg", picture(exif=exif))], by=author)

    with attachment.thumbnail.open() as stored, Image.open(stored) as small:
        assert max(small.size) == 480
        assert small.height > small.width  # turned as the camera was held
        assert not dict(small.getexif())


def test_a_picture_that_would_fill_the_memory_gets_no_thumbnail(author, monkeypatch):
    monkeypatch.setattr("forum.thumbnails.MOST_PIXELS", 100)

    (attachment,) = attach([upload("photo.png", picture("PNG"))], by=author)

    assert not attachment.thumbnail


def test_a_file_is_sent_as_a_download_that_nothing_can_run(client, author, comment):
    (attachment,) = attach([upload("Rapport été.pdf")], by=author, comment=comment)
    client.force_login(author)

    response = client.get(attachment.get_absolute_url())

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "application/pdf"


def test_files_are_for_readers_and_loose_ones_for_their_uploader(client, author, room, comment):
    reader, outsider = make_member(), make_member()
    room.memberships.create(member=reader)
    (placed,) = attach([upload("photo.jpg", picture())], by=author, comment=comment)
    (loose,) = attach([upload()], by=author)

    def seen_by(member, address):
        client.force_login(member)
        return status(client, address)

    thumbnail = reverse("attachment_thumbnail", args=[placed.key])
    assert [seen_by(each, placed.get_absolute_url()) for each in (author, reader, outsider)] == [200, 200, 404]
    assert [seen_by(each, thumbnail) for each in (author, reader, outsider)] == [200, 200, 404]
    assert [seen_by(each, loose.get_absolute_url()) for each in (author, reader, outsider)] == [200, 404, 404]


def test_files_lie_outside_what_a_web_server_serves(author, settings):
    (attachment,) = attach([upload()], by=author)

    assert not attachment.file.path.startswith(str(settings.MEDIA_ROOT))
    assert attachment.name not in attachment.file.path


def test_a_removed_comments_files_are_gone_for_readers(client, author, room, comment):
    animator = make_member()
    room.memberships.create(member=animator, role="animator")
    (attachment,) = attach([upload()], by=author, comment=comment)

    remove_comment(comment, by=animator, reason="Noms de personnes")

    for each in (author, animator):
        client.force_login(each)
        assert status(client, attachment.get_absolute_url()) == 404


def test_a_comment_that_its_author_deletes_takes_its_files_along(author, comment, django_capture_on_commit_callbacks):
    (attachment,) = attach([upload()], by=author, comment=comment)

    with django_capture_on_commit_callbacks(execute=True):
        delete_comment(comment, by=author)

    assert not Attachment.objects.exists()
    assert not attachment.file.storage.exists(attachment.file.name)


def test_loose_files_are_forgotten_after_two_days(author, comment, django_capture_on_commit_callbacks):
    (old,) = attach([upload()], by=author)
    (placed,) = attach([upload()], by=author, comment=comment)
    (fresh,) = attach([upload()], by=author)
    Attachment.objects.exclude(pk=fresh.pk).update(at=timezone.now() - timedelta(days=3))

    with django_capture_on_commit_callbacks(execute=True):
        forget_loose_files()

    assert set(Attachment.objects.all()) == {placed, fresh}
    assert not old.file.storage.exists(old.file.name)


class Scanner:
    """A clamd that finds EICAR, on a port of its own."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                line, _address = self.listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!I", sent.read(4))[0]:
                    content += sent.read(size)
                line.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0")


@pytest.fixture
def scanner(settings):
    scanner = Scanner()
    settings.CLAMD_URL = scanner.url
    yield scanner
    scanner.listener.close()


def test_the_scanner_lets_clean_files_pass_and_refuses_infected_ones(author, scanner):
    (clean,) = attach([upload(content=PDF * 5000)], by=author)

    with pytest.raises(FileRefusedError):
        attach([upload(content=PDF + b"EICAR")], by=author)

    assert clean.checked_at
    assert Attachment.objects.count() == 1


def test_a_file_waits_while_the_scanner_is_away(
    client, author, comment, settings, scanner, django_capture_on_commit_callbacks
):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    good, bad = attach([upload(), upload(content=PDF + b"EICAR")], by=author, comment=comment)
    client.force_login(author)
    assert status(client, good.get_absolute_url()) == 404
    check_waiting_files()
    assert Attachment.objects.filter(checked_at=None).count() == 2

    settings.CLAMD_URL = scanner.url
    with django_capture_on_commit_callbacks(execute=True):
        check_waiting_files()

    assert status(client, good.get_absolute_url()) == 200
    assert status(client, bad.get_absolute_url()) == 404
    assert not bad.file.storage.exists(bad.file.name)


def test_an_attached_name_keeps_its_ending(author):
    (attachment,) = attach([upload("é" * 300 + ".pdf")], by=author)

    assert len(attachment.name) <= attaching.LONGEST_NAME
    assert attachment.name.endswith(".pdf")
    assert Comment.objects.count() == 0


def test_a_loose_file_whose_uploader_is_gone_is_nobodys(author):
    (loose,) = attach([upload()], by=author)
    Attachment.objects.filter(pk=loose.pk).update(by=None)

    for nobody in (AnonymousUser(), make_member(state="pending"), make_member()):
        assert not Attachment.objects.visible_to(nobody).exists()
