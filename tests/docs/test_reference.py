"""The reference pages say what the code says: they are made from it, and a page that drifted fails here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kith.cli.reference import markdown_table, write
from kith.dataset.tables import TABLES
from kith.definitions.codes import list_names

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Made in a process of its own, where no test has declared rules."""
    code = "import json, kith.cli.reference as r; print(json.dumps(r.pages()))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    return json.loads(made.stdout)


def test_no_page_has_drifted_from_the_code(pages: dict[str, str]) -> None:
    drifted = [
        name
        for name, text in pages.items()
        if not (DOCS / name).is_file() or (DOCS / name).read_text(encoding="utf-8") != text
    ]
    assert drifted == [], "run `python3 start.py kith docs` and commit what it writes"


def test_every_table_column_list_and_rule_has_its_place(pages: dict[str, str]) -> None:
    dataset, codes = pages["reference/dataset.md"], pages["reference/codes.md"]
    for table in TABLES.values():
        section = dataset.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        assert [name for name in table.names if f"| `{name}` |" not in section] == []
    assert [name for name in list_names() if f"\n## {name}\n" not in codes] == []
    problems = pages["reference/problems.md"]
    declared = {
        key
        for path in (DOCS.parent / "src" / "kith").rglob("*.py")
        if "tests" not in path.parts
        for key in re.findall(r"\brule\(\s*\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    }
    assert declared
    assert sorted(key for key in declared if f"## `{key}`\n" not in problems) == []


def test_every_link_within_the_pages_leads_somewhere(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        for target, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", text):
            place = str(Path(name).parent / target) if target else name
            assert place in pages or (DOCS / place).exists(), (name, target)
            assert not anchor or f"\n## {anchor}\n" in pages[place], (name, anchor)


def test_pages_are_written_where_they_belong(tmp_path: Path) -> None:
    written = write(tmp_path)
    assert tmp_path / "reference" / "dataset.md" in written
    assert (tmp_path / "reference" / "codes.md").read_bytes().count(b"\r") == 0


def test_a_cell_cannot_break_its_table() -> None:
    assert markdown_table(("A", "B", "C"), [["a|b", "x\ny", ""]]).splitlines() == [
        "| A | B |",
        "| --- | --- |",
        "| a\\|b | x y |",
    ]
