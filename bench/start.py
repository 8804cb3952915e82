"""Times the second `make run` until /readyz answers: three starts, after one that prepares everything."""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
PORT = 8790
LONGEST = 300.0  # seconds


def main() -> None:
    """Print the median of three."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as var:
        first = _start(var)
        again = [_start(var) for _round in range(3)]
    print("| start | seconds until /readyz answers 200 |\n|---|---|")
    print(f"| first, with an empty database and the demo | {first:.1f} |")
    print(f"| second (median of three) | {statistics.median(again):.1f} |")


def _start(var: str) -> float:
    began = time.monotonic()
    run = subprocess.Popen(
        ["make", "run", f"PORT={PORT}"],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": var},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _ready():
            if run.poll() is not None or time.monotonic() - began > LONGEST:
                sys.exit("make run did not become ready")
            time.sleep(0.1)
        return time.monotonic() - began
    finally:
        os.killpg(run.pid, signal.SIGINT)  # as Ctrl-C does: to make and all below it
        run.wait(60)


def _ready() -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=2).status == 200
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    main()
