"""Where rows, files, cached values and tasks are kept."""

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.place import VAR

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    ),
}
try:
    _database = dj_database_url.parse(env.text("DATABASE_URL", f"sqlite:///{VAR / 'parvis.sqlite3'}"))
except (ValueError, KeyError) as error:
    raise ImproperlyConfigured(f"DATABASE_URL is not a database address: {error}.") from None
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = _SQLITE
elif _database["ENGINE"].endswith("postgresql"):
    _database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
else:
    raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgresql://.")
DATABASES = {"default": _database}

REDIS_URL = env.text("REDIS_URL", "")
if REDIS_URL:
    env.address("REDIS_URL", schemes=("redis", "rediss"))
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}
    RQ_QUEUES = {"default": {"URL": REDIS_URL, "DEFAULT_TIMEOUT": 600}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MEDIA_ROOT = env.folder("MEDIA_DIR", VAR / "media")
MEDIA_URL = "/media/"
STATIC_ROOT = env.folder("STATIC_DIR", VAR / "static")
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Members' files: outside everything that a web server serves.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.folder("PRIVATE_DIR", VAR / "private"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
# Files of messages and meetings.
FILE_BYTES = env.whole_number("FILE_MEGABYTES", 15, least=1, most=1000) * 1024 * 1024
FILES_PER_COMMENT = env.whole_number("FILES_PER_MESSAGE", 10, least=1, most=100)
CLAMD_URL = env.text("CLAMD_URL", "")
if CLAMD_URL:
    env.address("CLAMD_URL", schemes=("tcp", "unix"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
