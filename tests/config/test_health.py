"""The two addresses that machines look at."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from config.clock import tick
from config.models import ClockJob


def test_healthz_needs_nothing() -> None:
    assert Client().get("/healthz", HTTP_HOST="anything.example").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_names_what_is_down(settings) -> None:
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "storage": "ok", "worker": "down"}
    settings.CLOCK = [("nothing", 60, "config.clock.keep_statistics_fresh")]
    tick()
    assert Client().get("/readyz").status_code == 200
    ClockJob.objects.update(beat_at=timezone.now() - timedelta(minutes=3))
    assert Client().get("/readyz").status_code == 503


@pytest.mark.django_db
def test_readyz_sees_a_lost_media_folder(settings) -> None:
    settings.MEDIA_ROOT = "/nowhere"
    assert Client().get("/readyz").json()["storage"] == "down"
