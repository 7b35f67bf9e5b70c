"""What the API answers where it does not do what was asked: RFC 9457, each time what, where, which rule, and what to do. No personal value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

CONTENT = "application/problem+json"
KINDS: Mapping[str, tuple[int, str | Promise, str | Promise]] = {
    "not_readable": (400, _L("The body cannot be read"), _L("Send one JSON object in UTF-8, each name once, without objects in objects.")),
    "no_token": (401, _L("No token that holds"), _L("Send “Authorization: Bearer” and a token that an administrator made, before its last day.")),
    "no_scope": (403, _L("The token does not cover this"), _L("Ask an administrator for a token with the scope named.")),
    "reason_needed": (403, _L("A person has to say why first"), _L("Open the record on its page and state the reason there.")),
    "not_encrypted": (403, _L("The line is not encrypted"), _L("Call over https, with a new token: this one was said in the open.")),
    "not_found": (404, _L("There is no such record for this account"), _L("Check the address; or let somebody give the account its work.")),
    "no_such_method": (405, _L("Nothing is done here in this way"), _L("See openapi.json for what each address takes.")),
    "saved_in_between": (409, _L("Somebody saved in between"), _L("Compare “stored” with “sent”, and send again with the version stored.")),
    "fixed": (409, _L("This cannot be done to it just now"), _L("See its page for what it depends on.")),
    "key_used": (409, _L("The idempotency key was used for something else"), _L("Use a new key for a new question.")),
    "likely_duplicate": (409, _L("There may be a record of this person already"), _L("Use that one; or send again with its id in “not_the_same”.")),
    "too_large": (413, _L("The body is too large"), _L("Send less at once.")),
    "not_json": (415, _L("The body is not JSON"), _L("Send it as application/json.")),
    "not_valid": (422, _L("What was sent breaks rules"), _L("Mend every place listed under “errors”; nothing was saved.")),
    "too_many": (429, _L("Too many calls in this minute"), _L("Wait for as many seconds as Retry-After says.")),
    "went_wrong": (500, _L("Something went wrong here"), _L("Nothing was saved. Try again; if it stays, tell who runs Kith.")),
}  # fmt: skip
"""Each kind of problem: status, what is the matter, what to do."""


class Refusal(Exception):
    """Ends a call with a problem. `more`: further members of it, like `stored`."""

    def __init__(self, key: str, *, errors: Iterable[Mapping[str, str]] = (), **more: Any) -> None:
        super().__init__(key)
        self.key, self.errors, self.more = key, list(errors), more


def problem(key: str, errors: Iterable[Mapping[str, str]] = (), **more: Any) -> HttpResponse:
    """The answer that tells a problem."""
    status, title, remedy = KINDS[key]
    body = {"type": f"urn:kith:problem:{key}", "title": str(title), "status": status, "remedy": str(remedy),
            "errors": list(errors), **more}  # fmt: skip
    answer = JsonResponse(body, status=status, content_type=CONTENT)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="Kith"'
    if status == 429:
        answer["Retry-After"] = "60"
    return answer


def of_status(status: int) -> str:
    """The problem that a bare status stands for."""
    return next((key for key, (code, _title, _remedy) in KINDS.items() if code == status), "not_readable")


def error(where: str, rule: str, says: str) -> dict[str, str]:
    """One thing that is wrong: the name of the field ("" of the whole), the rule's key, what it says."""
    return {"where": where, "rule": rule, "says": says}


def told(wrong: ValidationError) -> list[dict[str, str]]:
    """What a form or a model refuses, without the value that it refuses."""
    by_field = wrong.error_dict if hasattr(wrong, "error_dict") else {NON_FIELD_ERRORS: wrong.error_list}
    return [
        error("" if name == NON_FIELD_ERRORS else name, one.code or "refused", _said(one))
        for name, found in by_field.items()
        for one in found
    ]


def _said(one: ValidationError) -> str:
    if one.code == "invalid_choice":
        return _("This is not one of what can be chosen here.")
    if not one.params:
        return str(one.message)
    return str(one.message) % {**one.params, **dict.fromkeys({"value", "show_value"} & set(one.params), "…")}


def documented(*keys: str) -> dict[int, dict[str, Any]]:
    """These problems (and those that every call may meet) for the API's document."""
    every = {"no_token", "no_scope", "not_valid", "too_many", *keys}
    return {KINDS[key][0]: {"$ref": "#/components/responses/Problem"} for key in KINDS if key in every}


PROBLEM_RESPONSE: dict[str, Any] = {
    "description": "Not done: “type” says which problem, “errors” where and by which rule, “remedy” what to do.",
    "content": {CONTENT: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "remedy", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "remedy": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "rule", "says"],
                "properties": {name: {"type": "string"} for name in ("where", "rule", "says")},
            },
        },
    },
}
