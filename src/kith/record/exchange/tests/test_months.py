"""What is written for a month has the month's figures, and nothing that began after it."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, Phase, assume, given, settings
from tests.datasets import dataset
from tests.datasets import datasets as small

from kith.dataset.check import check
from kith.dataset.dataset import Dataset
from kith.dataset.tables import TABLES
from kith.dataset.tests.examples import AUTHORITIES
from kith.dataset.tests.examples import datasets as any_
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month
from kith.record.exchange.months import up_to

from .conftest import ours

MONTH = Month(2019, 9)
FEW = settings(
    max_examples=4,  # a month's figures twice each
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


@FEW
@given(found=small())
def test_the_figures_of_the_month_are_those_of_the_whole(found: Dataset) -> None:
    own = ours(found)
    until = up_to(own, MONTH)
    assume(not until["people"].is_empty())  # of nobody there is no figure, of people known since a nought
    whole, part = (snapshot(one.tables, MONTH).figures for one in (own, until))
    assert part.rows() == whole.rows()


@settings(FEW, max_examples=20)
@given(found=any_())
def test_what_is_left_is_whole_and_is_left_again(found: Dataset) -> None:
    own = ours(found, AUTHORITIES[0])
    part = up_to(own, MONTH)
    # Rows of the other authority were taken away before, so some references lead nowhere already; no more do after.
    assert {(p.rule.key, p.file, p.column) for p in check(part)} <= {(p.rule.key, p.file, p.column) for p in check(own)}
    assert all(part[name].equals(up_to(part, MONTH)[name]) for name in TABLES)
    for name in TABLES:
        assert set(part[name]["row_id"]) <= set(own[name]["row_id"])


def test_what_began_later_is_left_out_with_those_of_whom_nothing_else_is_told() -> None:
    found = dataset(
        people=[{"person_id": "1"}, {"person_id": "2"}, {"person_id": "3"}],
        involvements=[{"person_id": "1", "from_on": "2019-09-30"}, {"person_id": "2", "from_on": "2019-10-01"}],
        harms=[{"person_id": "1", "from_on": None}],
        missing=[{"person_id": "1", "from_on": "2019-09-30", "to_on": "2019-10-02"}, {"person_id": "1", "from_on": "2019-10-03"}],
    )  # fmt: skip
    part = up_to(found, MONTH)
    assert part["people"]["person_id"].to_list() == ["1", "3"]
    assert part["involvements"]["person_id"].to_list() == ["1"]
    assert part["harms"].height == 1
    assert part["missing"]["to_on"].to_list() == [dt.date(2019, 10, 2)]


def test_what_refers_to_a_row_left_out_goes_with_it_or_does_without() -> None:
    found = dataset(
        people=[{}],
        placements=[{"row_id": "p", "from_on": "2019-10-05"}],
        relocations=[
            {"row_id": "early", "planned_on": "2019-09-01", "from_on": "2019-10-05", "placement_id": "p"},
            {"row_id": "late", "planned_on": "2019-10-01"},
        ],
        conditions=[
            {"relocation_id": "early", "state": "met"},
            {"relocation_id": "late", "state": "met"},
        ],
    )
    part = up_to(found, MONTH)
    assert part["placements"].is_empty()
    assert part["relocations"].select("row_id", "placement_id").rows() == [("early", None)]
    assert part["conditions"]["relocation_id"].to_list() == ["early"]


def test_the_span_ends_with_the_month() -> None:
    found = dataset(people=[{}])
    spans = {
        (dt.date(2019, 1, 1), dt.date(2020, 1, 1)): (dt.date(2019, 1, 1), dt.date(2019, 9, 30)),
        (dt.date(2019, 1, 1), dt.date(2019, 9, 3)): (dt.date(2019, 1, 1), dt.date(2019, 9, 3)),
        (dt.date(2019, 10, 1), dt.date(2020, 1, 1)): None,
    }
    for given_, left in spans.items():
        assert up_to(Dataset(found.tables, found.covered, given_), MONTH).span == left
    assert up_to(found, MONTH).span == found.span
