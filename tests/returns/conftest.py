"""Whole runs of the command as a person starts it: another process, real files, what it prints and what it leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

PANEL = """Mosaic ID,Surname,Forename,DOB,Postcode,Type of exploitation,Date opened,Date closed
CANARYID7701,Zanzicanary,Ottocanary,14/02/2003,ZZ98 7XY,CSE,01/04/2017,
CANARYID7702,Zanzicanary,Unacanary,31/02/2003,ZZ98 7XY,county lines,99/99/2018,
CANARYID7703,=HYPERLINK("http://canary"),Trecanary,03/11/2003,ZZ98 7XY,wibblecanary,01/05/2018,30/04/2018
"""
CANARIES = ("canary", "CANARYID", "ZZ98 7XY", "14/02/2003", "2003-02-14", "31/02/2003", "99/99/2018")
"""What stands in the list and must stand nowhere that is printed or handed on."""


@dataclass(frozen=True)
class Ran:
    """A finished run."""

    status: int
    stdout: str
    stderr: str

    @property
    def said(self) -> str:
        return self.stdout + self.stderr


def kith(*words: object, given: str = "", cwd: Path | None = None) -> Ran:
    """Run `kith` with these words, as on a plain terminal of 200 columns."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "FORCE_COLOR"))}
    command = [sys.executable, "-P", "-m", "kith.cli.main", *map(str, words)]
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        cwd=cwd,
        env=env | {"COLUMNS": "200", "NO_COLOR": "1", "PYTHONUTF8": "1"},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def shared(*parts: str) -> Path:
    """A file or folder of other people's data; the test is skipped where it is absent."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared/data/{'/'.join(parts)} is not beside the repository")
    return path


@pytest.fixture(scope="session")
def own_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as an authority would have: SSDA903, a CIN census and a panel's list with values that must not get out."""
    folder = tmp_path_factory.mktemp("own") / "files"
    shutil.copytree(shared("ssda903_fake"), folder)
    shutil.copy(shared("cin_fake", "CIN_Census_2021.xml"), folder)
    (folder / "Exploitation panel.csv").write_text(PANEL, encoding="utf-8")
    return folder
