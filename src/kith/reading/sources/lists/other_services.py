"""The lists of youth justice, schools and health as rows of the dataset.

Such a list tells of what happened, not that children's services are involved, so it gives no involvement. What it does not
tell of at all is left out, never given as none: only the table that is the list's own is there when it is empty.
"""

from __future__ import annotations

import polars as pl

from kith.reading.sources.extracts import ROW
from kith.reading.sources.lists import rules
from kith.reading.sources.lists.cells import Cells
from kith.reading.sources.lists.harms import harms_named
from kith.reading.sources.lists.remarks import REMARKS, remarks
from kith.reading.sources.lists.spans import begun, forwards, tell

Tables = dict[str, pl.DataFrame]
_EVENTS = {
    "arrested_on": "arrest",
    "first_court_on": "first_court",
    "sentenced_on": "sentence",
    "remanded_on": "remand",
    "released_on": "release",
}
"""Fields that are the day of one kind of critical moment."""


def youth_justice(cells: Cells, who: pl.DataFrame) -> Tables:
    """`moments`, `controls`, `referrals` to the National Referral Mechanism, and `harms` while the service knows the young person."""
    frame = who.with_columns(
        cells.rows,
        cells.date("on"),
        cells.code("kind"),
        from_on=cells.date("opened"),
        to_on=cells.date("closed"),
        nrm_on=cells.date("nrm_on"),
        **{name: cells.date(name) for name in _EVENTS},
    ).filter("named")
    referred = frame.filter(pl.col("nrm_on").is_not_null()).select(
        "person_id", "source", on="nrm_on", kind=pl.lit("national_referral_mechanism")
    )
    days = pl.coalesce("on", *_EVENTS, "nrm_on", "from_on")
    return {
        **_some(moments=_moments(cells, frame), controls=_controls(cells, who), referrals=referred),
        **concerns(cells, forwards(cells, frame, "closed")),
        REMARKS: remarks(cells, who, frame.select(ROW, on=days)),
    }


def school(cells: Cells, who: pl.DataFrame) -> Tables:
    """`education`, and a critical moment for each suspension and exclusion."""
    frame = who.with_columns(
        cells.rows,
        cells.date("from_on"),
        cells.date("to_on"),
        cells.code("kind"),
        cells.number("hours_a_week"),
        cells.code("provision", "not_known"),
        cells.date("taught_from_on"),
        waited=cells.number("days_waiting").cast(pl.Int64),
    ).filter("named")
    said = frame["kind"].is_not_null()
    tell(cells, rules.NO_EVENT, frame.filter(~said), "kind")
    frame = forwards(cells, begun(cells, frame.filter(said)))
    counted = pl.col("from_on") + pl.duration(days=pl.col("waited"))
    frame = frame.with_columns(taught_from_on=pl.coalesce("taught_from_on", counted))
    early = (pl.col("taught_from_on") < pl.col("from_on")).fill_null(value=False)
    tell(cells, rules.UNLIKELY_DATE, frame.filter(early), "taught_from_on")
    frame = frame.with_columns(taught_from_on=pl.when(~early).then("taught_from_on"))
    out = frame.filter(pl.col("kind") != "education").with_columns(kind=pl.lit("exclusion"))
    return {
        "education": frame,
        **_some(moments=out),
        REMARKS: remarks(cells, who, frame.select(ROW, on="from_on")),
    }


def health(cells: Cells, who: pl.DataFrame) -> Tables:
    """`moments`, and `referrals` to children's services; harms that an attendance names are live on its day alone."""
    frame = who.with_columns(
        cells.rows,
        cells.date("on"),
        cells.code("kind"),
        cells.date("referred_on"),
        made_by=cells.code("referred_by"),
    ).filter("named")
    day = pl.coalesce("on", "referred_on")
    referred = frame.filter(pl.col("referred_on").is_not_null()).select(
        "person_id", "source", "made_by", on="referred_on", kind=pl.lit("childrens_services")
    )
    dated = frame.filter(day.is_not_null()).with_columns(from_on=day, to_on=day)
    return {
        **_some(moments=_moments(cells, frame), referrals=referred),
        **concerns(cells, dated),
        REMARKS: remarks(cells, who, frame.select(ROW, on=day)),
    }


def _some(**tables: pl.DataFrame) -> Tables:
    """The tables that have rows."""
    return {name: frame for name, frame in tables.items() if not frame.is_empty()}


def concerns(cells: Cells, frame: pl.DataFrame) -> Tables:
    """`harms` that the rows name, held to be outside the home, from `from_on` to `to_on`; none where no row names one."""
    named = harms_named(cells)
    days = frame.select(ROW, "person_id", "source", "from_on", "to_on")
    return _some(
        harms=days.join(named, on=ROW, maintain_order="left_right").with_columns(
            setting=pl.lit("outside"), setting_basis=pl.lit("assumed")
        )
    )


def _moments(cells: Cells, frame: pl.DataFrame) -> pl.DataFrame:
    """A moment a row that is one event, and one a day that is the day of a known kind of event."""
    silent = pl.col("on").is_not_null() & pl.col("kind").is_null()
    tell(cells, rules.NO_EVENT, frame.filter(silent), "kind")
    columns = ("person_id", "source", "kind", "from_on")
    events = [
        frame.drop("from_on", strict=False).rename({"on": "from_on"}).drop_nulls(["from_on", "kind"]).select(columns)
    ]
    for name, kind in _EVENTS.items():
        if name in frame.columns:
            dated = frame.filter(pl.col(name).is_not_null())
            events.append(dated.select("person_id", "source", kind=pl.lit(kind), from_on=name))
    return pl.concat(events)


def _controls(cells: Cells, who: pl.DataFrame) -> pl.DataFrame:
    frame = who.with_columns(
        cells.rows, kind=cells.code("control"), from_on=cells.date("control_from"), to_on=cells.date("control_to")
    ).filter("named")
    half = pl.col("kind").is_null() != pl.col("from_on").is_null()
    tell(cells, rules.NO_CONTROL, frame.filter(half), "control")
    return forwards(cells, frame.drop_nulls(["kind", "from_on"]), "control_to")
