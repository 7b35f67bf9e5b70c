"""`kith clocks` lists, shows and asks, with the mark beside every clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kith.cli import telling
from kith.cli.main import app


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(telling.out.console, "_width", 200)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["clocks", *arguments])

    return invoke


def test_all_clocks_are_listed_and_filters_narrow_them(run) -> None:
    assert "157 clocks" in run().stdout
    welsh = run("--nation", "wales", "--event", "placement_began").stdout
    assert "visit_first_wales" in welsh
    assert "area_authority_notified" not in welsh
    assert "not read" in run("--find", "OTHERS_notified_wales").stdout
    nothing = run("--find", "no such thing")
    assert nothing.exit_code == 3


def test_one_clock_is_shown_in_full(run, tmp_path: Path) -> None:
    shown = run("show", "secure_72h").stdout
    for part in ("72 hours in all in any 28 days", "reg 10", "read in part", "frg.org.uk"):
        assert part in shown
    assert "switched off" in run("show", "fgdm_offer").stdout
    ours = tmp_path / "ours.toml"
    ours.write_text(
        '[[adjust]]\nclock = "fgdm_offer"\ncommenced = 2027-01-04\nreason = "made"\nby = "law"\non = 2026-12-01\n'
    )
    assert "in force from 2027-01-04: made (law, 2026-12-01)" in run("show", "fgdm_offer", "--local", str(ours)).stdout
    assert run("show", "no_such").exit_code == 2


def test_what_is_due_is_told_with_what_it_hangs_on(run, tmp_path: Path) -> None:
    asked = ("due", "--event", "placement_began", "--from", "2026-03-02", "--yes", "looked_after", "--no", "emergency")
    told = run(*asked)
    lines = told.stdout.splitlines()
    (visit,) = [line for line in lines if "visit_first]" in line]
    assert visit.strip().startswith("9 March 2026")
    assert "temporarily approved" in visit
    assert any(line.strip().startswith("before 2 March 2026") for line in lines)
    assert "visit_first_wales" in run(*asked, "--nation", "wales").stdout
    hours = run("due", "--event", "found_after_missing", "--from", "2026-03-27T18:00").stdout
    assert "30 March 2026 at 19:00" in hours
    school = ("due", "--event", "exclusion_began", "--from", "2026-09-07")
    assert "term dates" in run(*school).stdout
    terms = tmp_path / "terms.csv"
    terms.write_text("kind,from,to\nterm,2026-09-02,2026-12-18\n")
    assert "14 September 2026" in run(*school, "--terms", str(terms)).stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("due", "--event", "no_such", "--from", "2026-03-02"), 2),
        (("due", "--event", "placement_began", "--from", "3 March"), 2),
        (("due", "--event", "placement_began", "--from", "2026-03-02", "--yes", "no_such"), 2),
        (("due", "--event", "placement_began", "--from", "2026-03-02", "--local", "no-such-file"), 3),
        (("due", "--event", "placement_began", "--from", "2026-03-02", "--terms", "no-such-file"), 3),
    ],
)
def test_what_is_not_right_is_refused(run, arguments: tuple[str, ...], status: int) -> None:
    assert run(*arguments).exit_code == status


def test_the_engine_needs_no_more_than_the_lower_half() -> None:
    code = (
        "import sys, kith.clocks.standing, kith.clocks.messages, kith.clocks.page; kith.clocks.page.page();"
        "print([m for m in ('django', 'polars', 'kith.dataset', 'rich') if m in sys.modules])"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert made.stdout.strip() == "[]"
