"""Settings of the test suite: no service needed, nothing written outside a temporary folder."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="parvis-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 50)
os.environ["SITE_URL"] = "http://testserver"
os.environ["MAIL_URL"] = "file://" + os.environ["VAR_DIR"] + "/mail"
os.environ["SECOND_FACTOR_REQUIRED"] = "0"
os.environ["INBOUND_ADDRESS"] = "reply@parvis.example"
os.environ["INBOUND_AUTHSERV"] = "mx.parvis.example"

from config.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
