"""The page and the workbook of a dataset that the live record wrote: its families are there, and of files they are not."""

from __future__ import annotations

from tests.datasets import dataset

from kith.dataset.dataset import Dataset
from kith.figures.measures.declarations import FAMILIES
from kith.figures.reports import page
from kith.figures.reports.page import Block, Section

from .released import people, release

OPTIONAL = {key for key, family in FAMILIES.items() if family.optional}


def a_record() -> Dataset:
    def who(n: int) -> dict[str, str]:
        return {"person_id": str(n)}

    moves = [
        who(n) | {"row_id": f"m{n}", "from_on": "2019-06-01", "planned_end": "2019-08-01", "purpose": "physical", "next_home": "return"}
        for n in range(9)
    ]  # fmt: skip
    said = [
        who(n) | {"dimension": "physical", "voice": "young_person", "rating": rating, "stage": stage, "on": on}
        for n in range(9)
        for rating, stage, on in ((2, "before", "2019-05-01"), (4, "during", "2019-09-01"))
    ]
    work = [
        who(n) | {"target": target, "aim": aim, "stage": "during", "from_on": "2019-09-01"}
        for n in range(9)
        for target, aim in (("place", "monitor"), ("peers", "build_safety"))
    ]
    return dataset(
        relocations=moves,
        decisions=[],
        conditions=[who(n) | {"relocation_id": f"m{n}", "state": "under_way"} for n in range(9)],
        after_looks=[],
        actions=work,
        moments=[who(n) | {"kind": "arrest", "from_on": "2019-09-02", "reached_on": "2019-09-03"} for n in range(9)],
        relationships=[],
        safety=said,
        harms=[],
        placements=[],
    )


def sections(data: Dataset) -> dict[str, Section]:
    return {section.key: section for section in page.sections_of(release(data).figures)}


def block(section: Section, title: str) -> Block:
    return next(found for found in section.blocks if found.title == title)


def test_of_files_the_families_of_the_record_are_not_there() -> None:
    assert not OPTIONAL & sections(people()).keys()


def test_of_the_record_they_are_also_where_nothing_is_in_them() -> None:
    found = sections(a_record())
    assert found.keys() >= OPTIONAL
    assert [fact["shown"] for fact in found["waiting"].facts] == ["0"] * 4


def test_rows_and_the_young_people_whom_they_are_of_stand_side_by_side_once() -> None:
    work = sections(a_record())["actions"]
    target = block(work, "Whom or what it works on")
    assert target.heads == ("Whom or what it works on", "Actions", "Young people")
    assert ("Place", "9", "9") in target.rows
    assert target.draw is not None
    assert [found.title for found in work.blocks].count("What it tries to do") == 1


def test_stage_and_aim_cross_in_one_table() -> None:
    crossed = block(sections(a_record())["actions"], "Stage and aim")
    assert crossed.heads[0] == "When: before, during or after a move"
    assert crossed.rows == [("During", "9", "0", "9", "0", "0")]


def test_purpose_stands_beside_effect() -> None:
    beside = block(sections(a_record())["safety"], "What moves are for, beside what is said since")
    assert beside.rows[0] == ("Physical safety", "9", "9", "0", "0", "0")


def test_what_is_hidden_is_hidden_in_crossed_tables_too() -> None:
    data = dataset(
        relocations=[], actions=[{"target": "place", "aim": "monitor", "stage": "during", "from_on": "2019-09-01"}]
    )
    shown = {section.key: section for section in page.sections_of(release(data, "published").figures)}
    crossed = block(shown["actions"], "Stage and aim")
    assert "hidden" in crossed.rows[0]
    assert crossed.note.startswith("Hidden")
