"""Sends mails of 100 KB to a local sink, beside plain smtplib pushing prebuilt bytes in the same run.

`bench/sending.py [MAILS] [ROUNDS]`; on a fresh SQLite file, or on the database that DATABASE_URL names (emptied of mail
afterwards). Every state is committed durably; the sink takes what it gets.
"""

import os
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
KILOBYTES = 100


def main(mails: int, rounds: int) -> None:
    """Print the medians of interleaved rounds, and the ratio between the two."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as var:
        _set_up(var)
        with _sink(Path(var) / "record") as port:
            from django.conf import settings

            settings.MAIL = {
                "scheme": "smtp",
                "folder": "",
                "host": "127.0.0.1",
                "port": port,
                "user": "",
                "password": "",
                "timeout": 30,
            }
            settings.RECIPIENT_CHECKS = []
            results = [(_plain(port, mails), *_ours(mails)) for _round in range(rounds)]
        _clear()
    plain = statistics.median(plain for plain, _ours, _growth in results)
    ours = statistics.median(ours for _plain, ours, _growth in results)
    ratio = statistics.median(ours / plain for plain, ours, _growth in results)
    growth = max(growth for _plain, _ours, growth in results)
    print(f"{mails} mails of {KILOBYTES} KB, {rounds} rounds, one worker, {_database()}\n")
    print("| sender | mails per second | ratio |\n|---|---|---|")
    print(f"| smtplib, prebuilt bytes, no record | {plain:.0f} | 1 |")
    print(f"| the outbox, every state committed | {ours:.0f} | {ratio:.2f} |")
    print(f"\nMemory from the first tenth to the last mail: {growth:+.1f} MB.")


def _set_up(var: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ["VAR_DIR"] = var
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{var}/bench.sqlite3")
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _sink(record: Path) -> Iterator[int]:
    command = [sys.executable, str(ROOT / "tests/outbox/sink.py"), str(record), "36000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as sink:
        assert sink.stdout  # noqa: S101
        yield int(sink.stdout.readline())
        sink.terminate()


def _plain(port: int, mails: int) -> float:
    """Return mails per second of smtplib alone, over one connection."""
    from outbox.mime import build

    dispatch, delivery = _written(1)
    content = build(delivery)
    dispatch.delete()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.ehlo()
        began = time.perf_counter()
        for number in range(mails):
            smtp.mail("noreply@parvis.example")
            smtp.rcpt(f"r{number}@example.org")
            smtp.data(content)
        return mails / (time.perf_counter() - began)


def _ours(mails: int) -> tuple[float, float]:
    """Return mails per second of one worker, and by how many MB its memory grew after the first tenth."""
    from outbox.sending import Worker
    from outbox.transport import chosen_transport

    _written(mails)
    worker = Worker(chosen_transport())
    memory: list[float] = []
    record = worker._hand_over

    def and_look(*arguments: Any) -> bool:
        memory.append(_memory())
        return record(*arguments)

    worker._hand_over = and_look  # type: ignore[method-assign]
    began = time.perf_counter()
    sent = worker.run(until=inf)
    taken = time.perf_counter() - began
    if sent != mails:
        sys.exit(f"{sent} of {mails} mails were sent")
    return mails / taken, _memory() - memory[mails // 10]


def _written(mails: int) -> tuple[Any, Any]:
    """Write a dispatch to so many readers, with a reader's own token in both parts and in a header."""
    from django.db.models import CharField, F, Value
    from django.db.models.functions import Cast, Concat
    from django.utils import timezone

    from outbox.addresses import address_key
    from outbox.models import Suppression
    from outbox.writing import deliver_many, open_dispatch, write_message

    Suppression.objects.filter(scope="bench").delete()
    Suppression.objects.bulk_create(
        [
            Suppression(address_key=address_key(f"r{n}@example.org"), scope="bench", reason=f"r{n}@example.org")
            for n in range(mails)
        ],
        batch_size=500,
    )
    recipients = Suppression.objects.filter(scope="bench").annotate(
        address=F("reason"),
        recipient_key=Concat(Value("subscriber:"), Cast("pk", CharField())),
        language=Value("fr"),
        token=F("address_key"),
    )
    link = "https://parvis.example/fr/@@token@@/"
    item = "<p>Prévention et sécurité urbaine : une rencontre à Liège, le 12 mai, pour tous les métiers.</p>\n" * (
        KILOBYTES * 1000 // 110
    )
    message = write_message(
        subject="Lettre d'information n° 112", language="fr", tokens=["token"],
        html=f'<a href="{link}">Voir en ligne</a>' + item + f'<a href="{link}">Se désabonner</a>',
        text=f"{link}\n" + "Prévention\n" * 100, headers={"List-Unsubscribe": f"<{link}>"})  # fmt: skip
    dispatch, _created = open_dispatch(kind="issue", key=f"bench:{timezone.now().timestamp()}")
    deliver_many(dispatch, message=message, recipients=recipients)
    return dispatch, dispatch.deliveries.select_related("message", "dispatch").first()


def _clear() -> None:
    from outbox.models import Attempt, Delivery, Dispatch, Suppression

    Attempt.objects.all().delete()
    Delivery.objects.all().delete()
    Dispatch.objects.all().delete()
    Suppression.objects.filter(scope="bench").delete()


def _memory() -> float:
    """Return this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _database() -> str:
    from django.db import connection

    return "PostgreSQL (synchronous_commit=on)" if connection.vendor == "postgresql" else "SQLite (synchronous=FULL)"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
