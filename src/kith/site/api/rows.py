"""Six operations for every kind of row that any slice declares: list, read, add, change, mark as entered in error, take that back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kith.record.access.rules import Act
from kith.record.audit.actions import recorded
from kith.record.people.parts import PERSON
from kith.record.rows.actions import Stale
from kith.record.rows.forms import RowForm, WhyForm
from kith.record.rows.parts import Part, Parts
from kith.site.api import repeating
from kith.site.api.paging import page
from kith.site.api.problems import Refusal, error, told
from kith.site.api.reading import body
from kith.site.api.routes import Operation, called, listing, of_owner
from kith.site.api.scopes import all_parts, scopes_of
from kith.site.api.shapes import SEEN, asked, held, misfits, posted, shown, wrong_in

Sent = dict[str, Any]
_WHY: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": WhyForm.base_fields["why"].max_length}


@dataclass(frozen=True)
class Rows:
    """The operations of one part."""

    parts: Parts
    part: Part

    def operations(self) -> Iterator[Operation]:
        """All six, in the order of the document."""
        owner, key, title = self.parts.owner, self.part.key, str(self.part.title)
        base = f"/{owner.word}/{{uuid:{owner.kwarg}}}/{key}"
        name, row = f"{owner.word}_{key}", f"{base}/{{uuid:row_id}}"
        whole = held(self.part.form.model)
        if owner is PERSON:
            whole["properties"].pop("person_id")
        item = called(name)
        own, both = (owner.kwarg,), (owner.kwarg, "row_id")
        reads, writes = (scopes_of(self.parts, self.part, act) for act in ("read", "write"))
        new = dict(asked(self.part.form, whole=True))
        changed = asked(self.part.change_form or self.part.form, whole=False)
        change = {**changed, "required": ["seen"], "properties": {"seen": SEEN, **changed["properties"]}}
        mark = {"type": "object", "required": ["seen"], "properties": {"seen": SEEN}, "additionalProperties": False}
        why = {**mark, "required": ["seen", "why"], "properties": {"seen": SEEN, "why": _WHY}}
        stale = ("saved_in_between", "fixed")
        for made in (
            Operation("GET", base, f"{name}_list", f"{title}: list", self.list, reads, own, listed=True, answers={200: listing(item)}),
            Operation("POST", base, f"{name}_add", f"{title}: add", self.add, writes, own, takes=new, answers={201: item},
                      problems=("key_used",), parameters=(repeating.PARAMETER,)),
            Operation("GET", row, f"{name}_read", f"{title}: read one", self.read, reads, both, answers={200: item}),
            Operation("PATCH", row, f"{name}_change", f"{title}: change", self.change, writes, both, takes=change,
                      answers={200: item}, problems=stale),
            Operation("POST", f"{row}/error", f"{name}_error", f"{title}: mark as entered in error", self.error, writes, both,
                      takes=why, answers={200: item}, problems=stale),
            Operation("POST", f"{row}/restore", f"{name}_restore", f"{title}: take that mark back", self.restore, writes, both,
                      takes=mark, answers={200: item}, problems=stale),
        ):  # fmt: skip
            act = Act.READ if made.method == "GET" else Act.WRITE
            opens = (owner.word, self.part.section.value, act.value)
            yield replace(made, tag=self.parts.app, opens=opens, components={name: whole})

    # Reads

    def list(self, request: HttpRequest, *, after: UUID | None, limit: int, **given: UUID) -> tuple[int, Any]:
        """The rows that the account may see, newest first, those entered in error too."""

        def do(owner: Any) -> Any:
            rows = [row for row in self.parts.seen(request, self.part, owner) if self._opens(request, row)]
            found, following = page(rows, after, limit)
            self.parts.looked(request, self.part, owner, found)
            return 200, {
                "items": [self._shown(request, row) for row in found],
                "next": following,
                "kept": str(owner.pk),
            }

        return self._of(request, Act.READ, given, do)

    def read(self, request: HttpRequest, **given: UUID) -> tuple[int, Any]:
        """One row."""

        def do(owner: Any) -> Any:
            row = self._row(request, owner, given["row_id"])
            self.parts.looked(request, self.part, owner, [row])
            return 200, self._shown(request, row)

        return self._of(request, Act.READ, given, do)

    # Writes

    def add(self, request: HttpRequest, **given: UUID) -> tuple[int, Any]:
        """A new row, by the form of its page."""
        sent = body(request)

        def do(owner: Any) -> Any:
            values = self._valid(request, self.part.form, sent, None)

            def make() -> UUID:
                row = self.part.form.model(**{self.parts.owner.kwarg: owner.pk}, **values)
                with recorded(request):
                    self.part.check(request, row)
                    return self.parts.writer.add(by=request, row=row).pk

            try:
                made, _before = repeating.once(request, make)
            except ValidationError as wrong:
                raise Refusal("not_valid", errors=told(wrong)) from None
            return 201, self._shown(request, self._row(request, owner, made))

        return self._of(request, Act.WRITE, given, do)

    def change(self, request: HttpRequest, **given: UUID) -> tuple[int, Any]:
        """What was sent changes, the rest stays; where somebody saved in between, both are told."""
        sent = body(request)
        seen = _seen(sent)

        def do(owner: Any) -> Any:
            row = self._writable(request, owner, given["row_id"])
            values = self._valid(request, self.part.change_form or self.part.form, sent, row)
            return self._written(request, owner, row, sent, lambda: self.parts.writer.change(by=request, row=row, seen=seen, values=values))  # fmt: skip

        return self._of(request, Act.WRITE, given, do)

    def error(self, request: HttpRequest, **given: UUID) -> tuple[int, Any]:
        """Mark a row as entered in error, saying why."""
        sent = body(request)
        seen, why = _seen(sent, "why"), sent.get("why")
        if not isinstance(why, str) or not why.strip() or len(why) > _WHY["maxLength"] or "\0" in why:
            raise Refusal("not_valid", errors=[error("why", "required", _("Say why it was an error"))])

        def do(owner: Any) -> Any:
            row = self._writable(request, owner, given["row_id"])
            if self.part.fixed(row) or row.error_at is not None:
                raise Refusal("fixed")
            return self._written(request, owner, row, sent, lambda: self.parts.writer.enter_in_error(by=request, row=row, seen=seen, why_so=why))  # fmt: skip

        return self._of(request, Act.WRITE, given, do)

    def restore(self, request: HttpRequest, **given: UUID) -> tuple[int, Any]:
        """Take a mark of entered in error back."""
        sent = body(request)
        seen = _seen(sent, "seen")

        def do(owner: Any) -> Any:
            row = self._writable(request, owner, given["row_id"])
            if row.error_at is None:
                raise Refusal("fixed")
            return self._written(
                request, owner, row, sent, lambda: self.parts.writer.restore(by=request, row=row, seen=seen)
            )

        return self._of(request, Act.WRITE, given, do)

    def _written(self, request: HttpRequest, owner: Any, row: Any, sent: Sent, write: Any) -> Any:
        """The row as it is after a write, read under the rules; or, where it was stale, as it is stored beside what was sent."""
        try:
            write()
        except Stale:
            stored = self._shown(request, self._row(request, owner, row.pk))
            raise Refusal("saved_in_between", stored=stored, sent=sent) from None
        except ValidationError as wrong:
            raise Refusal("not_valid", errors=told(wrong)) from None
        return 200, self._shown(request, self._row(request, owner, row.pk))

    # What they share

    def _of(self, request: HttpRequest, act: Act, given: Mapping[str, UUID], do: Any) -> Any:
        owner = self.parts.owner
        return of_owner(request, owner, self.part.section, act, given[owner.kwarg], do)

    def _opens(self, request: Any, row: Any) -> bool:
        return row.section.value in request.access.reads

    def _row(self, request: HttpRequest, owner: Any, row_id: UUID) -> Any:
        rows = self.parts.seen(request, self.part, owner)
        found = next((row for row in rows if row.pk == row_id and self._opens(request, row)), None)
        if found is None:
            raise Http404
        return found

    def _writable(self, request: HttpRequest, owner: Any, row_id: UUID) -> Any:
        """A row of this very part that the account may change."""
        row = self.parts.row(request, self.part, owner, row_id)
        if all(one.pk != row.pk for one in self.parts.seen(request, self.part, owner)):
            raise Http404
        return row

    def _shown(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return shown(request.user, row, names_person=self.parts.owner is not PERSON)

    def _valid(self, request: Any, form_class: type[RowForm], sent: Sent, row: Any) -> dict[str, Any]:
        """The row's fields as the form of its page takes them. Refusal with everything that is wrong, in one go."""
        wanted = {name: value for name, value in sent.items() if name != "seen" or row is None}
        wrong = misfits(form_class, wanted)
        fit = {name: value for name, value in wanted.items() if name not in {one["where"] for one in wrong}}
        request.POST = posted(form_class, (form_class.of(row) if row is not None else {}) | fit)
        more = (
            {}
            if row is not None and self.part.change_form
            else _offered(request, form_class, fit, self.part.more(request, row))
        )
        stored = {"initial": form_class.of(row)} if row is not None else {}
        form = form_class(request.POST, **(more | stored))
        wrong += [
            error(name, "not_asked", _("This is not asked of this account here."))
            for name in fit
            if name in form_class.base_fields and name not in form.fields
        ]
        if not form.is_valid():
            wrong += wrong_in(form, wrong)
        if wrong:
            raise Refusal("not_valid", errors=wrong)
        return form.values()


def _offered(request: HttpRequest, form_class: type[forms.Form], sent: Sent, more: dict[str, Any]) -> dict[str, Any]:
    """Whom a page lets one find by words a service names by id: whoever the account may know of can be chosen."""
    if "found" not in more:
        return more
    there = {key for key, _label in more["found"]}
    named = [str(value) for name, value in sent.items() if name.endswith("_id") and name in form_class.base_fields]
    may_see = import_string(settings.MAY_SEE_SUBJECT)
    further = [(one, "") for one in named if one not in there and (key := _uuid(one)) and may_see(request.user, key)]
    return {**more, "found": [*more["found"], *further]}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _seen(sent: Sent, *only: str) -> int:
    """The version that was read; with `only`, nothing but these may have been sent beside it."""
    seen, wrong = sent.get("seen"), []
    if isinstance(seen, bool) or not isinstance(seen, int) or not SEEN["minimum"] <= seen <= SEEN["maximum"]:
        wrong.append(error("seen", "required", _("Send the version that you read.")))
    if only and set(sent) - {"seen", *only}:
        wrong.append(error("", "unknown_field", _("A name was sent that nothing here is called.")))
    if wrong:
        raise Refusal("not_valid", errors=wrong)
    return int(seen)  # type: ignore[arg-type]


def operations() -> Iterator[Operation]:
    """Those of every part of every slice."""
    for parts in all_parts():
        for part in parts.parts.values():
            yield from Rows(parts, part).operations()
