"""A synthetic authority is the same for the same seed, true before it is written, and readable as real files are."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from kith.figures.synth import LAST, Made, write_authorities, write_authority
from kith.figures.synth import life as life_module
from kith.figures.synth.answers import headline, is_affected, is_relocated, is_supported, is_young
from kith.figures.synth.chance import names, parameter
from kith.figures.synth.life import live
from kith.foundation.outputs import OutputRefused
from kith.foundation.problems import Severity
from kith.reading.sources.extracts import Context
from kith.reading.sources.folder import read_folder

SCHEMAS = Path(__file__).parents[5].parent / "shared" / "data" / "cin_schemas"
HERE = Path(life_module.__file__).parent


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return write_authority(tmp_path_factory.mktemp("clean") / "made", children=400, seed=3, dirt=0)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return write_authority(tmp_path_factory.mktemp("dirty") / "made", children=400, seed=3, dirt=0.2)


@pytest.fixture(scope="module")
def lives():
    return live("E09000012", 6000, 5, 3, LAST, parameter("relocation_rate")).lives


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*.*"))}


def rows(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from kith.figures.synth import write_authority;"
        "write_authority(Path(sys.argv[1]), children=120, seed=7, dirt=0.2)"
    )
    for number in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": number}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / number)], check=True, env=environment)
    assert hashes(tmp_path / "1") == hashes(tmp_path / "2")


def test_another_seed_gives_other_people(tmp_path: Path, clean: Made):
    other = write_authority(tmp_path / "made", children=400, seed=4, dirt=0)
    assert hashes(other.answers)["answers.csv"] != hashes(clean.answers)["answers.csv"]


def test_the_answers_do_not_depend_on_the_dirt(clean: Made, dirty: Made):
    for name in ("answers.csv", "answers.json"):
        assert (clean.answers / name).read_bytes() == (dirty.answers / name).read_bytes()


def test_the_answers_are_not_among_the_files(clean: Made):
    assert not clean.answers.is_relative_to(clean.folder)
    assert not [path for path in clean.folder.iterdir() if path.is_dir()]


def test_each_dirtied_cell_is_logged_and_a_clean_authority_has_none(clean: Made, dirty: Made):
    assert rows(clean.answers / "dirt.csv") == []
    kinds = Counter(row["kind"] for row in rows(dirty.answers / "dirt.csv"))
    for kind in (
        *("missing", "day and month swapped", "digits transposed", "misspelt", "trailing spaces", "lower case"),
        *("unknown code", "row repeated", "overlaps the next", "encoded as cp1252", "encoded as utf-16"),
        "factors outside their element",
    ):
        assert kinds[kind], kind


def test_what_is_logged_is_where_the_log_says(clean: Made, dirty: Made):
    """Rows are found again by number: a repeated row is equal to the one before it."""
    logged = [row for row in rows(dirty.answers / "dirt.csv") if row["file"] == "2025 episodes.csv"]
    episodes = rows(dirty.folder / "2025 episodes.csv")
    for entry in logged:
        place = int(entry["row"]) - 2
        if entry["kind"] == "row repeated":
            assert episodes[place] == episodes[place - 1]
        elif entry["kind"] == "missing":
            assert episodes[place][entry["column"]] == ""
        elif entry["kind"] == "unknown code":
            assert episodes[place][entry["column"]] == "ZZ9"
    assert logged


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the published schemas are not beside the repository")
@pytest.mark.parametrize("last_year", [2021, 2026])
def test_a_clean_census_is_valid_against_the_schema_of_its_year(tmp_path: Path, last_year: int):
    made = write_authority(
        tmp_path / "made",
        children=150,
        seed=2,
        dirt=0,
        years=5 if last_year == 2021 else 4,
        last=LAST + 12 * (last_year - 2026),
    )
    files = sorted(made.folder.glob("*.xml"))
    assert len(files) >= 4
    for file in files:
        schema = etree.XMLSchema(file=str(SCHEMAS / f"CIN_schema_{file.name[:4]}.xsd"))
        schema.assertValid(etree.parse(file))


def test_a_clean_authority_is_read_without_an_error(clean: Made):
    read = read_folder(clean.folder, Context(clean.authority, LAST.last))
    errors = [(p.rule.key, p.file) for p in read.every_problem() if p.rule.severity is Severity.ERROR]
    assert errors == []
    assert [sheet.file for sheet in read.unclaimed] == ["postcodes.csv"]
    assert {extract.kind for extract in read.extracts} == {"SSDA903", "CIN census", "Annex A", "Lists"}


def test_even_a_very_dirty_authority_is_read_to_the_end(tmp_path: Path):
    made = write_authority(tmp_path / "made", children=150, seed=2, dirt=1.0)
    read = read_folder(made.folder, Context(made.authority, LAST.last))
    assert {extract.kind for extract in read.extracts} == {"SSDA903", "CIN census", "Annex A", "Lists"}
    assert "source_unreadable" not in {problem.rule.key for problem in read.every_problem()}
    tables = [table for extract in read.extracts for table in extract.tables.values()]
    assert [table.columns for table in tables if table["row_id"].is_duplicated().any()] == []


def test_names_are_in_the_lists_and_never_in_the_statutory_files(clean: Made):
    known = {name.encode() for name in names()["family"] if len(name) > 4}
    statutory = [path for path in clean.folder.iterdir() if path.name[:2] == "20"]
    assert len(statutory) > 12
    for path in statutory:
        assert not any(name in path.read_bytes() for name in known), path.name
    assert any(name in (clean.folder / "Missing episodes.csv").read_bytes() for name in known)


def test_a_note_says_that_all_is_made_up(clean: Made):
    assert "made up" in (clean.folder.parent / "READ ME.txt").read_text(encoding="utf-8")


def test_no_postcode_can_exist(clean: Made):
    directory = {row["postcode"] for row in rows(clean.folder / "postcodes.csv")}
    assert all(postcode.startswith("QZ") for postcode in directory)
    used = {row[column] for row in rows(clean.folder / "2026 episodes.csv") for column in ("HOME_POST", "PL_POST")}
    assert used - {""} <= directory


def test_marginals_are_those_of_the_parameters(lives):
    young = [life for life in lives if is_supported(life, LAST) and is_young(life, LAST.last)]
    affected = [life for life in young if is_affected(life, LAST)]
    relocated = [life for life in affected if is_relocated(life, LAST)]
    assert 0.06 < len(affected) / len(young) < 0.085
    assert 0.07 < len(relocated) / len(affected) < 0.13
    stays = [stay for life in lives if life.care for stay in life.care.stays[-1:] if stay.to_on is None]
    assert 0.3 < sum(stay.place.is_out for stay in stays) / len(stays) < 0.55
    foster = sum(stay.type.startswith("U") for stay in stays) / len(stays)
    assert 0.5 < foster < 0.75
    seen = Counter(tuple(life.harm_in_files) for life in affected)
    assert min(seen[("cin",)], seen[("exploitation_list",)], seen[("cin", "exploitation_list")], seen[()]) > 10


def test_some_with_known_harm_are_out_of_area_for_other_reasons(lives):
    other = [
        life
        for life in lives
        if is_affected(life, LAST)
        and not is_relocated(life, LAST)
        and any(m.because == "no" and not m.to_on for m in life.moves)
    ]
    assert len(other) > 10


def test_lives_make_sense(lives):
    for life in lives:
        for move in life.moves:
            assert move.from_on is None or move.planned_on <= move.from_on
            assert not (move.from_on and move.to_on) or move.from_on <= move.to_on
        for one, other in zip(life.missing, life.missing[1:], strict=False):
            assert one.from_on <= one.to_on < other.from_on
        if life.care:
            for stay, after in zip(life.care.stays, life.care.stays[1:], strict=False):
                assert stay.from_on < after.from_on == stay.to_on
            assert life.care.from_on >= life.person.born
            for move in life.moves:
                own = [stay for stay in life.care.stays if stay.move is move]
                if move.from_on and move.kind in ("care", "secure"):
                    assert all(stay.place.is_out for stay in own)
                    assert (own[0].from_on, own[-1].to_on) == (move.from_on, move.to_on)
        if life.episode and life.episode.closed:
            assert life.episode.referral <= life.episode.closed


def test_going_missing_has_a_long_tail(lives):
    counts = sorted((len(life.missing) for life in lives if life.missing), reverse=True)
    assert counts[0] >= 15
    assert sum(counts[: len(counts) // 10]) > 0.25 * sum(counts)


def test_the_headline_counts_what_the_answers_say(clean: Made):
    told = json.loads((clean.answers / "answers.json").read_text(encoding="utf-8"))
    answers = rows(clean.answers / "answers.csv")
    assert told["affected"] == len({row["person_id"] for row in answers if row["affected"] == "yes"})
    assert told["people"] == len({row["person_id"] for row in answers}) == 400
    truth = live(clean.authority, 400, 3, 3, LAST, parameter("relocation_rate"))
    assert json.loads(json.dumps(headline(truth, LAST))) == told


def test_every_parameter_says_where_it_comes_from():
    given = tomllib.loads((HERE / "parameters.toml").read_text(encoding="utf-8"))
    assert all(set(entry) == {"value", "source"} and len(entry["source"]) > 6 for entry in given.values())
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.py"))
    unused = [
        name for name in given if f'"{name}"' not in code and f'"{name.removesuffix("_of_affected")}{{of}}"' not in code
    ]
    assert [name for name in unused if not name.startswith(("sex", "ethnicity", "disabled"))] == []


def test_several_authorities_have_a_folder_each_and_differ(tmp_path: Path):
    told: list[str] = []
    folders = write_authorities(tmp_path, authorities=3, children=60, years=1, dirt=0, seed=1, tell=told.append)
    assert len(set(folders)) == len(told) == 3
    assert len({hashes(folder.parent / "answers")["answers.csv"] for folder in folders}) == 3
    with pytest.raises(ValueError, match="175"):
        write_authorities(tmp_path, authorities=176, children=60, years=1, dirt=0, seed=1)


def test_a_folder_with_files_of_another_make_is_refused_and_left(tmp_path: Path):
    (tmp_path / "made" / "files").mkdir(parents=True)
    (tmp_path / "made" / "files" / "mine.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(OutputRefused, match="empty folder"):
        write_authority(tmp_path / "made", children=60, seed=1)
    assert [path.name for path in (tmp_path / "made" / "files").iterdir()] == ["mine.csv"]


def test_an_authority_that_there_is_not_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="no authority"):
        write_authority(tmp_path / "made", children=60, seed=1, authority="Nowhere")


def test_a_welsh_authority_has_files_too(tmp_path: Path):
    made = write_authority(tmp_path / "made", children=60, seed=1, authority="Cardiff", dirt=0)
    assert made.authority.startswith("W")
    assert (made.folder / "2026 CIN census.xml").is_file()
