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
        self.token = ""

    def get(self, path: str) -> str:
        """A page that is there."""
        status, _, text = self._ask("GET", path)
        if status != 200:
            raise NotAnswered(f"{path.split('/')[1] or 'start'}: status {status}")
        found = _TOKEN.search(text)
        self.token = found[1] if found else ""
        return text

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form of the page that is open; gives the address that the answer leads to."""
        if not self.token:
            raise NotAnswered(f"{path}: no form")
        status, where, _ = self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self.token}))
        if status != 302:
            raise NotAnswered(f"{path}: the form was not taken, status {status}")
        return where

    def sign_in(self, email: str, password: str) -> None:
        """By password, and the start page that follows; accounts of the demonstration have no second factor."""
        self.get("/account/sign-in/")
        self.get(self.post("/account/sign-in/", {"login": email, "password": password}))

    def search(self, name: str) -> str:
        """What is typed at the top of any page: the search, and the page of those found."""
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
