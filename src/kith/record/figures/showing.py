"""What the pages of figures show of one making: the headline, families of totals and breakdowns, how good the data are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kith.figures.measures.declarations import MEASURES
from kith.figures.reports import page
from kith.figures.reports.headline import sentence
from kith.figures.reports.speaking import spoken
from kith.foundation.problems import RULES, Severity
from kith.record.exchange.labels import column_name, table_name
from kith.record.figures.making import of_month
from kith.record.figures.models import Making
from kith.record.figures.rules import ENDS, behind
from kith.record.figures.wording import tongue
from kith.record.rows.words import day, language

Cells = list[list[Any]]


@dataclass
class Showing:
    """One making as one reader sees it. `opens`: whether numbers lead to the people behind them."""

    making: Making
    profile: str
    figures: pl.DataFrame
    opens: bool = False

    @cached_property
    def sections(self) -> dict[str, page.Section]:
        """The families of figures that can be shown, by their key."""
        with spoken(tongue()):
            return {section.key: section for section in page.sections_of(of_month(self.figures, self.making.of))}

    @property
    def sentence(self) -> str:
        """The month in one sentence."""
        with spoken(tongue()):
            return sentence(of_month(self.figures, self.making.of))

    @property
    def tiles(self) -> list[dict[str, str]]:
        """The few numbers at the top."""
        with spoken(tongue()):
            found = page.tiles(of_month(self.figures, self.making.of))
        return [tile | {"href": self._leads(tile["key"])} for tile in found]

    @property
    def families(self) -> list[dict[str, Any]]:
        """Each family with its totals, and the address of its breakdowns where it has any."""
        return [
            {
                "title": section.title,
                "lead": section.lead,
                "head": self._heads(section),
                "rows": self.totals(section),
                "href": self.address(section.key) if section.blocks else "",
            }
            for section in self.sections.values()
        ]

    @staticmethod
    def _heads(section: page.Section) -> list[Any]:
        with spoken(tongue()):
            numbers = [{"text": text, "numeric": True} for text in section.heads.values()]
        intervals = [{"text": _("95% interval"), "numeric": True}] if _has_intervals(section) else []
        return [_("What is counted"), *numbers, *intervals]

    def totals(self, section: page.Section) -> Cells:
        """The totals of a family as rows; each number leads to whom it counts."""
        return [list(self._total(section, fact)) for fact in section.facts]

    def _total(self, section: page.Section, fact: dict[str, str]) -> Iterator[Any]:
        yield fact["title"]
        leads = {"shown": self._leads(fact["key"]), "unknown": self._leads(fact["key"], end="not_known")}
        for column in section.heads:
            yield _cell(fact[column], leads.get(column, ""))
        if _has_intervals(section):
            yield _cell(fact["interval"])

    def blocks(self, section: page.Section) -> list[dict[str, Any]]:
        """The breakdowns of a family: title, finding, drawing, table."""
        return [self._block(block) for block in section.blocks]

    def _block(self, block: page.Block) -> dict[str, Any]:
        rows: Cells = []
        for place, row in enumerate(block.rows):
            key = block.categories[place] if block.categories else ""
            first = _cell(row[1], self._leads(block.measure, block.breakdown, key))
            rows.append([row[0], first, *map(_cell, row[2:])])
        return {
            "title": block.title,
            "finding": block.finding,
            "note": block.note,
            "drawing": self.drawing(f"{block.measure}/{block.breakdown}"),
            "head": [block.heads[0], *({"text": text, "numeric": True} for text in block.heads[1:])],
            "rows": rows,
        }

    @property
    def history(self) -> dict[str, Any] | None:
        """The months before, as one block."""
        with spoken(tongue()):
            block = page.history(self.figures)
        return self._block(block) | {"drawing": self.drawing("history")} if block else None

    def drawing(self, key: str) -> str:
        """A drawing that was kept, in the language of the page; empty where there is none."""
        kept = self.making.drawings.get(self.profile, {}).get(language(), {})
        return mark_safe(kept.get(key, ""))  # noqa: S308 - drawn here from the labels of code lists

    def address(self, family: str = "") -> str:
        """The page of a family of the month, or the first page."""
        path = reverse("figures:family", args=[family]) if family else reverse("figures:figures")
        return f"{path}?{urlencode({'month': self.making.month})}"

    def _leads(self, measure: str, by: str = "", category: str = "", end: str = "value") -> str:
        if not self.opens or not measure or (by and not category):
            return ""
        if behind(measure, by, category, end, self.making.about["columns"]) is None:  # type: ignore[arg-type]
            return ""
        return opened(self.making, measure, by, category, end)

    @property
    def notices(self) -> list[dict[str, str]]:
        """What has to be known before the figures are used."""
        about = self.making.about
        said = [
            {"title": _("Nothing can be said of %(what)s.") % {"what": _(what)}, "text": ""}
            for what in about["lacking"]
        ]
        begins = dt.date.fromisoformat(about["span"][0]) if about["span"] else None
        if begins and begins > self.making.of.first:
            words = _("The record begins on %(day)s, so the figures may be short of people.") % {"day": day(begins)}
            said.append({"title": words, "text": ""})
        if about["waiting"] and self.profile == "internal":
            said.append({"title": _("The range is wide because moves are not reviewed."), "text": "review"})
        return said

    @property
    def rows(self) -> int:
        """How many rows of the record were read."""
        return sum(self.making.about["rows"].values())

    @property
    def rows_shown(self) -> str:
        """The same as a person reads it."""
        return f"{self.rows:,}"

    @property
    def problems(self) -> Cells:
        """What was wrong in the record, what matters most first."""
        about = self.making.about
        problems = []
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE):
            for key, file, column, many in about["problems"]:
                if key in RULES and RULES[key].severity is severity:
                    place = ": ".join(filter(None, [table_name(file), column and column_name(file, column)]))
                    problems.append([_(RULES[key].says), place, _cell(f"{many:,}"), _(RULES[key].remedy)])
        return problems

    @property
    def method(self) -> dict[str, list[tuple[str, str]]]:
        """How it was counted: the definitions, then every measure that is shown."""
        shown = [measure for measure in MEASURES.values() if measure.made == "snapshot"]
        return {
            "definitions": [(_(title), _(text)) for title, text in page.METHOD],
            "measures": [(_(measure.title), _(measure.says)) for measure in shown],
        }


def _has_intervals(section: page.Section) -> bool:
    return any(fact["interval"] for fact in section.facts)


def _cell(text: str, href: str = "") -> dict[str, Any]:
    return {"text": text, "numeric": True, "href": href if text not in {"", "0"} else ""}


def opened(making: Making, measure: str, by: str = "", category: str = "", end: str = "value") -> str:
    """The address of whom a figure counts."""
    asked = {"measure": measure, "by": by, "is": category, "which": end}
    named = {name: value for name, value in asked.items() if value and value != ENDS[0]}
    return f"{reverse('figures:people', args=[making.pk])}?{urlencode(named)}"
