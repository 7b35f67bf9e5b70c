"""From the cells of each kind of list to rows of the dataset."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from kith.foundation.problems import Rule
from kith.reading.sources.extracts import ROW
from kith.reading.sources.lists import rules, words
from kith.reading.sources.lists.cells import Cells, with_crosses

Tables = dict[str, pl.DataFrame]
_NOT_CARE = ("family", "police", "housing")


def exploitation(cells: Cells, who: pl.DataFrame) -> Tables:
    """`harms`, and `involvements` of a status that a list does not say."""
    frame = who.with_columns(
        cells.rows,
        setting=cells.code("setting"),
        certainty=cells.code("certainty"),
        status=cells.code("status"),
        from_on=cells.date("opened"),
        to_on=cells.date("closed"),
    ).filter("named")
    frame = _forwards(cells, frame)
    closed = (pl.col("status") == "closed").fill_null(value=False) & pl.col("to_on").is_null()
    _tell(cells, rules.CLOSED_WITHOUT_DAY, frame.filter(closed), "status")
    frame = frame.with_columns(to_on=pl.when(closed).then("from_on").otherwise("to_on"))
    frame = frame.filter(~(closed & pl.col("from_on").is_null()))
    if cells.mapping.constants.get("only_open") == "yes":
        frame = frame.filter(pl.col("to_on").is_null())
    harms = _harms(cells).rename({"certainty": "said"})
    recorded = pl.col("setting").is_not_null()
    return {
        "harms": frame.join(harms, on=ROW, maintain_order="left_right").with_columns(
            setting=pl.col("setting").fill_null("outside"),
            setting_basis=pl.when(recorded).then(pl.lit("recorded")).otherwise(pl.lit("assumed")),
            certainty=pl.coalesce("said", "certainty"),
        ),
        "involvements": frame.with_columns(status=pl.lit("not_known")),
    }


def out_of_area(cells: Cells, who: pl.DataFrame) -> Tables:
    """`placements`, `relocations` for moves that are no care placements, and `involvements` for the placements."""
    frame = _moves(cells, who, locality="out").with_columns(
        cells.code("placement_type"),
        cells.code("provider"),
        cells.code("legal_basis"),
        care=cells.state("care_placement"),
    )
    frame = _forwards(cells, _begun(cells, frame.filter("named")))
    by_arranger = ~pl.col("arranged_by").is_in(_NOT_CARE).fill_null(value=False)
    care = pl.when(pl.col("care").is_in(["yes", "no"])).then(pl.col("care") == "yes").otherwise(by_arranger)
    placed = frame.filter(care)
    return {
        "placements": placed,
        "relocations": frame.filter(~care),
        "involvements": placed.select("person_id", "source", "from_on", "to_on", status=pl.lit("not_known")),
    }


def planned(cells: Cells, who: pl.DataFrame) -> Tables:
    """`relocations`, planned or made."""
    frame = _moves(cells, who, locality="not_known").with_columns(
        cells.date("planned_on"), cells.date("planned_from"), cells.date("withdrawn_on")
    )
    frame = _forwards(cells, frame.filter("named"))
    dated = pl.any_horizontal(pl.col("planned_on", "planned_from", "from_on").is_not_null())
    _tell(cells, rules.NO_START, frame.filter(~dated), "planned_from")
    return {"relocations": frame.filter(dated)}


def missing(cells: Cells, who: pl.DataFrame) -> Tables:
    """`missing`: an interview that took place was offered, and one with a day took place unless the list says no."""
    held = cells.state("interview_held")
    frame = who.with_columns(
        cells.rows,
        cells.date("from_on"),
        cells.date("to_on"),
        cells.date("interview_on"),
        cells.state("interview_offered"),
        kind=cells.code("kind", "missing").fill_null("missing"),
        interview_held=held,
    ).with_columns(
        interview_held=pl.when(pl.col("interview_on").is_not_null() & (pl.col("interview_held").fill_null("") != "no"))
        .then(pl.lit("yes"))
        .otherwise("interview_held")
    )
    frame = frame.with_columns(
        interview_offered=pl.when(pl.col("interview_held") == "yes").then(pl.lit("yes")).otherwise("interview_offered")
    )
    return {"missing": _forwards(cells, _begun(cells, frame.filter("named")))}


READ: dict[str, Callable[[Cells, pl.DataFrame], Tables]] = {
    "exploitation_list": exploitation,
    "out_of_area_placements": out_of_area,
    "missing_episodes": missing,
    "planned_moves": planned,
}


def _moves(cells: Cells, who: pl.DataFrame, locality: str) -> pl.DataFrame:
    due = cells.code("due_to_efh", "not_known")
    if cells.mapping.values.get("reason"):
        local = cells.mapping.values["reason"]
        reason = cells.text("reason").map_elements(lambda text: local.get(words.plain(text)), return_dtype=pl.String)
        due = due.zip_with(due.is_not_null(), reason)
    return who.rename({"postcode": "home_postcode"}).with_columns(
        cells.rows,
        cells.date("from_on"),
        cells.date("to_on"),
        cells.date("planned_end"),
        cells.text("placement_postcode"),
        cells.code("arranged_by"),
        cells.code("who_moved"),
        placement_authority=cells.text("host_authority"),
        locality=cells.code("locality", "not_known").fill_null(locality),
        due_to_efh=due.fill_null("not_reviewed"),
    )


def _harms(cells: Cells) -> pl.DataFrame:
    """ROW, harm, sub_kind, certainty and evidence: a row a harm that the list names."""
    found: list[tuple[int, str, str | None, str | None, str]] = []
    file = cells.sheet.file
    for heading in cells.mapping.columns.get("harms", ()):
        texts = cells.sheet.frame[heading]
        local = cells.mapping.values.get("harms", {})
        said = {text: words.harms_said(text, local) for text in texts.unique().drop_nulls().to_list()}
        unknown = [text for text, all_ in said.items() if any(not one.known for one in all_)]
        cells.tell(rules.UNKNOWN_HARM, texts.is_in(unknown), heading=heading)
        for row, text in zip(cells.rows.to_list(), texts.to_list(), strict=True):
            for one in said.get(text, ()):
                found.append((row, one.harm, one.sub_kind or None, one.certainty or None, f"{file}: {heading}"))
    for heading, harm in cells.mapping.harm_columns.items():
        texts = cells.sheet.frame[heading]
        local = cells.mapping.values.get("harms", {})
        marks = with_crosses({text: words.mark_said(text) for text in texts.unique().drop_nulls().to_list()})
        unknown = [text for text, mark in marks.items() if mark is None and words.plain(text) not in local]
        cells.tell(rules.UNKNOWN_WORD, texts.is_in(unknown), heading=heading)
        for row, text in zip(cells.rows.to_list(), texts.to_list(), strict=True):
            mark = marks.get(text)
            if mark == "yes" or mark in words.CERTAINTIES:
                found.append((row, harm, None, mark if mark != "yes" else None, f"{file}: {heading}"))
    schema = {ROW: pl.Int64, "harm": pl.String, "sub_kind": pl.String, "certainty": pl.String, "evidence": pl.String}
    made = pl.DataFrame(found, schema=schema, orient="row")
    return made.unique([ROW, "harm", "sub_kind"], keep="first", maintain_order=True)


def _begun(cells: Cells, frame: pl.DataFrame) -> pl.DataFrame:
    none = pl.col("from_on").is_null()
    _tell(cells, rules.NO_START, frame.filter(none), "from_on")
    return frame.filter(~none)


def _forwards(cells: Cells, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows whose dates run forwards; a stay cannot be planned to end before it begins either, but that end is only dropped."""
    backwards = (pl.col("from_on") > pl.col("to_on")).fill_null(value=False)
    _tell(cells, rules.BACKWARDS, frame.filter(backwards), "to_on" if "to_on" in cells.mapping.columns else "closed")
    frame = frame.filter(~backwards)
    if "planned_end" in frame.columns:
        early = (pl.col("from_on") > pl.col("planned_end")).fill_null(value=False)
        _tell(cells, rules.UNLIKELY_DATE, frame.filter(early), "planned_end")
        frame = frame.with_columns(planned_end=pl.when(~early).then("planned_end"))
    return frame


def _tell(cells: Cells, rule: Rule, wrong: pl.DataFrame, name: str) -> None:
    cells.problems.add_rows(rule, cells.sheet.file, wrong[ROW].to_list(), cells.heading(name))
