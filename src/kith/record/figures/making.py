"""Making figures: the record written out, counted, judged for what may leave, drawn, and kept. Done in the background."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.dataset.check import check
from kith.dataset.dataset import Dataset
from kith.figures.measures.coverage import lacking
from kith.figures.measures.disclosure import Released, apply
from kith.figures.measures.figure import FIGURES
from kith.figures.reports import drawing, page
from kith.figures.reports.returns import count
from kith.figures.reports.speaking import spoken
from kith.figures.review.candidates import candidates
from kith.figures.review.sheet import standing
from kith.foundation.dates import Month
from kith.record.exchange.tables import Keys
from kith.record.exchange.writing import dataset_of_record
from kith.record.figures.models import Behind, Making
from kith.record.figures.rules import kept_columns, told
from kith.record.figures.wording import tongue

STEPS: tuple[str | Promise, ...] = (
    _("Waiting to begin"),
    _("Reading the whole record"),
    _("Counting"),
    _("Finding what has to be hidden before figures leave"),
    _("Drawing"),
    _("Keeping the figures"),
)
"""What is being done, by `Making.step`."""
PROFILES = ("internal", "published")
LANGUAGES = ("en", "cy")
HELD = timedelta(minutes=15)
"""How long a making that was begun is held to be under way. One that takes longer was in a process that is gone."""
_AT_ONCE = 500


def frame(kept: dict[str, list[Any]]) -> pl.DataFrame:
    """Figures as they were kept."""
    return pl.DataFrame(kept or None, schema=FIGURES)


def as_kept(figures: pl.DataFrame) -> dict[str, list[Any]]:
    """Figures as they are kept: by column."""
    return figures.to_dict(as_series=False)


def known_outside(periods: Iterable[str], but: Making) -> pl.DataFrame | None:
    """What earlier makings showed outside of these months; None where nothing was."""
    gone = Making.objects.filter(handed_on_at__isnull=False).exclude(pk=but.pk).order_by("handed_on_at")
    frames = [frame(kept) for kept in gone.values_list("published", flat=True)]
    return pl.concat(frames).filter(pl.col("period").is_in(list(periods))) if frames else None


def published(figures: pl.DataFrame, making: Making) -> Released:
    """The figures as they may leave the authority, after all that left before."""
    return apply(figures, "published", known_outside(figures["period"].unique(), making))


@drawing.engine()
def make(making: Making) -> None:
    """Make the figures of a making that waits; done twice, the last time counts."""
    _step(making, 1)
    dataset = dataset_of_record()
    _step(making, 2)
    counted, release = count(dataset, making.of)
    _step(making, 3)
    released = {"internal": apply(release, "internal"), "published": published(release, making)}
    _step(making, 4)
    drawings = {
        key: {language: drawn(each, making.of, language) for language in LANGUAGES} for key, each in released.items()
    }
    _step(making, 5)
    making.figures, making.published = (as_kept(released[key].figures) for key in PROFILES)
    making.drawings, making.about = drawings, _about(dataset, making.of)
    _keep(making, {"basis": counted.basis, **counted.recorded})


def _step(making: Making, step: int) -> None:
    Making.objects.filter(pk=making.pk).update(step=step)


def drawn(released: Released, month: Month, language: str) -> dict[str, str]:
    """The drawings of a month's figures by "measure/breakdown", with labels in a language."""
    with translation.override(language), spoken(tongue()):
        blocks = [block for section in page.sections_of(of_month(released.figures, month)) for block in section.blocks]
        by_month = page.history(released.figures)
        found = {f"{block.measure}/{block.breakdown}": harmless(str(block.chart())) for block in blocks}
        found["history"] = harmless(str(by_month.chart())) if by_month else ""
    return {key: svg for key, svg in found.items() if svg}


def of_month(figures: pl.DataFrame, month: Month) -> pl.DataFrame:
    """The figures of the month itself, without the series before it."""
    return figures.filter(pl.col("period") == str(month))


def harmless(svg: str) -> str:
    """A drawing without styles of its own, which the site's content policy would refuse; kith.css has them."""
    return re.sub(r' style="[^"]*"', "", svg)


def _about(dataset: Dataset, month: Month) -> dict[str, Any]:
    """What the page says of how good the data are; numbers and names of rules and columns alone."""
    problems = check(dataset)
    waiting, _answered = standing(candidates(dataset, month), [])
    answered = Counter(dataset["placements"]["due_to_efh"]) + Counter(dataset["relocations"]["due_to_efh"])
    return {
        "rows": {name: table.height for name, table in dataset.tables.items() if name in dataset.covered},
        "covered": sorted(dataset.covered),
        "lacking": [need.what for need in lacking(dataset.covered)],
        "span": [day.isoformat() for day in dataset.span] if dataset.span else [],
        "problems": [[*place, many] for place, many in problems.counts().items()],
        "waiting": waiting,
        "answered": sum(answered[said] for said in ("yes", "partly", "no", "not_known")),
    }


@transaction.atomic
def _keep(making: Making, frames: Mapping[str, pl.DataFrame]) -> None:
    """Keep the figures and whom they count; whom earlier makings of the month counted is forgotten."""
    Behind.objects.filter(making__month=making.month).delete()
    making.about["columns"] = {key: kept_columns(key, frame.columns) for key, frame in frames.items()}
    made = Making.objects.select_for_update().get(pk=making.pk)
    for name in ("figures", "published", "drawings", "about"):
        setattr(made, name, getattr(making, name))
    made.made_at, made.trouble = timezone.now(), ""
    made.save()
    Behind.objects.bulk_create(_behind(made, frames), batch_size=_AT_ONCE)


def _behind(making: Making, frames: Mapping[str, pl.DataFrame]) -> Iterator[Behind]:
    people = Keys.known().people
    for key, frame in frames.items():
        columns = making.about["columns"][key]
        for person, *values in frame.select("person_id", *columns).iter_rows():
            row = told(dict(zip(columns, values, strict=True)))
            yield Behind(making=making, person_id=people.get(person, person), frame=key, told=row)


def make_waiting() -> int:
    """Make all that waits, oldest first; returns how many. An error is the job's to tell, by its kind."""
    done = 0
    for making in Making.objects.filter(made_at=None).order_by("asked_at"):
        begun = timezone.now()
        free = Q(begun_at=None) | ~Q(trouble="") | Q(begun_at__lt=begun - HELD)
        if not Making.objects.filter(free, pk=making.pk, made_at=None).update(begun_at=begun, trouble="", step=0):
            continue
        try:
            make(making)
        except Exception as error:
            Making.objects.filter(pk=making.pk).update(
                trouble=type(error).__name__[:80]
            )  # its text could name somebody
            raise
        done += 1
    return done
