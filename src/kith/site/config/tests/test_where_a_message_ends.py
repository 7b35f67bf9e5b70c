"""The server and whatever stands before it must agree where a request ends, or a second one is smuggled in behind the first."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from time import monotonic, sleep
from typing import Any

import pytest

SECOND = b"GET /second HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Says which path was asked for with which body."""
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"<%s %s>" % (environ["PATH_INFO"].encode(), body)]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of the server that `kith serve` runs, with a smaller site behind it."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(number)]
    running = subprocess.Popen([*program, f"{__name__}:app"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = monotonic() + 60
        while monotonic() < until and running.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", number), 1):
                break
            sleep(0.1)
        yield number
    finally:
        running.terminate()
        running.wait(30)


def answered(port: int, *lines: bytes, body: bytes) -> bytes:
    """All that comes back on one connection for one POST with these lines of its head, and whatever follows it."""
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(b"\r\n".join([b"POST /first HTTP/1.1", b"Host: a", *lines, b"", body]))
        said = b""
        while more := line.recv(65_536):
            said += more
    return said


def test_a_request_of_one_length_is_answered_and_the_next_after_it(port: int) -> None:
    said = answered(port, b"Content-Length: 5", body=b"words" + SECOND)
    assert b"</first words>" in said
    assert b"</second" in said


@pytest.mark.parametrize("lengths", [(b"5", b"0"), (b"0", b"5"), (b"+5",), (b"5, 0",), (b"-1",)])
def test_a_request_whose_lengths_differ_or_are_none_is_refused_with_all_that_follows(
    lengths: tuple[bytes, ...], port: int
) -> None:
    said = answered(port, *(b"Content-Length: " + one for one in lengths), body=b"words" + SECOND)
    assert b" 400 " in said.splitlines()[0]
    assert b"</first" not in said
    assert b"</second" not in said


def test_a_request_in_chunks_ends_with_its_last_chunk_whatever_length_it_names(port: int) -> None:
    said = answered(port, b"Content-Length: 3", b"Transfer-Encoding: chunked", body=b"5\r\nwords\r\n0\r\n\r\n" + SECOND)
    assert b"</first words>" in said
    assert b"</second" not in said, "of a request in two minds the connection is closed"


@pytest.mark.parametrize("said", [b"Transfer-Encoding: xchunked", b"Transfer-Encoding: chunked, identity"])
def test_a_way_of_sending_that_the_server_does_not_know_is_refused(said: bytes, port: int) -> None:
    assert b" 400 " in answered(port, said, b"Content-Length: 5", body=b"words" + SECOND).splitlines()[0]
