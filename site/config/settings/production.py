"""Settings of a running site; everything that differs between sites is an environment variable."""

from config.settings.base import *
