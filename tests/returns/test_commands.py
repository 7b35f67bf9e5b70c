"""What the other commands end with, and what Ctrl-C leaves: nothing half-written, and one sentence."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.returns.conftest import kith

from kith.cli.main import MEANINGS, Exit
from kith.dataset.pseudonyms import find, read_key_file


def test_the_version_is_said() -> None:
    ran = kith("--version")
    assert (ran.status, ran.stderr) == (0, "")
    assert re.fullmatch(r"Kith \d+\.\d+\.\d+\S*\n", ran.stdout)


def test_help_names_every_exit_status_and_the_reference_explains_it() -> None:
    told = kith("--help").stdout
    page = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    for status in Exit:
        assert re.search(rf"\b{int(status)}\b", told), status
        assert f"| {int(status)} | {MEANINGS[status]} |" in page


def test_ids_are_found_again_by_their_pseudonyms_and_are_never_words_of_the_command(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("ab" * 32 + "\n", encoding="ascii")
    key.chmod(0o600)
    ran = kith("find", key, given="\ufeff1001\n\n 1002 \r\n1001\n")
    expected = [find(read_key_file(key), one) for one in ("1001", "1002", "1001")]
    assert (ran.status, ran.stdout.splitlines(), ran.stderr) == (0, expected, "")
    assert kith("find", key, "1001").status == 2


@pytest.mark.parametrize("content", [None, "not a key"])
def test_a_key_that_is_none_is_refused_in_one_sentence(content: str | None, tmp_path: Path) -> None:
    if content:
        (tmp_path / "key").write_text(content)
        (tmp_path / "key").chmod(0o600)
    ran = kith("find", tmp_path / "key", given="CANARY\n")
    assert (ran.status, ran.stdout) == (3, "")
    assert ran.stderr.startswith("Not done. key ")
    assert "CANARY" not in ran.stderr


def test_a_dataset_with_a_problem_is_status_1_and_without_one_0(tmp_path: Path) -> None:
    folder = tmp_path / "dataset"
    folder.mkdir()
    (folder / "dataset.json").write_text("{}", encoding="utf-8")
    ran = kith("check", folder)
    assert ran.status == 1
    assert "problems." in ran.stdout
    assert kith("check", tmp_path / "nowhere").status == 2


def test_too_few_returns_to_combine_are_status_3(tmp_path: Path) -> None:
    ran = kith("combine", tmp_path, tmp_path, "--out", tmp_path / "out")
    assert ran.status == 3
    assert "has no figures.json" in ran.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal, which Windows has not")
def test_ctrl_c_leaves_nothing_half_written_and_says_so(tmp_path: Path) -> None:
    env = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"}
    command = [
        sys.executable,
        "-P",
        "-m",
        "kith.cli.main",
        "demo",
        "--out",
        str(tmp_path / "demo"),
        "--children",
        "6000",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as running:
        assert running.stderr is not None
        assert running.stderr.readline().startswith("Making up an authority")
        running.send_signal(signal.SIGINT)
        _, stderr = running.communicate(timeout=60)
    assert running.returncode == 130
    last = stderr.strip().splitlines()[-1]
    assert last == "Stopped. Nothing was half-written: what stood in the output folder stands there still."
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_mapping_in_the_how_to_is_one_that_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "map-a-list.md").read_text(encoding="utf-8")
    example = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    (tmp_path / "Panel cases.kith.toml").write_text(example[0], encoding="utf-8")
    (tmp_path / "Panel cases.csv").write_text(
        "Ref,Name of young person,Date of birth,Concerns,Referred,Ended\n"
        "77,Made Up,01/05/2003,Operation Zebra,01/02/2018,\n",
        encoding="utf-8",
    )
    words = ("--authority", "204", "--month", "2018-02", "--months", "1", "--out", tmp_path / "out")
    ran = kith("return", tmp_path, *words)
    assert ran.status == 0, ran.stderr
    assert "Of 1 young person supported, 1 was affected" in ran.stdout
    assert "error" not in (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8")
