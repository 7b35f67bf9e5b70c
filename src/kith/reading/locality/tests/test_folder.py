"""A synthetic authority brings its own directory, in the real one's shape: it is known by its headings and comes first."""

from __future__ import annotations

import polars as pl

from kith.reading.locality import NationalDirectory, directory_from, directory_part, locate
from kith.reading.sources.extracts import ROW, Sheet

NONE = NationalDirectory(package=None)


def sheet(file: str, header: list[str], *lines: tuple[str | None, ...]) -> Sheet:
    frame = pl.DataFrame(list(lines), schema=dict.fromkeys(header, pl.String), orient="row")
    return Sheet(file, frame.with_columns(pl.int_range(2, frame.height + 2).alias(ROW)))


def postcodes(*lines: tuple[str | None, ...]) -> Sheet:
    return sheet("directory.csv", ["Postcode", "district_code", "easting", "northing"], *lines)


def test_a_directory_is_known_by_its_headings_in_any_case() -> None:
    assert directory_part(postcodes()) == "postcodes"
    assert directory_part(sheet("a.csv", ["code", "adjoining_code"])) == "adjoining"
    assert directory_part(sheet("a.csv", ["postcode", "district_code", "easting", "northing", "name"])) is None


def test_other_sheets_are_left_and_without_a_directory_the_national_one_stays() -> None:
    other = sheet("list.csv", ["name"])
    directory, left, problems = directory_from([other], NONE)
    assert directory is NONE
    assert left == [other]
    assert not problems


def test_placements_of_a_synthetic_authority_are_located_by_its_own_directory() -> None:
    own = postcodes(
        ("ZQ1 1AA", "X00000001", "400000", "300000"),
        ("ZQ2 1AA", "X00000002", "416093", "300000"),
        ("ZQ3 1AA", "X00000003", None, None),
    )
    pairs = sheet("adjoining.csv", ["code", "adjoining_code"], ("X00000002", "X00000001"))
    directory, left, problems = directory_from([own, pairs], NONE)
    placements = pl.DataFrame(
        {"source": ["e#2", "e#3", "e#4"], "placement_postcode": ["ZQ1 1AA", "zq21aa", "ZQ3 1AA"]}
    ).with_columns(home_postcode=pl.lit("ZQ1 1AA"))
    result = locate(placements, "X00000001", directory).frame
    assert result.select("locality", "adjoining", "miles").rows() == [
        ("in", "no", 0.0),
        ("out", "yes", 10.0),
        ("out", "no", None),
    ]
    assert left == []
    assert not problems


def test_the_folders_entry_comes_before_the_national_one() -> None:
    directory, _, _ = directory_from([postcodes(("LS1 1UR", "E08000003", "1", "1"))], NationalDirectory())
    found = directory.find(pl.Series(["LS11UR", "M25DB"])).sort("postcode")
    assert found["district"].to_list() == ["E08000003", "E08000003"]


def test_every_bad_line_of_a_directory_is_told_with_its_row() -> None:
    bad = postcodes(
        (None, "X1", "1", "1"),
        ("ZQ1 1AA", "X1", "east", "1"),
        ("ZQ2 1AA", "X1", "1", "1"),
        ("ZQ2 1AA", "X2", "1", "1"),
        ("ZQ4 1AA", "X1", "1", "1"),
        ("ZQ4 1AA", "X1", "1", "1"),
        ("ZQ5 1AA", "X1", "99999999999", "1"),
    )
    directory, _, problems = directory_from([bad], NONE)
    assert [(problem.rule.key, problem.row) for problem in problems] == [
        ("directory-short", 2),
        ("directory-grid", 3),
        ("directory-grid", 8),
        ("directory-twice", 4),
        ("directory-twice", 5),
    ]
    found = directory.find(pl.Series(["ZQ11AA", "ZQ21AA", "ZQ41AA"]))
    assert found["postcode"].to_list() == ["ZQ11AA", "ZQ41AA"]
