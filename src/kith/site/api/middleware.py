"""Before anything else under /api/: no cookie counts, no body is too large, and whatever goes wrong is told as a problem."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kith.site.api.problems import CONTENT, of_status, problem

MOST_BYTES = 256 * 1024
_BODIED = {"POST", "PATCH"}


class TokensAlone:
    """Takes the cookies off, so that no page elsewhere can use somebody's session; gives every answer of the API its form."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return self.respond(request)
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        answer = self._refused(request) or self.respond(request)
        if answer.status_code >= 400 and answer.get("Content-Type") != CONTENT:
            allow = answer.get("Allow")
            answer = problem(of_status(answer.status_code) if answer.status_code < 500 else "went_wrong")
            if allow:
                answer["Allow"] = allow
        answer.headers["Cache-Control"] = "no-store"
        answer.cookies.clear()
        return answer

    @staticmethod
    def _refused(request: HttpRequest) -> HttpResponse | None:
        if getattr(settings, "SECURE_SSL_REDIRECT", False) and not request.is_secure():
            return problem("not_encrypted")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MOST_BYTES:
            return problem("too_large")
        if "HTTP_TRANSFER_ENCODING" in request.META and "CONTENT_LENGTH" not in request.META:
            return problem("too_large")  # a body of unknown length
        if request.method in _BODIED and request.content_type != "application/json":
            return problem("not_json") if _has_path(request) else None
        return None


def _has_path(request: HttpRequest) -> bool:
    """Whether there is such an address at all: what has none is not found, whatever was sent."""
    from django.urls import Resolver404, resolve

    try:
        resolve(request.path_info, settings.ROOT_URLCONF)
    except Resolver404:
        return False
    return True
