"""Times rooms and topics in a small and in a large network: `python bench/rooms.py [comments]`.

Two production servers of one worker each, on SQLite files in a temporary folder (or on two empty PostgreSQL databases,
SMALL_URL and LARGE_URL), asked in turn. Ratios are of medians of one run.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
SMALL, LARGE = 1_000, 1_000_000
IN_A_TOPIC = 50
TOPICS = {"small": 20, "large": 100_000}
ROUNDS, TIMES = 3, 25
BODY = "<p>" + "Une médiatrice de la ville raconte ce qui a changé dans la rue depuis le printemps. " * 11 + "</p>"


@dataclass
class Site:
    """One server, its member's session, and the addresses to ask for."""

    port: int
    process: "subprocess.Popen[bytes]"
    facts: dict[str, int | str]
    times: dict[str, list[float]] = field(default_factory=dict)

    def ask(self, path: str, *, name: str = "", body: str | None = None) -> tuple[int, str, str]:
        """Ask once; remember the milliseconds under a name. Return status, body and location."""
        headers = {"Cookie": f"sessionid={self.facts['session']}; csrftoken={self.facts['csrf']}", "Host": "localhost"}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        self.connection.request("POST" if body is not None else "GET", path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read().decode()
        if name:
            self.times.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        return answer.status, content, answer.headers.get("Location", "")

    def open(self) -> None:
        """Connect, and see that each page is there."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for name, path in self.pages().items():
            status, content, _location = self.ask(path)
            if status != 200:
                sys.exit(f"{name} ({path}) answered {status}: {content[:300]}")

    def pages(self) -> dict[str, str]:
        """Return what is read."""
        topic, room = self.facts["topic"], self.facts["room"]
        deep = self.facts["pages"]
        return {
            "floor": f"/floor/{topic}/",
            "topic of 50": f"/fr/discussions/{topic}/",
            "room, first page": f"/fr/rooms/{room}/",
            "room, last page": f"/fr/rooms/{room}/?page={deep}",
        }

    def post(self, topic: int, *, name: str) -> None:
        """Answer in a topic as a browser without script does."""
        _status, form, _location = self.ask(f"/fr/discussions/{topic}/answer/")
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|client_token)" value="([^"]+)"', form))
        fields |= {"body": "Merci, nous avons fait de même.", "language": "fr"}
        status, content, _location = self.ask(
            f"/fr/discussions/{topic}/answer/", name=name, body=urllib.parse.urlencode(fields)
        )
        if status != 302:
            sys.exit(f"posting answered {status}: {content[:500]}")

    def memory(self) -> float:
        """Return the worker's resident memory in MB."""
        worker = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=True)
        status = Path(f"/proc/{worker.stdout.split()[0]}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def main() -> None:
    """Fill, serve, ask, print."""
    comments = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as var:
        sites = {
            "small": _serve(8795, Path(var) / "small", SMALL, TOPICS["small"]),
            "large": _serve(8796, Path(var) / "large", comments, min(TOPICS["large"], comments)),
        }
        try:
            _measure(sites)
        finally:
            for site in sites.values():
                site.process.terminate()
                site.process.wait(30)


def _measure(sites: dict[str, Site]) -> None:
    for site in sites.values():
        site.open()
    for _round in range(ROUNDS):
        for name in sites["small"].pages():
            for _time in range(TIMES):
                for site in sites.values():
                    site.ask(site.pages()[name], name=name)
    large = sites["large"]
    for _time in range(TIMES):
        large.post(int(large.facts["short"]), name="posting, 10 comments")
        large.post(int(large.facts["long"]), name="posting, 10,000 comments")
    _tell(sites)
    _tell_memory(large)


def _tell(sites: dict[str, Site]) -> None:
    middle = {size: {name: statistics.median(taken) for name, taken in sites[size].times.items()} for size in sites}
    print(f"{sites['small'].facts['comments']:,} and {sites['large'].facts['comments']:,} comments, medians in ms\n")
    print("| page | small | large | large / small | floor / large |\n|---|--:|--:|--:|--:|")
    for name in sites["small"].pages():
        few, many = middle["small"][name], middle["large"][name]
        print(f"| {name} | {few:.1f} | {many:.1f} | {many / few:.2f} | {middle['large']['floor'] / many:.2f} |")
    short, long_ = middle["large"]["posting, 10 comments"], middle["large"]["posting, 10,000 comments"]
    print(f"\nPosting: {short:.1f} ms into 10 comments, {long_:.1f} ms into 10,000: ratio {long_ / short:.2f}.")


def _tell_memory(site: Site) -> None:
    paths = list(site.pages().values())
    marks = {}
    for number in range(1, 10_001):
        site.ask(paths[number % len(paths)])
        if number in {1_000, 10_000}:
            marks[number] = site.memory()
    print(f"Memory of one worker: {marks[1_000]:.0f} MB after 1,000 requests, {marks[10_000]:.0f} MB after 10,000.")


def _serve(port: int, var: Path, comments: int, topics: int) -> Site:
    var.mkdir()
    url = os.environ.get(f"{var.name.upper()}_URL", f"sqlite:///{var}/bench.sqlite3")
    environment = os.environ | {
        "VAR_DIR": str(var), "DATABASE_URL": url, "PORT": str(port), "DEMO": "0", "SECOND_FACTOR_REQUIRED": "0",
        "DJANGO_SETTINGS_MODULE": "bench.served", "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }  # fmt: skip
    filled = subprocess.run(
        [sys.executable, "-W", "ignore", ROOT / "bench/filling.py", str(comments), str(topics)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if filled.returncode:
        sys.exit(filled.stderr[-3000:])
    facts = dict(line.split("=", 1) for line in filled.stdout.splitlines() if "=" in line)
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
         "--keep-alive", "75", "--worker-class", "gthread", "--workers", "1", "--threads", "4",
         "--log-level", "warning"],
        env=environment, cwd=ROOT,
    )  # fmt: skip
    _wait(port)
    return Site(port, server, {name: int(value) if value.isdigit() else value for name, value in facts.items()})


def _wait(port: int) -> None:
    for _time in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=2).request("GET", "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("the server did not start")


if __name__ == "__main__":
    main()
