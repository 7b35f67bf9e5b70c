"""The API put together: every operation, what becomes of what goes wrong, and the document that says all of it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as NotTyped

from kith.record.people.queries import about_people
from kith.site.api import figures, owners, rows
from kith.site.api.problems import PROBLEM_RESPONSE, PROBLEM_SCHEMA, Refusal, error, problem
from kith.site.api.routes import Operation
from kith.site.api.scopes import all_parts

VERSION = "1"
ABOUT = """The record for other programs, under the rules that hold for people: a token acts as one account and sees what it sees.
Whoever and whatever the account may not see is answered as if there were no such record. See docs/how-to/api.md."""


def document(_request: HttpRequest | None = None) -> tuple[int, Any]:
    """What the API is, in OpenAPI 3.1."""
    return 200, schema()


@cache
def schema() -> dict[str, Any]:
    made = json.loads(json.dumps(API.get_openapi_schema(path_prefix="/api"), default=str))
    schemas = made["components"].setdefault("schemas", {})
    for operation in OPERATIONS:
        schemas.update(json.loads(json.dumps(operation.components, default=str)))
    schemas["Problem"] = PROBLEM_SCHEMA
    made["components"]["responses"] = {"Problem": PROBLEM_RESPONSE}
    offered = {part.form.model for parts in all_parts() for part in parts.parts.values()}
    made["x-not-offered"] = sorted(model._meta.label for model in about_people() if model not in offered)
    return dict(made)


def text() -> str:
    """The same as the page docs/reference/openapi.json holds it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _built() -> NinjaAPI:
    api = NinjaAPI(
        title="Kith", version=VERSION, description=ABOUT, openapi_url=None, docs_url=None, urls_namespace="api"
    )
    document_of = Operation(
        "GET", "/openapi.json", "openapi", "This document", document, answers={200: {"type": "object"}}
    )
    for operation in (document_of, *owners.operations(), *figures.operations(), *rows.operations()):
        operation.add_to(api)
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(AuthenticationError, lambda _request, _wrong: problem("no_token"))
    api.add_exception_handler(Http404, lambda _request, _wrong: problem("not_found"))
    api.add_exception_handler(RequestDataTooBig, lambda _request, _wrong: problem("too_large"))
    api.add_exception_handler(NotTyped, _not_typed)
    return api


def _refused(_request: HttpRequest, wrong: Refusal) -> HttpResponse:
    return problem(wrong.key, wrong.errors, **wrong.more)


def _not_typed(_request: HttpRequest, wrong: NotTyped) -> HttpResponse:
    """What of an address is not of its kind: names and rules, without what was sent."""
    return problem("not_valid", [error(str(one["loc"][-1]), str(one["type"]), str(one["msg"])) for one in wrong.errors])


OPERATIONS = (
    Operation("GET", "/openapi.json", "openapi", "This document", document, answers={200: {"type": "object"}}),
    *owners.operations(),
    *figures.operations(),
    *rows.operations(),
)
API = _built()
