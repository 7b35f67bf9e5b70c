"""The settings under which tests run: the site's own, in the mode `test`, with quick password hashing."""

# ruff: noqa: F403, F405 - the mode has to be set before the settings are read
import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["KITH_MODE"] = "test"

from kith.site.config.settings import *

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # tests alone: real hashing costs a third of a second
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # tests serve static files by Django itself
# Browser tests: all threads of their server share the one connection to a database in memory.
MIDDLEWARE = ["kith.site.config.in_turn.InTurn", *MIDDLEWARE]
SECOND_FACTOR_ENFORCED = False  # tests of other slices sign in directly; those of `accounts` set it
# The live server of browser tests looks for this very name.
INSTALLED_APPS = [
    "django.contrib.staticfiles" if name == "kith.site.config.static.Static" else name for name in INSTALLED_APPS
]
if "KITH_AUDIT_WITNESS" not in os.environ:
    # Each test process has a database of its own, so a witness of its own, gone with it.
    _OUTSIDE = Path(tempfile.mkdtemp(prefix="kith-test-"))
    atexit.register(shutil.rmtree, _OUTSIDE, ignore_errors=True)
    AUDIT_WITNESS = _OUTSIDE / "witness"
