"""Operations on people and contexts themselves: list, search, begin, read, change; and who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kith.record.access.listing import told as listed_people
from kith.record.access.rules import Act, Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view, recorded
from kith.record.contexts.actions import WRITER as CONTEXT_WRITER
from kith.record.contexts.actions import open_context
from kith.record.contexts.forms import ContextForm
from kith.record.contexts.models import Context
from kith.record.contexts.parts import CONTEXT
from kith.record.contexts.queries import alike
from kith.record.contexts.queries import visible as visible_contexts
from kith.record.people import actions as people
from kith.record.people.forms import DetailsForm, NewPersonForm, SearchForm
from kith.record.people.models import Person
from kith.record.people.parts import PERSON
from kith.record.people.queries import visible
from kith.record.people.search import Asked, find
from kith.record.rows.actions import Stale
from kith.site.api import repeating
from kith.site.api.paging import page_by_key
from kith.site.api.problems import Refusal, error, told
from kith.site.api.reading import body
from kith.site.api.routes import Operation, called, listing, needs, of_owner
from kith.site.api.rows import _seen as seen_of
from kith.site.api.shapes import SEEN, UUID_TEXT, Schema, asked, held, misfits, posted, shown, wrong_in

_NAME: Schema = {"type": ["string", "null"]}
_IDS: Schema = {"type": "array", "items": UUID_TEXT, "uniqueItems": True, "maxItems": 100}


def _person_schema() -> Schema:
    made = held(Person)
    made["properties"] = made["properties"] | {"name": _NAME, "called": _NAME, "kept": UUID_TEXT}
    made["properties"].pop("person_id")
    return made


def _person(user: Any, row: Person) -> dict[str, Any]:
    name = row.shown_name
    made = {**shown(user, row), "name": name.whole if name else None, "called": name.called if name else None}
    return made | {"kept": str(row.pk)}


# Who asks


def whoami(request: HttpRequest) -> tuple[int, Any]:
    """The token, as whom it acts, what it may, and until when."""
    token = request.service_token  # type: ignore[attr-defined]
    return 200, {
        "service": token.name,
        "reference": token.reference,
        "role": token.account.role_key,
        "scopes": token.scopes,
        "expires_on": token.expires_on.isoformat(),
    }


_WHOAMI: Schema = {
    "type": "object",
    "required": ["service", "reference", "role", "scopes", "expires_on"],
    "properties": {
        **{name: {"type": "string"} for name in ("service", "reference", "role")},
        "scopes": {"type": "array", "items": {"type": "string"}},
        "expires_on": {"type": "string", "format": "date"},
    },
}


# People


def list_people(request: Any, *, after: UUID | None, limit: int) -> tuple[int, Any]:
    """The people whose identity the account may see, by key."""
    needs(request, Capability.READ_RECORDS)
    found, following = page_by_key(visible(request.user), after, limit)
    _listed(request, "people.listed", found)
    return 200, {"items": [_person(request.user, row) for row in found], "next": following}


def search_people(request: Any) -> tuple[int, Any]:
    """Those found among the people whom the account may see, likeliest first, with the keys of why."""
    needs(request, Capability.READ_RECORDS)
    said = _valid(SearchForm, body(request), also=("q",))
    found = find(request.user, Asked(said["q"], said["born_on"], said["postcode"], said["number"]))
    reference = uuid4()
    with recorded(request) as recorder:
        recorder.event(
            "search.made", subject="search", subject_id=reference, fields=[name for name in said if said[name]]
        )
        for one in found:
            recorder.event("search.found", subject="search", subject_id=reference, person_id=one.person.pk)
    items = [{"person": _person(request.user, one.person), "why": list(one.likeness.reasons)} for one in found]
    return 200, {"items": items, "next": None}


def add_person(request: Any) -> tuple[int, Any]:
    """A new person, unless somebody whom the account may see looks alike and was not said to be another."""
    needs(request, Capability.CREATE_PEOPLE)
    sent = body(request)
    others = _ids(sent.pop("not_the_same", []))
    form = _form(NewPersonForm, sent)

    def make() -> UUID:
        found = [one.person for one in people.duplicates_for(request.user, form.details(), form.name(), form.rows())]
        if left := [row for row in found if row.pk not in others]:
            _listed(request, "person.compared", left)
            raise Refusal("likely_duplicate", found=[str(row.pk) for row in left])
        made = people.add_person(by=request, details=form.details(), name=form.name(), rows=form.rows(),
                                 not_the_same=[row.pk for row in found])  # fmt: skip
        return made.pk

    return 201, _person(request.user, _made(request, make, visible))


def read_person(request: HttpRequest, *, person_id: UUID) -> tuple[int, Any]:
    """A person's own row and the name shown."""

    def do(row: Person) -> Any:
        record_view(request, "person.viewed", subject="person", person_id=row.pk, why=request.access.why)  # type: ignore[attr-defined]
        return 200, _person(request.user, row)

    return of_owner(request, PERSON, Section.IDENTITY, Act.READ, person_id, do)


def change_person(request: HttpRequest, *, person_id: UUID) -> tuple[int, Any]:
    """Change a person's own row."""
    sent = body(request)

    def do(row: Person) -> Any:
        _change(request, people.WRITER, row, DetailsForm, sent, lambda: _person(request.user, PERSON.find(row.pk)))
        return 200, _person(request.user, PERSON.find(row.pk))

    return of_owner(request, PERSON, Section.IDENTITY, Act.WRITE, person_id, do)


# Contexts


def list_contexts(request: Any, *, after: UUID | None, limit: int) -> tuple[int, Any]:
    """The contexts that the account may see, by key."""
    needs(request, Capability.SEE_CONTEXTS)
    found, following = page_by_key(visible_contexts(request.user), after, limit)
    with recorded(request) as recorder:
        for row in found:
            recorder.event("contexts.listed", subject="context", subject_id=row.pk)
    return 200, {"items": [shown(request.user, row) for row in found], "next": following}


def add_context(request: Any) -> tuple[int, Any]:
    """A new context, unless the account may see one of a like name or place and did not say that it is another."""
    needs(request, Capability.OPEN_CONTEXTS)
    sent = body(request)
    others = _ids(sent.pop("not_the_same", []))
    form = _form(ContextForm, sent)

    def make() -> UUID:
        said = form.cleaned_data
        like = alike(request.user, name=said["name"], postcode=said["postcode"], kind=said["kind"])
        if left := [str(row.pk) for row in like if row.pk not in others]:
            raise Refusal("likely_duplicate", found=left)
        return open_context(by=request, row=Context(**form.values())).pk

    return 201, shown(request.user, _made(request, make, visible_contexts))


def read_context(request: HttpRequest, *, context_id: UUID) -> tuple[int, Any]:
    """A context's own row."""

    def do(row: Context) -> Any:
        record_view(request, "context.viewed", subject="context", subject_id=row.pk, why=request.access.why)  # type: ignore[attr-defined]
        return 200, shown(request.user, row)

    return of_owner(request, CONTEXT, Section.RECORD, Act.READ, context_id, do)


def change_context(request: HttpRequest, *, context_id: UUID) -> tuple[int, Any]:
    """Change a context's own row."""
    sent = body(request)

    def do(row: Context) -> Any:
        _change(request, CONTEXT_WRITER, row, ContextForm, sent, lambda: shown(request.user, CONTEXT.find(row.pk)))
        return 200, shown(request.user, CONTEXT.find(row.pk))

    return of_owner(request, CONTEXT, Section.RECORD, Act.WRITE, context_id, do)


# What they share


def _listed(request: HttpRequest, action: str, rows: Iterable[Person]) -> None:
    with recorded(request) as recorder:
        if action == "people.listed":
            recorder.event("list.viewed", subject="people")
        listed_people(recorder, request.user, (row.pk for row in rows), action=action)


def _made(request: HttpRequest, make: Any, rows: Any) -> Any:
    """What was made, as `rows` of the user find it now: they may see what they have just begun."""
    try:
        pk, _before = repeating.once(request, make)
    except ValidationError as wrong:
        raise Refusal("not_valid", errors=told(wrong)) from None
    found = rows(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _change(request: HttpRequest, writer: Any, row: Any, form_class: Any, sent: dict[str, Any], now: Any) -> None:
    seen = seen_of(sent)
    form = _form(form_class, {name: value for name, value in sent.items() if name != "seen"}, form_class.of(row))
    try:
        writer.change(by=request, row=row, seen=seen, values=form.values())
    except Stale:
        raise Refusal("saved_in_between", stored=now(), sent=sent) from None
    except ValidationError as wrong:
        raise Refusal("not_valid", errors=told(wrong)) from None


def _form(form_class: Any, sent: Mapping[str, Any], stored: Mapping[str, Any] | None = None) -> Any:
    """The form filled in and found right. Refusal with everything that is wrong, in one go."""
    wrong = misfits(form_class, sent)
    fit = {name: value for name, value in sent.items() if name not in {one["where"] for one in wrong}}
    form = form_class(posted(form_class, {**(stored or {}), **fit}), initial=stored)
    if not form.is_valid():
        wrong += wrong_in(form, wrong)
    if wrong:
        raise Refusal("not_valid", errors=wrong)
    return form


def _valid(form_class: Any, sent: Mapping[str, Any], also: tuple[str, ...]) -> dict[str, Any]:
    """The same of a form whose field of search is itself what is sent."""
    texts = {name: sent[name] for name in also if name in sent}
    wrong = [error(name, "wrong_type", _("This is not of the kind that openapi.json says.")) for name, value in texts.items() if not isinstance(value, str)]  # fmt: skip
    rest = {name: value for name, value in sent.items() if name not in also}
    wrong += misfits(form_class, rest)
    bad = {one["where"] for one in wrong}
    form = form_class(posted(form_class, {name: value for name, value in sent.items() if name not in bad}))
    if not form.is_valid():
        wrong += wrong_in(form, wrong)
    if wrong:
        raise Refusal("not_valid", errors=wrong)
    return dict(form.cleaned_data)


def _ids(value: Any) -> set[UUID]:
    try:
        if (
            not isinstance(value, list)
            or len(value) > _IDS["maxItems"]
            or not all(isinstance(one, str) for one in value)
        ):
            raise ValueError
        return {UUID(one) for one in value}
    except ValueError:
        raise Refusal("not_valid", errors=[error("not_the_same", "wrong_type", _("This is not of the kind that openapi.json says."))]) from None  # fmt: skip


def _with(schema: Schema, **more: Schema) -> Schema:
    return {**schema, "properties": {**schema["properties"], **more}}


def operations() -> Iterator[Operation]:
    """All of them."""
    whole = {"person": _person_schema(), "context": held(Context)}
    whole["context"]["properties"].pop("person_id")
    person, context = called("person"), called("context")
    found = {"type": "object", "required": ["person", "why"], "properties": {"person": person, "why": {"type": "array", "items": {"type": "string"}}}}  # fmt: skip
    searched = _with(asked(SearchForm, whole=True), q={"type": "string", "maxLength": 120})
    twice, stale = ("likely_duplicate", "key_used", "not_found"), ("saved_in_between",)
    change_p, change_c = (
        {**_with(asked(form, whole=False), seen=SEEN), "required": ["seen"]} for form in (DetailsForm, ContextForm)
    )
    once = (repeating.PARAMETER,)
    yield Operation("GET", "/whoami", "whoami", "Who asks", whoami, answers={200: _WHOAMI})
    for tag, kwarg, made in (
        ("people", "person_id", (
            ("GET", "/people", "people_list", "People: list", list_people, {"listed": True, "answers": {200: listing(person)}, "problems": ("not_found",)}),
            ("POST", "/people/search", "people_search", "People: search", search_people, {"takes": searched, "answers": {200: listing(found)}, "problems": ("not_found",)}),
            ("POST", "/people", "people_add", "People: begin a record", add_person, {"takes": _with(asked(NewPersonForm, whole=True), not_the_same=_IDS), "answers": {201: person}, "problems": twice, "parameters": once}),
            ("GET", "/people/{uuid:person_id}", "people_read", "People: read one", read_person, {"answers": {200: person}}),
            ("PATCH", "/people/{uuid:person_id}", "people_change", "People: change", change_person, {"takes": change_p, "answers": {200: person}, "problems": stale}),
        )),
        ("contexts", "context_id", (
            ("GET", "/contexts", "contexts_list", "Contexts: list", list_contexts, {"listed": True, "answers": {200: listing(context)}, "problems": ("not_found",)}),
            ("POST", "/contexts", "contexts_add", "Contexts: open one", add_context, {"takes": _with(asked(ContextForm, whole=True), not_the_same=_IDS), "answers": {201: context}, "problems": twice, "parameters": once}),
            ("GET", "/contexts/{uuid:context_id}", "contexts_read", "Contexts: read one", read_context, {"answers": {200: context}}),
            ("PATCH", "/contexts/{uuid:context_id}", "contexts_change", "Contexts: change", change_context, {"takes": change_c, "answers": {200: context}, "problems": stale}),
        )),
    ):  # fmt: skip
        for method, path, name, summary, call, more in made:
            act = "write" if name.endswith(("_add", "_change")) else "read"
            ids = (kwarg,) if kwarg in path else ()
            section = Section.IDENTITY if tag == "people" else Section.RECORD
            opens = (tag, section.value, act) if ids else None
            yield Operation(
                method,
                path,
                name,
                summary,
                call,
                (f"{act}:{tag}",),
                ids,
                tag=tag,
                opens=opens,
                components=whole,
                **more,
            )
