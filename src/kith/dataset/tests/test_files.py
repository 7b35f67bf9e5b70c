"""A dataset's folder: what is written is read back, and whatever is wrong with it is told."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from polars.testing import assert_frame_equal

from kith.dataset.dataset import Dataset
from kith.dataset.files import MANIFEST, is_dataset, read_dataset, write_dataset
from kith.dataset.schema import VERSION
from kith.dataset.tables import TABLES
from kith.dataset.tests.examples import datasets
from kith.foundation.outputs import OutputRefused

FORMS = ("parquet", "csv")


def whole(tables: dict[str, pl.DataFrame] | None = None) -> Dataset:
    """A dataset whose sources speak of every table."""
    return Dataset(tables or {}, frozenset(TABLES))


@pytest.fixture
def small() -> Dataset:
    rows = {
        "row_id": ["a", "b", "c"],
        "authority": ["E06000001"] * 3,
        "person_id": ["1", "2", "=3"],
        "birth_date": ["2005-02-28", None, "2004-01-01"],
        "sex": ["F", "M", None],
        "source": ["x.csv#2", "x.csv#3", "x.csv#4"],
    }
    return whole({"people": pl.DataFrame(rows).with_columns(pl.col("birth_date").str.to_date())})


def same(one: Dataset, other: Dataset) -> None:
    for name in TABLES:
        assert_frame_equal(one[name], other[name], check_exact=True)


def keys(problems: object) -> list[tuple[str, str, int | None, str | None]]:
    return [(p.rule.key.removeprefix("dataset."), p.file, p.row, p.column) for p in problems]


def change_manifest(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def written(dataset: Dataset, folder: Path, form: str = "csv") -> Path:
    """A dataset whose manifest gives no hashes, so that a test may change a file and see what follows from that alone."""
    write_dataset(dataset, folder, form)
    change_manifest(folder, tables={name: {} for name in dataset.tables})
    return folder


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(dataset=datasets())
def test_any_dataset_is_read_back_as_it_was_written(
    form: str, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("set")
    write_dataset(dataset, folder, form)
    back, problems = read_dataset(folder)
    assert keys(problems) == []
    same(back, dataset)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_dataset_gives_the_same_bytes(small: Dataset, tmp_path: Path, form: str) -> None:
    frame = small["people"]
    pieces = pl.concat([frame.filter(pl.col("row_id") == key) for key in "abc"], rechunk=False)
    write_dataset(small, tmp_path / "one", form)
    write_dataset(small.with_tables(people=pieces), tmp_path / "two", form)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_the_manifest_says_version_form_rows_hashes_and_maker(small: Dataset, tmp_path: Path) -> None:
    write_dataset(small, tmp_path, "csv")
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    assert (manifest["version"], manifest["form"]) == (VERSION, "csv")
    assert manifest["made_by"].startswith("kith ")
    assert set(manifest["tables"]) == set(TABLES)
    assert manifest["tables"]["people"]["rows"] == 3
    assert len(manifest["tables"]["people"]["sha256"]) == 64


def test_csv_has_iso_dates_and_nothing_that_a_spreadsheet_would_run(small: Dataset, tmp_path: Path) -> None:
    write_dataset(small, tmp_path, "csv")
    lines = (tmp_path / "people.csv").read_text().splitlines()
    assert lines[1].startswith("a,E06000001,1,2005-02-28,")
    assert lines[3].startswith("c,E06000001,'=3,")


def test_a_folder_is_a_dataset_only_with_its_manifest(small: Dataset, tmp_path: Path) -> None:
    assert not is_dataset(tmp_path)
    assert not is_dataset(tmp_path / "nowhere")
    write_dataset(small, tmp_path)
    assert is_dataset(tmp_path)


def test_a_form_that_is_none_is_refused(small: Dataset, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="parquet or csv"):
        write_dataset(small, tmp_path, "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_dataset_that_cannot_be_written_whole_leaves_the_earlier_one(small: Dataset, tmp_path: Path) -> None:
    write_dataset(small, tmp_path, "csv")
    (tmp_path / "visits.csv").unlink()
    (tmp_path / "visits.csv").mkdir()
    (tmp_path / "visits.csv" / "held").touch()
    with pytest.raises(OutputRefused):
        write_dataset(whole(), tmp_path, "csv")
    assert (tmp_path / "people.csv").read_text().count("\n") == 4
    assert json.loads((tmp_path / MANIFEST).read_text())["tables"]["people"]["rows"] == 3


def test_writing_in_the_other_form_leaves_no_older_rows_beside_the_new(small: Dataset, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("mine\n")
    write_dataset(small, tmp_path, "csv")
    write_dataset(small, tmp_path, "parquet")
    assert [path.name for path in tmp_path.glob("*.csv")] == ["notes.csv"]
    same(read_dataset(tmp_path)[0], small)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"dataset": "other"}',
        '{"dataset": "kith", "version": 0, "form": "csv", "tables": {}}',
        '{"dataset": "kith", "version": Infinity, "form": "csv", "tables": {}}',
        '{"dataset": "kith", "version": 1, "form": [], "tables": {}}',
        '{"dataset": "kith", "version": 1, "form": "csv", "tables": ["people"]}',
        '{"dataset": "kith", "version": 1, "form": "csv", "tables": {"../people": {}}}',
        '{"dataset": "kith", "version": 1, "form": "csv", "tables": {"people": 3}}',
        '{"dataset": "kith", "version": 1, "form": "csv", "tables": {}}' + " " * 1_000_000,
    ],
)
def test_a_manifest_that_makes_no_sense_is_told_and_nothing_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    dataset, problems = read_dataset(tmp_path)
    assert keys(problems) == [("manifest_unreadable", MANIFEST, None, None)]
    same(dataset, Dataset())


def test_a_newer_version_is_refused(small: Dataset, tmp_path: Path) -> None:
    change_manifest(written(small, tmp_path), version=VERSION + 1)
    dataset, problems = read_dataset(tmp_path)
    assert keys(problems) == [("newer_version", MANIFEST, None, None)]
    assert dataset["people"].is_empty()


def test_missing_and_unknown_tables_are_told_and_the_others_read(small: Dataset, tmp_path: Path) -> None:
    write_dataset(small, tmp_path, "csv")
    (tmp_path / "placements.csv").unlink()
    (tmp_path / "pets.csv").write_text("row_id\n1\n")
    change_manifest(tmp_path, tables={"people": {}, "placements": {}, "pets": {}})
    dataset, problems = read_dataset(tmp_path)
    assert keys(problems) == [
        ("table_missing", "placements.csv", None, None),
        ("unknown_table", "pets.csv", None, None),
    ]
    assert dataset["people"].height == 3


@pytest.mark.parametrize(
    "content", [b"", b"row_id,source\na,\xe9t\xe9\n", b"row_id,authority\n1,2,3,4\n", b'row_id\n"a\n']
)
def test_a_csv_table_that_cannot_be_read_is_told(small: Dataset, tmp_path: Path, content: bytes) -> None:
    (written(small, tmp_path) / "people.csv").write_bytes(content)
    dataset, problems = read_dataset(tmp_path)
    assert ("table_unreadable", "people.csv", None, None) in keys(problems)
    assert dataset["people"].is_empty()


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(200) + b"PAR1", b"a,b\n1,2\n"])
def test_a_parquet_table_that_cannot_be_read_is_told(small: Dataset, tmp_path: Path, content: bytes) -> None:
    (written(small, tmp_path, "parquet") / "people.parquet").write_bytes(content)
    dataset, problems = read_dataset(tmp_path)
    assert keys(problems) == [("table_unreadable", "people.parquet", None, None)]
    assert dataset["people"].is_empty()


def test_a_parquet_table_cut_short_is_told(small: Dataset, tmp_path: Path) -> None:
    path = written(small, tmp_path, "parquet") / "people.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    assert keys(read_dataset(tmp_path)[1]) == [("table_unreadable", "people.parquet", None, None)]


def test_a_table_changed_after_writing_is_told_and_read(small: Dataset, tmp_path: Path) -> None:
    write_dataset(small, tmp_path, "csv")
    path = tmp_path / "people.csv"
    path.write_text(path.read_text().replace("2005-02-28", "2005-02-27"))
    dataset, problems = read_dataset(tmp_path)
    assert keys(problems) == [("table_changed", "people.csv", None, None)]
    assert str(dataset["people"]["birth_date"][0]) == "2005-02-27"


def test_missing_and_unknown_columns_are_told(small: Dataset, tmp_path: Path) -> None:
    path = written(small, tmp_path) / "people.csv"
    path.write_text(path.read_text().replace("sex", "gender"))
    dataset, problems = read_dataset(tmp_path)
    assert keys(problems) == [
        ("column_missing", "people.csv", None, "sex"),
        ("column_unknown", "people.csv", None, "gender"),
    ]
    assert dataset["people"]["person_id"].to_list() == ["1", "2", "=3"]


def test_a_file_without_headings_tells_none_of_its_values(small: Dataset, tmp_path: Path) -> None:
    (written(small, tmp_path) / "people.csv").write_text("a,E06000001,Jo Bloggs,2005-02-28\n")
    problems = read_dataset(tmp_path)[1]
    assert keys(problems) == [("headings_missing", "people.csv", None, None)]
    assert "Bloggs" not in "".join(map(repr, problems))


def test_every_value_that_does_not_cast_is_told_with_its_row(tmp_path: Path) -> None:
    folder = written(whole(), tmp_path)
    path = folder / "missing_counts.csv"
    heading = path.read_text()
    rows = [
        "a,E06000001,1,missing,2019-01-01,2019-12-31,3,yes,no,x.csv#2",
        "b,E06000001,1,missing,01/01/2019,2019-02-30,three,,,x.csv#3",
        "c,E06000001,1,missing,2019-01-01,,99999999999,,,x.csv#4",
    ]
    path.write_text(heading + "\n".join(rows) + "\n")
    dataset, problems = read_dataset(folder)
    assert sorted(keys(problems), key=repr) == [
        ("value_not_of_kind", "missing_counts.csv", 3, "episodes"),
        ("value_not_of_kind", "missing_counts.csv", 3, "from_on"),
        ("value_not_of_kind", "missing_counts.csv", 3, "to_on"),
        ("value_not_of_kind", "missing_counts.csv", 4, "episodes"),
    ]
    assert dataset["missing_counts"]["episodes"].to_list() == [3, None, None]
    assert dataset["missing_counts"]["interview_held"].to_list() == ["no", "not_known", "not_known"]
    assert "three" not in "".join(p.message + p.rule.remedy for p in problems)


def test_quoted_empty_cells_are_empty(tmp_path: Path) -> None:
    path = written(whole(), tmp_path) / "visits.csv"
    path.write_text('"row_id","authority","person_id","on","seen_alone","source"\n"a","E06000001","1","","","x"\n')
    dataset, problems = read_dataset(tmp_path)
    assert keys(problems) == []
    assert dataset["visits"].row(0) == ("a", "E06000001", "1", None, "not_known", "x")


def test_other_programs_types_are_taken_where_nothing_is_guessed(small: Dataset, tmp_path: Path) -> None:
    frame = small["people"].with_columns(
        pl.col("birth_date").cast(pl.Datetime("us")),
        pl.col("sex").cast(pl.Categorical),
        pl.lit(None).alias("ethnicity"),
        pl.Series("person_id", [1, 2, 3]),
        pl.Series("disability", [["yes"], ["no"], []]),
    )
    frame.write_parquet(written(small, tmp_path, "parquet") / "people.parquet")
    dataset, problems = read_dataset(tmp_path)
    assert keys(problems) == [("value_not_of_kind", "people.parquet", row, "disability") for row in (2, 3, 4)]
    assert dataset["people"]["birth_date"].to_list() == small["people"]["birth_date"].to_list()
    assert dataset["people"]["person_id"].to_list() == ["1", "2", "3"]


def test_a_number_is_never_taken_for_a_day(tmp_path: Path) -> None:
    folder = written(whole(), tmp_path, "parquet")
    frame = pl.DataFrame({"row_id": ["a"], "on": [18000]})
    frame.write_parquet(folder / "visits.parquet")
    dataset, problems = read_dataset(folder)
    assert ("value_not_of_kind", "visits.parquet", 2, "on") in keys(problems)
    assert dataset["visits"]["on"].to_list() == [None]
