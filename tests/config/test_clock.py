"""The clock's jobs: each once per interval, and a failing one does not stop the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.clock import tick
from config.models import ClockJob

pytestmark = pytest.mark.django_db
RAN: list[str] = []


def well() -> None:
    RAN.append("well")


def badly() -> None:
    RAN.append("badly")
    raise ValueError("the moon is wrong")


@pytest.fixture(autouse=True)
def jobs(settings) -> None:
    RAN.clear()
    settings.CLOCK = [("bad", 60, f"{__name__}.badly"), ("good", 60, f"{__name__}.well")]


def test_a_job_runs_once_per_interval() -> None:
    tick()
    tick()
    assert RAN == ["badly", "well"]
    ClockJob.objects.filter(name="good").update(due_at=timezone.now() - timedelta(seconds=1))
    tick()
    assert RAN == ["badly", "well", "well"]


def test_a_failure_is_a_row_until_the_job_does_well_again(settings) -> None:
    tick()
    assert ClockJob.objects.get(name="bad").error == "ValueError('the moon is wrong')"
    settings.CLOCK = [("bad", 60, f"{__name__}.well")]
    ClockJob.objects.update(due_at=timezone.now())
    tick()
    assert ClockJob.objects.get(name="bad").error == ""
