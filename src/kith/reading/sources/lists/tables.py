"""From the cells of each kind of list to rows of the dataset."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from kith.reading.sources.extracts import ROW
from kith.reading.sources.lists import other_services, rules, words
from kith.reading.sources.lists.cells import Cells
from kith.reading.sources.lists.harms import harms_named
from kith.reading.sources.lists.other_services import Tables
from kith.reading.sources.lists.remarks import REMARKS, remarks
from kith.reading.sources.lists.spans import begun, forwards, tell

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
    frame = forwards(cells, frame, "closed")
    closed = (pl.col("status") == "closed").fill_null(value=False) & pl.col("to_on").is_null()
    tell(cells, rules.CLOSED_WITHOUT_DAY, frame.filter(closed), "status")
    frame = frame.with_columns(to_on=pl.when(closed).then("from_on").otherwise("to_on"))
    frame = frame.filter(~(closed & pl.col("from_on").is_null()))
    if cells.mapping.constants.get("only_open") == "yes":
        frame = frame.filter(pl.col("to_on").is_null())
    harms = harms_named(cells).rename({"certainty": "said"})
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
    frame = forwards(cells, begun(cells, frame.filter("named")))
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
    frame = forwards(cells, frame.filter("named"))
    dated = pl.any_horizontal(pl.col("planned_on", "planned_from", "from_on").is_not_null())
    tell(cells, rules.NO_START, frame.filter(~dated), "planned_from")
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
    return {"missing": forwards(cells, begun(cells, frame.filter("named")))}


def police_missing(cells: Cells, who: pl.DataFrame) -> Tables:
    """`missing` as any list of times missing; harms that a report names are live on its days."""
    made = missing(cells, who)
    said = remarks(cells, who, made["missing"].select(ROW, on="from_on"))
    return {**made, **other_services.concerns(cells, made["missing"]), REMARKS: said}


READ: dict[str, Callable[[Cells, pl.DataFrame], Tables]] = {
    "exploitation_list": exploitation,
    "out_of_area_placements": out_of_area,
    "missing_episodes": missing,
    "planned_moves": planned,
    "youth_justice": other_services.youth_justice,
    "police_missing": police_missing,
    "school": other_services.school,
    "health": other_services.health,
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
