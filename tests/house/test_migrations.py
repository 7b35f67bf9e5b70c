"""Holds initial migrations to making each table at once: on SQLite every later addition makes the whole table anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.house.folding import additions, folded
from tests.tables import MAKERS

SLICES = Path(__file__).parents[2] / "src" / "kith" / "record"
INITIAL = sorted(SLICES.glob("*/migrations/0001_initial.py"))
ASIDE = """
import django
operations = [
    migrations.CreateModel(name="Name", fields=[("id", x)], options={"verbose_name": "é"}),
    migrations.CreateModel(name="Person", fields=[("id", x), ("shown", FK(to="people.name"))]),
    migrations.AddField(model_name="name", name="person", field=FK(to="people.person")),
    migrations.AddIndex(model_name="name", index=Index(["person"])),
    migrations.AddIndex(model_name="person", index=Index(["shown"])),
    migrations.CreateModel(name="Early", fields=[("id", x)]),
    migrations.CreateModel(name="Photo", fields=[("id", x)]),
    migrations.AddField(model_name="early", name="photo", field=FK(to="people.photo")),
    migrations.AddConstraint(model_name="early", constraint=Check("photo")),
    migrations.RunPython(fill),
]
"""


@pytest.mark.parametrize("path", INITIAL, ids=lambda path: path.parts[-3])
def test_an_initial_migration_makes_each_table_with_all_that_belongs_to_it(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    left = additions(source)
    assert left == additions(folded(source, path.parts[-3])), (
        f"python -m tests.house.folding {path.relative_to(SLICES.parents[2])} folds these into their tables"
    )


def test_folding_keeps_a_circle_apart_and_puts_a_table_after_those_it_refers_to() -> None:
    found = folded(ASIDE, "people")
    assert found.index('"Name"') < found.index('"Person"') < found.index('"Photo"') < found.index('"Early"')
    assert [late.split("(")[0] for late in additions(found)] == ["migrations.AddField", "migrations.AddIndex"]
    assert 'fields=[("id", x), ("photo", FK(to="people.photo"))], options={"constraints": [Check("photo")]}' in found
    assert found.index("RunPython") > found.index("AddField") > found.index('"Early"')
    assert folded(found, "people") == found


def test_kept_tables_are_made_anew_when_anything_changes_that_a_migration_imports() -> None:
    imported = {
        name
        for path in SLICES.glob("*/migrations/*.py")
        for name in re.findall(r"(?:import|from) kith\.record\.(\S+)", path.read_text(encoding="utf-8"))
    }
    assert imported
    assert {name.replace(".", "/") + ".py" for name in imported} <= set(MAKERS)
