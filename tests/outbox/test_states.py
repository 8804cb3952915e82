"""A stateful test of the whole machine: no path sends twice by itself, or calls sent what was not."""

from collections import Counter
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from outbox import sending
from outbox.models import Attempt, Delivery, Dispatch
from outbox.sending import Worker, release_expired
from outbox.steering import cancel_dispatch, pause_dispatch, resume_dispatch, send_again
from outbox.transport import Answer, Problem, RefusedError, UnavailableError, UncertainError
from outbox.writing import suppress
from tests.factories.outbox import make_delivery, make_dispatch, make_message

State = Delivery.State
# How one conversation may go: at which step it ends, and how.
SCRIPTS = (
    ("", "well"),
    ("open", "down"),
    ("announce", "down"),
    ("announce", "4xx"),
    ("announce", "5xx"),
    ("announce", "line broke"),
    ("announce", "killed"),
    ("hand over", "4xx"),
    ("hand over", "5xx"),
    ("hand over", "line broke"),
    ("hand over", "killed"),
    ("accepted", "line broke"),
    ("accepted", "killed"),
    ("accepted", "killed"),
)


class Killed(BaseException):
    """SIGKILL: nothing after this line runs in the worker."""


class World:
    """A mail server whose answers are planned, and what it has really accepted."""

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.dead: set[str] = set()


class PlannedTransport:
    """Plays one planned conversation per mail, and lets the world move on in between."""

    def __init__(self, world: World, plan: list[tuple[str, str]], meanwhile: Any) -> None:
        self.world, self.plan, self.meanwhile = world, list(plan), meanwhile
        self.step, self.end, self.recipient = "", "", ""

    def open(self) -> str:
        self.step, self.end = self.plan.pop(0) if self.plan else ("", "well")
        self._pass("open")
        return "ready"

    def announce(self, *, sender: str, recipient: str) -> None:
        self.recipient = recipient
        self._pass("announce")

    def hand_over(self, mail: bytes) -> Answer:
        self._pass("hand over")
        self.world.accepted[self.recipient] += 1
        if self.step == "accepted":
            if self.end == "killed":
                raise Killed
            if self.end == "line broke":
                raise UncertainError(Answer("body", None, "gone"))
        self.meanwhile()
        return Answer("body", 250, "queued")

    def withdraw(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _pass(self, step: str) -> None:
        self.meanwhile()
        if step != self.step:
            return
        if self.end == "killed":
            raise Killed
        if self.end == "down":
            raise UnavailableError(Problem.NO_ANSWER, "down")
        if self.end in {"4xx", "5xx"}:
            raise RefusedError(Answer("rcpt", 450 if self.end == "4xx" else 550, "no"))
        if self.end == "line broke":
            error = UncertainError if step == "hand over" else RefusedError
            raise error(Answer("body", None, "gone"))


class Sending(RuleBasedStateMachine):
    """Everything that may happen to deliveries, in any order, at any step of a conversation."""

    @initialize()
    def begin(self) -> None:
        self.world = World()
        self.again: Counter[str] = Counter()
        self.dispatch, self.message = make_dispatch(), make_message()
        self.nested = False

    def write(self, number: int) -> None:
        Dispatch.objects.update(state="open")
        for _ in range(number):
            make_delivery(self.dispatch, message=self.message)
        self.wait()

    @rule(
        number=st.integers(0, 2),
        plan=st.lists(st.sampled_from(SCRIPTS), max_size=4),
        meanwhile=st.lists(
            st.sampled_from(["work", "pause", "resume", "cancel", "expire", "suppress", "again"]), max_size=6
        ),
    )
    def work(self, number: int, plan: list[tuple[str, str]], meanwhile: list[str]) -> None:
        if number:
            self.write(number)
        self.work_by(plan, meanwhile)

    def work_by(self, plan: list[tuple[str, str]], meanwhile: list[str]) -> None:
        todo = list(meanwhile)

        def move_on() -> None:
            if todo and not self.nested:
                self.nested = True
                self.happen(todo.pop(0))
                self.nested = False

        worker = Worker(PlannedTransport(self.world, plan, move_on))
        try:
            worker.run(until=monotonic() + 60)
        except Killed:
            self.world.dead.add(worker.name)

    def happen(self, event: str) -> None:
        events = {
            "work": lambda: Worker(PlannedTransport(self.world, [], lambda: None)).run(until=monotonic() + 60),
            "pause": lambda: pause_dispatch(self.dispatch),
            "resume": lambda: resume_dispatch(self.dispatch),
            "cancel": lambda: cancel_dispatch(self.dispatch),
            "expire": self.expire,
            "suppress": self.suppress_somebody,
            "again": self.choose,
        }
        events[event]()

    def suppress_somebody(self) -> None:
        if waiting := Delivery.objects.filter(state__in=(State.PENDING, State.LEASED)).last():
            suppress(waiting.address, scope="all", reason="left")

    def wait(self) -> None:
        Delivery.objects.update(not_before=timezone.now() - timedelta(seconds=1))

    @rule()
    def expire(self) -> None:
        """Time passes: every lease ends, the workers that are still alive notwithstanding."""
        Delivery.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))
        release_expired()
        self.wait()

    @rule(event=st.sampled_from(["pause", "resume", "resume", "cancel", "again", "again", "suppress"]))
    def steer(self, event: str) -> None:
        self.happen(event)

    def choose(self) -> None:
        """A person has every uncertain mail sent again, and takes the risk."""
        if Dispatch.objects.filter(state="cancelled").exists():
            return
        unknown = list(Delivery.objects.filter(state=State.UNKNOWN))
        send_again(self.dispatch, deliveries=[row.pk for row in unknown], authorised_by="member:9")
        self.again.update(row.address for row in unknown)
        self.wait()

    @invariant()
    def nothing_is_sent_twice_but_by_choice(self) -> None:
        for address, count in self.world.accepted.items():
            assert count <= 1 + self.again[address]

    @invariant()
    def what_is_called_sent_was_accepted(self) -> None:
        for address in Delivery.objects.filter(state=State.SENT).values_list("address", flat=True):
            assert self.world.accepted[address] >= 1

    @invariant()
    def what_was_accepted_is_never_called_unsent(self) -> None:
        """Without a person's choice, an accepted mail is sent, unknown, or still in its worker's hands."""
        known = {State.SENT, State.UNKNOWN, State.SENDING}
        for delivery in Delivery.objects.filter(address__in=self.world.accepted):
            assert delivery.state in known or self.again[delivery.address]

    @invariant()
    def living_workers_hold_nothing_after_their_turn(self) -> None:
        held = Delivery.objects.filter(state__in=(State.LEASED, State.SENDING))
        assert set(held.values_list("owner", flat=True)) <= self.world.dead

    @invariant()
    def every_try_is_recorded(self) -> None:
        for delivery in Delivery.objects.filter(state__in=(State.SENT, State.FAILED)):
            assert Attempt.objects.filter(delivery=delivery).exists()


@pytest.mark.django_db
def test_no_path_sends_twice_or_calls_sent_what_was_not(monkeypatch: pytest.MonkeyPatch, request: Any) -> None:
    give_back = sending.give_back

    def unless_killed(owner: str) -> None:
        import sys

        if not isinstance(sys.exc_info()[1], Killed):
            give_back(owner)

    monkeypatch.setattr(sending, "give_back", unless_killed)
    monkeypatch.setattr("django.conf.settings.RECIPIENT_CHECKS", [])

    class Fresh(Sending):
        """Each example in a transaction of its own, taken back at its end."""

        def __init__(self) -> None:
            super().__init__()
            self.own = transaction.atomic()
            self.own.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.own.__exit__(None, None, None)

    examples = 1000 if request.config.getoption("-m") == "slow" else 50
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=examples, stateful_step_count=12, deadline=None, derandomize=True, suppress_health_check=checks
        ),
    )
