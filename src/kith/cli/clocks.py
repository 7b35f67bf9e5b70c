"""Commands on clocks: look them up, and ask what would be due from an event and a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kith.cli.telling import err, out, refuse

if TYPE_CHECKING:
    from rich.table import Table

    from kith.clocks.adjustments import Adjustments
    from kith.clocks.calendars import When
    from kith.clocks.cases import Standing
    from kith.clocks.declarations import Clock
    from kith.clocks.terms import TermCalendar
    from kith.foundation.problems import Problems


class Where(StrEnum):
    """Nations whose law Kith holds."""

    england = "england"
    wales = "wales"


Local = Annotated[Path | None, typer.Option("--local", help="Your authority's own adjustments, a TOML file.")]
Nations = Annotated[Where | None, typer.Option(help="Only what holds there.")]

app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode="markdown",
)


@app.callback()
def listing(
    context: typer.Context,
    nation: Nations = None,
    event: Annotated[
        str | None, typer.Option(help="Only those that run from this event, like placement_began.")
    ] = None,
    find: Annotated[str | None, typer.Option(help="Only those with these letters in key or title.")] = None,
) -> None:
    """The **clocks**: what law and guidance say must be done by when, with provision and mark. Without more: lists them.

    Example: `kith clocks --nation wales --event placement_began`
    """
    if context.invoked_subcommand:
        return
    from kith.clocks.declarations import clocks

    _known_event(event)
    words = (find or "").casefold()
    chosen = [
        clock
        for clock in clocks().values()
        if (nation is None or clock.nation in ("both", nation.value))
        and (event is None or clock.runs_from == event)
        and words in f"{clock.key} {clock.title}".casefold()
    ]
    if not chosen:
        raise refuse("No clock is like that.")
    _tell_clocks(chosen)


@app.command()
def show(key: Annotated[str, typer.Argument(help="The clock's key, like visit_first.")], local: Local = None) -> None:
    """Show **one clock** in full: limit, conditions, exceptions, provision, source, mark, and your own adjustment."""
    from kith.clocks.declarations import clocks
    from kith.clocks.messages import label, limit_words
    from kith.clocks.page import MARKS, applies_of, limit_of

    clock = clocks().get(key)
    if clock is None:
        raise typer.BadParameter("there is no such clock; `kith clocks` lists them", param_hint="KEY")
    ours = _adjustments(local).get(key)
    facts = {
        "Nation": "England and Wales" if clock.nation == "both" else clock.nation.title(),
        "Runs from": label(clock.runs_from),
        "Limit": limit_of(clock),
        "For whom": clock.whom,
        "Applies if": applies_of(clock),
        "Exceptions": clock.exceptions,
        "Excused by": "; ".join(label(one) for one in clock.excused_by),
        "Done by": label(clock.done_by) if clock.done_by != key else "",
        "Begins anew": label(clock.restarts_at) if clock.restarts_at else "",
        "Stops": label(clock.stops_at) if clock.stops_at else "",
        "Rests on": f"{clock.basis.value.replace('_', ' ')}: {clock.provision}",
        "In force": f"from {clock.in_force_from}" if clock.in_force_from else "not known since when",
        "Text": f"{MARKS[clock.read.value]}{', ' + clock.source if clock.source else ''}",
        "": clock.url,
        "Note": clock.note,
    }
    if not clock.commenced:
        facts["In force"] = "switched off: not commenced in the copies read"
    if ours:
        limits = ", then ".join(limit_words(limit) for limit in (ours.limit, ours.every) if limit)
        began = f"in force from {ours.commenced}" if ours.commenced else ""
        facts["Your authority"] = f"{' '.join(filter(None, (limits, began)))}: {ours.reason} ({ours.by}, {ours.on})"
    _tell_facts(f"{clock.key}: {clock.title}", facts)


@app.command()
def due(
    event: Annotated[str, typer.Option(help="What happens, like placement_began.")],
    day: Annotated[str, typer.Option("--from", help="When: a day like 2026-03-02, or a time like 2026-03-02T18:30.")],
    nation: Annotated[Where, typer.Option(help="The responsible authority's nation.")] = Where.england,
    yes: Annotated[list[str] | None, typer.Option("--yes", help="A condition that holds, like looked_after.")] = None,
    no: Annotated[list[str] | None, typer.Option("--no", help="A condition that does not hold.")] = None,
    terms: Annotated[Path | None, typer.Option(help="School term dates, a TOML or CSV file.")] = None,
    local: Local = None,
) -> None:
    """Ask **what is due** from an event and a day, the soonest first, with what it hangs on, provision and mark.

    Example: `kith clocks due --event placement_began --from 2026-03-02 --yes looked_after --no emergency`
    """
    from kith.clocks.cases import Case, State
    from kith.clocks.conditions import Answer
    from kith.clocks.declarations import by_event, conditions
    from kith.clocks.standing import standings
    from kith.foundation.dates import Nation

    _known_event(event)
    if unknown := {*(yes or ()), *(no or ())} - conditions().keys():
        raise typer.BadParameter(f"there is no condition {', '.join(sorted(unknown))}", param_hint="--yes, --no")
    start = _when(day)
    answers = dict.fromkeys(yes or (), Answer.YES) | dict.fromkeys(no or (), Answer.NO)
    where = Nation(nation.value)
    case = Case(
        nation=where,
        school_nation=where,
        events={event: [start]},
        answers=answers,
        terms=_terms(terms) if terms else None,
    )
    ours = _adjustments(local)
    found = standings(case, start, ours, by_event().get(event, []))
    kept = [one for one in found if one.state is not State.NOT_APPLICABLE]
    _tell_due(event, start, kept, ours)
    if left_out := len(found) - len(kept):
        err.print(f"{left_out} more do not apply: another nation's, not in force, or not timed.")


def _known_event(event: str | None) -> None:
    from kith.clocks.declarations import by_event

    if event is not None and event not in by_event():
        raise typer.BadParameter(f"no clock runs from it. Events: {', '.join(by_event())}", param_hint="--event")


def _when(text: str) -> When:
    from kith.foundation.dates import LONDON

    try:
        if "T" not in text and " " not in text:
            return dt.date.fromisoformat(text)
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write 2026-03-02 or 2026-03-02T18:30", param_hint="--from") from None
    return found if found.tzinfo else found.replace(tzinfo=LONDON)


def _terms(path: Path) -> TermCalendar:
    from kith.clocks.terms import read_terms

    calendar, problems = read_terms(path)
    _refuse_problems(problems)
    return calendar


def _adjustments(path: Path | None) -> Adjustments:
    from kith.clocks.adjustments import read_adjustments

    if path is None:
        return {}
    found, problems = read_adjustments(path)
    _refuse_problems(problems)
    return found


def _refuse_problems(problems: Problems) -> None:
    if not problems:
        return
    for problem in problems:
        place = ", ".join(filter(None, (problem.file, f"entry {problem.row}" if problem.row else "", problem.column)))
        err.print(f"{place}: {problem.message} {problem.rule.remedy}", soft_wrap=True, markup=False)
    raise refuse(f"{len(problems)} problems.")


def _tell_clocks(chosen: Sequence[Clock]) -> None:
    from rich.markup import escape

    from kith.clocks.messages import label
    from kith.clocks.page import MARKS, limit_of

    table = _table("Clock", "What", "From", "Limit", "Provision", "Text")
    for clock in chosen:
        off = " (switched off)" if not clock.commenced else ""
        cells = (clock.key, clock.title, label(clock.runs_from), limit_of(clock), clock.provision + off)
        table.add_row(*map(escape, cells), MARKS[clock.read.value])
    out.print(table)
    out.print(f"{len(chosen)} clocks. [bold]kith clocks show KEY[/bold] shows one in full.")


def _tell_facts(title: str, facts: dict[str, str]) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, fact in facts.items():
        if fact:
            table.add_row(name, escape(fact))
    out.print(f"[bold]{escape(title)}[/bold]")
    out.print(table)


def _tell_due(event: str, start: When, found: Sequence[Standing], ours: Adjustments) -> None:
    from rich.markup import escape

    from kith.clocks.declarations import Kind
    from kith.clocks.messages import in_full, label, say
    from kith.clocks.page import MARKS

    table = _table("When", "What", "Hangs on", "Provision", "Text")
    for one in found:
        hangs = "; ".join(label(key) for key in one.missing)
        before = "before " if one.clock.kind is Kind.BEFORE else ""
        when = before + in_full(one.due) if one.due else "" if one.missing else say(one.message)
        own = " (your authority's limit)" if one.clock.key in ours else ""
        cells = (when, f"{one.clock.title} [{one.clock.key}]", hangs, one.clock.provision + own)
        table.add_row(*map(escape, cells), MARKS[one.clock.read.value])
    out.print(f"[bold]{escape(label(event))}[/bold], {in_full(start)}")
    out.print(table)


def _table(*columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def register(to: typer.Typer) -> None:
    """Add the command and its parts."""
    to.add_typer(app, name="clocks")
