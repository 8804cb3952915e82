"""Settings for work on the code: debug pages, plain static files, the demo allowed."""

import os

os.environ.setdefault("DEMO", "1")

from config.settings.base import *  # noqa: F403,E402

DEBUG = True
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
