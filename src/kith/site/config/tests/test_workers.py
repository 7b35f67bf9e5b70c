"""A worker of the server begins anew: a copy of the first process would hold the locks of threads that it has not, and hang.

The module is also the settings and the site of the server that its test runs.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing
from threading import Lock
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "of a test alone"  # noqa: S105
STATIC_ROOT = ""
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = __name__
HELD = Lock()
"""The first process holds it when it begins to serve."""

SERVES = f"""
from {__name__} import HELD
from kith.site.config.commands import run_server
import sys
HELD.acquire()
run_server("127.0.0.1", int(sys.argv[1]), workers=1, jobs=False)
"""


def says(_request: HttpRequest) -> HttpResponse:
    """Whether the lock is free in the process that answers."""
    return HttpResponse("free" if HELD.acquire(blocking=False) else "held by nobody who could let go")


urlpatterns = [path("", says)]


def test_a_lock_that_the_first_process_holds_is_free_in_the_worker_that_answers() -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": __name__}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen([sys.executable, "-c", SERVES, str(port)], env=environment, **quiet)
    try:
        assert _answered(running, f"http://127.0.0.1:{port}/") == "free"
    finally:
        running.terminate()
        running.wait(30)


def _answered(running: subprocess.Popen[bytes], address: str) -> str:
    until = monotonic() + 60
    while True:
        try:
            with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
                return str(answer.read().decode())
        except URLError:
            if monotonic() > until or running.poll() is not None:
                raise
            sleep(0.1)
