"""A new kind of harm is one entry of `definitions`: form, filter, figure, dataset and the words that are looked for follow by themselves.

Lists are read once and kept, so a Kith with one more entry runs in a process of its own: every file the same but that one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import kith

ENTRY = "door_taken,Home taken over,Cartref wedi’i feddiannu,,,,Kith domain vocabulary,\n"
ROOT = Path(__file__).parents[2]


def test_one_entry_of_definitions_makes_a_new_harm_everywhere(tmp_path: Path) -> None:
    package = tmp_path / "kith"
    package.mkdir()
    own = Path(kith.__file__).parent
    for path in own.iterdir():
        if path.name != "definitions":
            (package / path.name).symlink_to(path)
    shutil.copytree(own / "definitions", package / "definitions")
    with (package / "definitions" / "data" / "codes" / "harm.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(ENTRY)
    command = [sys.executable, "-m", "pytest", "-q", "tests/house/new_harm.py", "-p", "no:randomly"]
    paths = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))
    found = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert " passed" in found.stdout
    assert "skipped" not in found.stdout
