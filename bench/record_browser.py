"""The least of a browser: cookies, one connection that is kept, forms with their token; nothing is drawn and no style sheet fetched."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NotAnswered(Exception):
    """A page was not what was asked for; says which kind of address and with what status, never a value."""


class Browser:
    """One person's browser on loopback."""

    def __init__(self, port: int) -> None:
        self.at = f"127.0.0.1:{port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        """A page that is there."""
        status, _, text = self._ask("GET", path)
        if status != 200:
            raise NotAnswered(f"{path.split('/')[1] or 'start'}: status {status}")
        return text

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Fill a form in and send it; gives the address that the answer leads to."""
        token = _TOKEN.search(self.get(path))
        if token is None:
            raise NotAnswered(f"{path}: no form")
        status, where, _ = self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token[1]}))
        if status != 302:
            raise NotAnswered(f"{path}: the form was not taken, status {status}")
        return where

    def sign_in(self, email: str, password: str) -> None:
        """By password; accounts of the demonstration have no second factor."""
        self.post("/account/sign-in/", {"login": email, "password": password})

    def search(self, name: str) -> str:
        """The form, the search, and the page of those found: three requests."""
        return self.get(self.post("/search/", {"q": name}))

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{self.at}{path}"}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError):  # a kept connection that the server let go
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), text
