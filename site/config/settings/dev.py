"""Settings for work on the code: debug pages, plain static files, the demo allowed."""

import os

os.environ.setdefault("DEMO", "1")

from config.settings.base import *

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
