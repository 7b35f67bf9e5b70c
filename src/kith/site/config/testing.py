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
SECOND_FACTOR_ENFORCED = False  # tests of other slices sign in directly; those of `accounts` set it
# The live server of browser tests looks for this very name.
INSTALLED_APPS = [
    "django.contrib.staticfiles" if name == "kith.site.config.static.Static" else name for name in INSTALLED_APPS
]
# Each test process has a database of its own and so a witness of its own, gone with it.
_OWN = Path(tempfile.mkdtemp(prefix="kith-test-"))
atexit.register(shutil.rmtree, _OWN, ignore_errors=True)
if "KITH_AUDIT_WITNESS" not in os.environ:
    AUDIT_WITNESS = _OWN / "witness"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file as users have it: in memory the threads of a browser test's server would share tables without waiting for each other.
    DATABASES["default"]["TEST"] = {"NAME": str(_OWN / "kith.sqlite3")}
    _OPTIONS = DATABASES["default"]["OPTIONS"]
    _OPTIONS["init_command"] = _OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
