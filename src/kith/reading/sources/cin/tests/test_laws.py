"""Laws: the order of children, and how they are spread over files, change nothing; memory does not grow with the file."""

import random
import subprocess
import sys
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.foundation.identifiers import row_id
from kith.reading.sources.cin.tables import _BY
from kith.reading.sources.cin.tests.census import message, random_child, read
from kith.reading.sources.extracts import Extract

KEEP = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def content(extract: Extract) -> dict[str, list[tuple[object, ...]]]:
    """The tables without the place that each row comes from."""
    return {name: frame.drop("source").sort(pl.all()).rows() for name, frame in extract.tables.items()}


def children(seed: int) -> list[str]:
    chance = random.Random(seed)
    return [random_child(chance, number) for number in range(12)]


@KEEP
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_the_order_of_children_changes_nothing(seed: int, order: random.Random, tmp_path: Path) -> None:
    given_order = children(seed)
    other = list(given_order)
    order.shuffle(other)
    assert content(read(tmp_path, message(*given_order))) == content(read(tmp_path, message(*other)))


@KEEP
@given(seed=st.integers(0, 10_000), cut=st.integers(1, 11))
def test_a_file_split_in_two_gives_the_same_tables(seed: int, cut: int, tmp_path: Path) -> None:
    whole = children(seed)
    together = read(tmp_path, message(*whole))
    apart = read(tmp_path, message(*whole[:cut]), message(*whole[cut:]))
    assert content(together) == content(apart)
    assert together.covers == apart.covers


@KEEP
@given(seed=st.integers(0, 10_000))
def test_the_same_file_twice_says_nothing_new(seed: int, tmp_path: Path) -> None:
    text = message(*children(seed))
    assert content(read(tmp_path, text)) == content(read(tmp_path, text, text))


@KEEP
@given(seed=st.integers(0, 10_000), cut=st.floats(0.05, 0.95))
def test_a_file_cut_anywhere_never_raises_and_keeps_whole_children(seed: int, cut: float, tmp_path: Path) -> None:
    text = message(*children(seed))
    part = text[: int(len(text) * cut)]
    got = read(tmp_path, part)
    assert len(got.tables["people"]) == part.count("</Child>")


@KEEP
@given(seed=st.integers(0, 10_000))
def test_a_row_id_is_made_of_what_the_row_says_and_a_number_among_its_equals(seed: int, tmp_path: Path) -> None:
    got = read(tmp_path, message(*children(seed), *children(seed + 1)))
    for table, by in _BY.items():
        said = [tuple("" if v is None else v for v in row) for row in got.tables[table].select("person_id", *by).rows()]
        numbers = [said[:place].count(row) for place, row in enumerate(said)]
        expected = [row_id(table, *row, number) for row, number in zip(said, numbers, strict=True)]
        assert got.tables[table]["row_id"].to_list() == expected


MEASURE = """
import datetime as dt, resource, sys
from pathlib import Path
from kith.reading.sources.cin import READER
from kith.reading.sources.extracts import Context, XmlFile
got = READER.read([], [XmlFile("c.xml", Path(sys.argv[1]), "Message")], Context("E09000001", dt.date(2024, 3, 31)))
status = Path("/proc/self/status")
if status.exists():  # what getrusage says begins, on Linux, with the peak of the process that started this one
    peak = next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(got.tables["people"]), peak // 2**20)
"""


def test_twenty_five_thousand_children_stay_under_300_megabytes(tmp_path: Path) -> None:
    chance = random.Random(7)
    some = [random_child(chance, number).replace("><", ">\n                    <") for number in range(100)]
    head, tail = message("HERE").split("HERE")
    path = tmp_path / "large.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for number in range(250):
            file.writelines(text.replace("<LAchildID>C", f"<LAchildID>C{number}-") for text in some)
        file.write(tail)
    assert path.stat().st_size > 60 * 2**20
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    people, megabytes = map(int, done.stdout.split())
    assert people == 25_000
    assert megabytes < 300
