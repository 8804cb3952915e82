"""Kill workers in the middle of sending: nothing twice, nothing called sent that did not arrive, doubts by name.

Sizes by OUTBOX_DELIVERIES and OUTBOX_KILLS; on whichever database DATABASE_URL names.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from outbox.models import Delivery
from outbox.sending import release_expired
from outbox.writing import deliver_many
from tests.factories.outbox import make_dispatch, make_message
from tests.outbox.test_writing import audience

DELIVERIES = int(os.environ.get("OUTBOX_DELIVERIES", "1000"))
KILLS = int(os.environ.get("OUTBOX_KILLS", "8"))
WORKERS = 2
TIMEOUT = 1.0  # seconds that a worker waits for an answer; leases follow from it
LONGEST = 120 + DELIVERIES / 20 + KILLS * 15  # seconds, then everything ends by itself
HERE = Path(__file__).parent


class Processes:
    """What this test started, and nothing else."""

    def __init__(self, record: Path) -> None:
        self.environment = os.environ | {
            "DATABASE_URL": database_url(),
            "PYTHONPATH": ".:site",
            "ADDRESS_HASH_KEY": "for-this-test",
        }
        sink = self.start("sink.py", str(record), str(LONGEST), "0.004", stdout=subprocess.PIPE)
        assert sink.stdout
        self.port = sink.stdout.readline().decode().strip()
        self.all, self.workers = [sink], [self.worker() for _ in range(WORKERS)]

    def start(self, script: str, *arguments: str, stdout: int | None = None) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-W", "ignore", str(HERE / script), *arguments]
        return subprocess.Popen(command, cwd=HERE.parents[1], env=self.environment, stdout=stdout)

    def worker(self) -> "subprocess.Popen[bytes]":
        return self.start("killed_worker.py", self.port, str(LONGEST), str(TIMEOUT))

    def kill_one(self) -> None:
        """SIGKILL a worker and put another in its place."""
        place = random.randrange(WORKERS)
        self.workers[place].send_signal(signal.SIGKILL)
        self.workers[place].wait()
        self.workers[place] = self.worker()

    def end(self) -> None:
        for process in [*self.all, *self.workers]:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def database_url() -> str:
    """The address of the database that this test uses, for other processes."""
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    user = f"{chosen['USER']}:{chosen['PASSWORD']}@" if chosen["USER"] else ""
    return f"postgresql://{user}{chosen['HOST']}:{chosen['PORT'] or 5432}/{chosen['NAME']}"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    (tmp_path / "record").touch()
    return tmp_path / "record"


@pytest.fixture
def processes(record: Path, transactional_db: None) -> Iterator[Processes]:
    dispatch, message = make_dispatch(), make_message(html="<p>@@token@@</p>" * 50, text="@@token@@", tokens=["token"])
    written = deliver_many(
        dispatch, message=message, recipients=audience(*(f"r{n}@example.org" for n in range(DELIVERIES)))
    )
    assert written == DELIVERIES
    started = Processes(record)
    yield started
    started.end()


def wait_until(reached: Callable[[], bool], *, end: float, pause: float) -> None:
    while not reached():
        assert time.monotonic() < end, f"not done in {LONGEST} s: {states()}"
        time.sleep(pause)


def states() -> dict[str, int]:
    return dict(Counter(Delivery.objects.values_list("state", flat=True)))


@pytest.mark.slow
def test_killed_workers_send_nothing_twice_and_lose_nothing(processes: Processes, record: Path) -> None:
    begun = time.monotonic()
    end = begun + LONGEST
    for number in range(1, KILLS + 1):
        part = DELIVERIES * number // (KILLS + 2)
        wait_until(lambda part=part: len(record.read_bytes().split()) >= part, end=end, pause=0.02)  # type: ignore[misc]
        time.sleep(random.random() * 0.05)
        processes.kill_one()

    def all_have_an_end() -> bool:
        release_expired()
        return not Delivery.objects.filter(state__in=Delivery.LIVE).exists()

    wait_until(all_have_an_end, end=end, pause=1)
    arrived = Counter(record.read_text().split())
    known = {
        state: set(Delivery.objects.filter(state=state).values_list("mail_id", flat=True)) for state in Delivery.State
    }
    doubtful = known[Delivery.State.UNKNOWN]
    sys.stdout.write(
        f"\n{connection.vendor}: {DELIVERIES} deliveries, {KILLS} kills in {time.monotonic() - begun:.0f} s:"
        f" {states()}, {len(doubtful & set(arrived))} of the unknown had arrived\n"
    )
    assert max(arrived.values()) == 1
    assert known[Delivery.State.SENT] <= set(arrived)
    assert set(arrived) - known[Delivery.State.SENT] <= doubtful
    assert len(known[Delivery.State.SENT]) + len(doubtful) == DELIVERIES
    assert len(doubtful) <= KILLS
