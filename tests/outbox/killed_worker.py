"""A worker in a process of its own, to be killed: sends what is due until nothing is left or its time is over."""

import os
import sys
import time

import django


def main(port: int, seconds: float, timeout: float) -> None:
    """Do what the clock and the task worker do, against the sink."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from django.conf import settings

    settings.MAIL = {
        "scheme": "smtp",
        "folder": "",
        "host": "127.0.0.1",
        "port": port,
        "user": "",
        "password": "",
        "timeout": timeout,
    }
    settings.RECIPIENT_CHECKS = []
    from outbox.models import Delivery
    from outbox.sending import release_expired, send_due

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        send_due()
        release_expired()
        if not Delivery.objects.filter(state__in=Delivery.LIVE).exists():
            break
        time.sleep(0.2)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
