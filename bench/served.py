"""The settings of a running site, with the floor page beside its own."""

from config.settings.production import *

ROOT_URLCONF = "bench.floor"
