"""Where real public buildings lie is the ground truth; every recoded authority must give the same answer under each code."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.problems import Severity
from kith.reading.locality import FolderDirectory, Located, NationalDirectory, locate
from kith.reading.locality.directory import ENTRY

HALLS = {
    "Somerset": "TA1 4DY",
    "North Yorkshire": "DL7 8AD",
    "Cumberland": "CA3 8QG",
    "Westmorland and Furness": "LA14 2LD",
    "Barnsley": "S70 2TA",
    "Sheffield": "S1 2HH",
    "Bristol": "BS1 5TR",
    "York": "YO1 6GA",
    "Guildford": "GU2 4BB",
    "Reigate": "RH2 8EF",
    "Cardiff": "CF10 4UW",
    "Newport": "NP20 4UR",
    "Islington": "N1 2UD",
    "Hackney": "E8 1EA",
    "Manchester": "M2 5DB",
    "Leeds": "LS1 1UR",
    "Edinburgh": "EH1 1YJ",
    "Belfast": "BT1 5GS",
    "Lisburn": "BT27 4RL",
}


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> NationalDirectory:
    return NationalDirectory(folder=tmp_path_factory.mktemp("postcodes"))


def rows(*given: dict[str, object]) -> pl.DataFrame:
    schema = {
        "source": pl.String,
        "home_postcode": pl.String,
        "placement_postcode": pl.String,
        "placement_authority": pl.String,
        "locality": pl.String,
        "adjoining": pl.String,
        "miles": pl.Float64,
    }
    listed = [{"source": f"episodes.csv#{n}", **one} for n, one in enumerate(given, start=2)]
    return pl.DataFrame(listed, schema=schema)


def located(directory: NationalDirectory | FolderDirectory, authority: str, **given: object) -> dict[str, object]:
    return locate(rows(given), authority, directory).frame.row(0, named=True)


def told(result: Located) -> list[tuple[str, int | None, str | None]]:
    return [(problem.rule.key, problem.row, problem.column) for problem in result.problems]


@pytest.mark.parametrize(
    ("place", "codes", "neighbour"),
    [
        ("Somerset", ("E10000027", "E06000066"), "Bristol"),
        ("North Yorkshire", ("E10000023", "E06000065"), "York"),
        ("Cumberland", ("E06000063",), "Westmorland and Furness"),
        ("Westmorland and Furness", ("E06000064",), "Cumberland"),
        ("Barnsley", ("E08000016", "E08000038"), "Sheffield"),
        ("Sheffield", ("E08000019", "E08000039"), "Barnsley"),
    ],
)
def test_a_recoded_authority_is_the_same_under_its_older_and_newest_code(
    directory: NationalDirectory, place: str, codes: tuple[str, ...], neighbour: str
) -> None:
    for code in codes:
        inside = located(directory, code, placement_postcode=HALLS[place])
        assert (inside["locality"], inside["host_authority"], inside["adjoining"]) == ("in", codes[-1], "no")
        by_name = located(directory, code, placement_authority=place)
        by_old_code = located(directory, code, placement_authority=codes[0])
        assert by_name["locality"] == by_old_code["locality"] == "in"
        outside = located(directory, code, placement_postcode=HALLS[neighbour])
        assert outside["locality"] == "out"


def test_adjoining_is_a_fact_of_its_own(directory: NationalDirectory) -> None:
    next_door = located(directory, "E06000065", placement_postcode=HALLS["York"])
    far_off = located(directory, "E06000065", placement_postcode=HALLS["Bristol"])
    assert (next_door["locality"], next_door["adjoining"]) == ("out", "yes")
    assert (far_off["locality"], far_off["adjoining"]) == ("out", "no")


@pytest.mark.parametrize("code", ["E10000006", "Cumbria", "Cumbria County Council"])
def test_a_county_split_since_could_be_either_part_so_it_is_not_known(directory: NationalDirectory, code: str) -> None:
    result = locate(rows({"placement_authority": code}), "E06000063", directory)
    assert result.frame["locality"].to_list() == ["not_known"]
    assert result.not_known == {"split": 1}
    assert located(directory, "E08000039", placement_authority=code)["locality"] == "out"


def test_the_code_of_a_split_county_as_the_responsible_one_leaves_it_open(directory: NationalDirectory) -> None:
    assert located(directory, "E10000006", placement_postcode=HALLS["Cumberland"])["locality"] == "not_known"
    assert located(directory, "E10000006", placement_authority="Cumbria")["locality"] == "in"
    assert located(directory, "E10000006", placement_postcode=HALLS["Leeds"])["locality"] == "out"


def test_another_district_of_the_same_county_is_in_the_area(directory: NationalDirectory) -> None:
    for hall in ("Guildford", "Reigate"):
        inside = located(directory, "E10000030", placement_postcode=HALLS[hall])
        assert (inside["locality"], inside["host_authority"]) == ("in", "E10000030")
    assert located(directory, "E10000030", placement_postcode=HALLS["Islington"])["locality"] == "out"


def test_wales_and_london(directory: NationalDirectory) -> None:
    newport = located(directory, "W06000015", placement_postcode=HALLS["Newport"])
    assert (newport["host_authority"], newport["locality"], newport["adjoining"]) == ("W06000022", "out", "yes")
    assert located(directory, "W06000015", placement_postcode=HALLS["Cardiff"])["locality"] == "in"
    hackney = located(directory, "E09000019", placement_postcode=HALLS["Hackney"])
    assert (hackney["host_authority"], hackney["locality"], hackney["adjoining"]) == ("E09000012", "out", "yes")


def test_scotland_and_northern_ireland_are_out_of_the_area_under_their_own_codes(directory: NationalDirectory) -> None:
    edinburgh = located(directory, "E09000019", placement_postcode=HALLS["Edinburgh"])
    assert (edinburgh["host_authority"], edinburgh["locality"], edinburgh["adjoining"]) == ("S12000036", "out", "no")
    border = located(directory, "E06000063", placement_postcode=HALLS["Edinburgh"])
    assert (border["locality"], border["adjoining"]) == ("out", "not_known")
    assert located(directory, "E09000019", placement_authority="SCO")["locality"] == "out"
    assert located(directory, "W06000015", placement_authority="WAL")["locality"] == "not_known"


def test_miles_are_in_a_straight_line_and_never_across_two_grids(directory: NationalDirectory) -> None:
    def miles(home: str, placement: str) -> object:
        row = located(directory, "E08000003", home_postcode=HALLS[home], placement_postcode=HALLS[placement])
        return row["miles"]

    assert miles("Manchester", "Manchester") == 0.0
    assert miles("Manchester", "Leeds") == pytest.approx(36.3, abs=0.1)
    assert miles("Sheffield", "Barnsley") == miles("Barnsley", "Sheffield") == pytest.approx(11.9, abs=0.5)
    assert miles("Manchester", "Belfast") is None
    assert miles("Belfast", "Lisburn") == pytest.approx(8, abs=2)


def test_no_distance_is_worked_out_from_a_postcode_that_is_missing_or_stands_for_none(
    directory: NationalDirectory,
) -> None:
    for home in (None, "", "ZZ99 3VZ", "no fixed abode"):
        assert located(directory, "E08000003", home_postcode=home, placement_postcode="M2 5DB")["miles"] is None


def test_a_distance_and_an_answer_in_the_file_fill_only_what_the_place_leaves_open(
    directory: NationalDirectory,
) -> None:
    open_place = located(directory, "E08000003", locality="out", miles=12.5, adjoining="yes")
    assert (open_place["locality"], open_place["miles"], open_place["adjoining"]) == ("out", 12.5, "yes")
    known = located(
        directory, "E08000003", home_postcode="M2 5DB", placement_postcode="M2 5DB", miles=80.0, adjoining="yes"
    )
    assert (known["miles"], known["adjoining"]) == (0.0, "no")


def test_a_file_that_contradicts_the_place_is_told_of_and_the_place_believed(directory: NationalDirectory) -> None:
    result = locate(rows({"placement_postcode": "LS1 1UR", "locality": "in"}), "E08000003", directory)
    assert result.frame["locality"].to_list() == ["out"]
    assert told(result) == [("locality-contradiction", 2, "locality")]


def test_a_postcode_in_another_authority_than_the_one_named_is_told_of(directory: NationalDirectory) -> None:
    named = rows({"placement_postcode": "LS1 1UR", "placement_authority": "Manchester"})
    result = locate(named, "E08000003", directory)
    assert result.frame["host_authority"].to_list() == ["E08000035"]
    assert told(result) == [("locality-places-differ", 2, "placement_authority")]


def test_not_known_is_counted_by_its_reason_and_is_never_in_or_out(directory: NationalDirectory) -> None:
    given = rows(
        {"placement_postcode": None},
        {"placement_postcode": "  "},
        {"placement_postcode": "ZZ99 3VZ"},
        {"placement_postcode": "the old mill"},
        {"placement_authority": "Atlantis"},
        {"placement_postcode": "LS1 1UR"},
    )
    result = locate(given, "E08000003", directory)
    assert result.frame["locality"].to_list() == ["not_known"] * 5 + ["out"]
    assert result.not_known == {
        "no_postcode": 1,
        "not_a_postcode": 2,
        "not_in_directory": 1,
        "authority_not_known": 1,
    }
    totals = [problem for problem in result.problems if problem.rule.key == "locality-not-known"]
    assert len(totals) == 4


def test_a_slip_of_nought_and_o_is_put_right_where_one_reading_exists(directory: NationalDirectory) -> None:
    result = locate(rows({"placement_postcode": "ls1 lur"}, {"placement_postcode": "LSI IUR"}), "E08000003", directory)
    assert result.frame["locality"].to_list() == ["not_known", "out"]
    slip = next(problem for problem in result.problems if problem.rule.key == "postcode-slip")
    assert (slip.rule.severity, slip.row, slip.column) == (Severity.NOTE, 3, "placement_postcode")


def test_a_slip_with_two_readings_is_left_alone() -> None:
    entries = pl.DataFrame([("SO1O1AA", "X1", 1, 1), ("SO101AA", "X1", 1, 1)], schema=ENTRY, orient="row")
    both = FolderDirectory(entries, {}, NationalDirectory(package=None))
    assert located(both, "X1", placement_postcode="S01O 1AA")["locality"] == "not_known"


def test_no_problem_tells_a_postcode_or_a_name(directory: NationalDirectory) -> None:
    given = rows(
        {"home_postcode": "QQ7 7QQ", "placement_postcode": "QQ8 8QQ"},
        {"placement_postcode": "LS1 1UR", "placement_authority": "Manchester", "locality": "in"},
        {"placement_authority": "Aunt Mabel"},
    )
    text = " ".join(problem.message for problem in locate(given, "E08000003", directory).problems)
    assert text
    assert not any(value in text for value in ("QQ7", "QQ8", "LS1", "Manchester", "Mabel"))


def test_rows_keep_their_order_and_other_columns_and_the_extras_go(directory: NationalDirectory) -> None:
    given = rows(*({"placement_postcode": HALLS[name]} for name in ("Leeds", "Manchester", "Leeds", "Cardiff")))
    result = locate(given, "E08000003", directory).frame
    assert result["source"].to_list() == given["source"].to_list()
    assert result["locality"].to_list() == ["out", "in", "out", "out"]
    assert not {"home_postcode", "placement_postcode", "placement_authority"} & set(result.columns)


def test_no_rows_are_no_trouble(directory: NationalDirectory) -> None:
    result = locate(rows(), "E08000003", directory)
    assert (result.frame.height, len(result.problems), result.not_known) == (0, 0, {})


@given(spacing=st.lists(st.sampled_from(["", " ", "  ", "-", "."]), min_size=6, max_size=6), upper=st.booleans())
def test_spaces_dots_and_case_make_no_difference(spacing: list[str], upper: bool, directory: NationalDirectory) -> None:
    letters = "LS11UR" if upper else "ls11ur"
    written = "".join(letter + space for letter, space in zip(letters, spacing, strict=True))
    assert located(directory, "E08000035", placement_postcode=written)["locality"] == "in"


def test_the_cache_survives_a_broken_file_and_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    postcodes = pl.Series(["LS11UR", "EH11YJ"])
    broken = NationalDirectory(folder=tmp_path / "cache")
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "L.parquet").write_bytes(b"PAR1 half a file")
    assert broken.find(postcodes).height == 2
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["E.parquet", "L.parquet"]
    (tmp_path / "file").write_text("in the way")
    assert NationalDirectory(folder=tmp_path / "file" / "cache").find(postcodes).height == 2


def test_without_the_package_nothing_is_found_and_nothing_breaks(tmp_path: Path) -> None:
    alone = NationalDirectory(folder=tmp_path, package=None)
    assert located(alone, "E08000035", placement_postcode="LS1 1UR")["locality"] == "not_known"
