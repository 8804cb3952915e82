#!/usr/bin/env python3
"""Django's command line; `make` sets the settings module, a bare call gets the development one."""

import os
import sys


def main() -> None:
    """Run a command; a setting that makes no sense stops the start with one line that names it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.configured or settings.INSTALLED_APPS  # noqa: B018  reading it loads the settings
    except ImproperlyConfigured as error:
        sys.exit(f"Parvis cannot start: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
