"""How an operation of the API is declared: its address, its scopes, what it takes and answers, so that the document says what runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import Parameter, Signature
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from ninja import NinjaAPI, Query

from kith.record.access.rules import Act, Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import Why, record_refusal
from kith.record.rows.parts import Owner
from kith.site.api.doorway import Token
from kith.site.api.paging import MOST
from kith.site.api.problems import Refusal, documented
from kith.site.api.shapes import UUID_TEXT, Schema

Call = Callable[..., tuple[int, Any]]
_LISTED = (
    Parameter("after", Parameter.KEYWORD_ONLY, annotation=UUID | None, default=None),
    Parameter("limit", Parameter.KEYWORD_ONLY, annotation=int, default=Query(100, ge=1, le=MOST)),
)


@dataclass(frozen=True)
class Operation:
    """One method of one address. `problems`: what it may meet besides what every call may."""

    method: str
    path: str
    name: str
    summary: str
    call: Call
    scopes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    listed: bool = False
    takes: Schema | None = None
    answers: Mapping[int, Schema] | None = None
    problems: tuple[str, ...] = ()
    parameters: tuple[Mapping[str, Any], ...] = ()
    tag: str = ""
    opens: tuple[str, str, str] | None = None
    """Whose (people, contexts …), which section and act the policy is asked about; None where it is about nobody in particular."""
    components: Mapping[str, Schema] = field(default_factory=dict)
    """Schemas that the document holds once under a name."""

    def add_to(self, api: NinjaAPI) -> None:
        """Make it part of the API."""
        api.api_operation(
            [self.method],
            self.path,
            auth=Token(self.name, *self.scopes),
            operation_id=self.name,
            url_name=self.name,
            summary=self.summary,
            tags=[self.tag] if self.tag else None,
            openapi_extra=self._said(),
        )(self._view())

    def _view(self) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, **given: Any) -> HttpResponse:
            status, body = self.call(request, **given)
            return JsonResponse(body, status=status, encoder=DjangoJSONEncoder)

        ids = [Parameter(name, Parameter.KEYWORD_ONLY, annotation=UUID) for name in self.ids]
        first = Parameter("request", Parameter.POSITIONAL_OR_KEYWORD)
        view.__signature__ = Signature([first, *ids, *(_LISTED if self.listed else ())])  # type: ignore[attr-defined]
        return view

    def _said(self) -> dict[str, Any]:
        """What the document says of it beyond its address."""
        bodied = ("not_readable", "not_json", "too_large") if self.takes is not None else ()
        said: dict[str, Any] = {"responses": documented(*bodied, *(("not_found",) if self.ids else ()), *self.problems)}
        for status, schema in (self.answers or {}).items():
            said["responses"][status] = {"description": "OK", "content": {"application/json": {"schema": schema}}}
        if self.takes is not None:
            said["requestBody"] = {"required": True, "content": {"application/json": {"schema": self.takes}}}
        if self.parameters:
            said["parameters"] = list(self.parameters)
        return said | {"x-scopes": list(self.scopes)} | ({"x-opens": list(self.opens)} if self.opens else {})


def needs(request: Any, capability: Capability) -> None:
    """Go on where the account's role has the capability; else it is as if there were nothing here."""
    if not request.user.may(capability):
        record_refusal(request, "access.refused", why=Why(reason=f"needs_{capability.value}"))
        raise Http404


def of_owner(
    request: HttpRequest, owner: Owner, section: Section, act: Act, owner_id: UUID, do: Callable[[Any], Any]
) -> Any:
    """What `do` gives for an owner whom the account may open: the same guard as on pages, with its audit and its answer to all others."""

    def opened(_request: HttpRequest, **given: Any) -> Any:
        return do(owner.find(given[owner.kwarg]))

    answer = owner.guard(section, act)(opened)(request, **{owner.kwarg: owner_id})
    if isinstance(answer, HttpResponseRedirect):
        raise Refusal("reason_needed")
    return answer


def called(name: str) -> Schema:
    """A reference to one of the document's components."""
    return {"$ref": f"#/components/schemas/{name}"}


def listing(item: Schema) -> Schema:
    """The schema of a page of a list."""
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": item},
            "next": {
                "type": ["string", "null"],
                "format": "uuid",
                "description": "Ask on with after=…; null at the end.",
            },
            "kept": UUID_TEXT
            | {"description": "The record that is kept: another id than was asked for where that was merged."},
        },
        "additionalProperties": False,
    }
