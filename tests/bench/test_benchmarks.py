"""Holds the benchmarks to their word: they run, they give ratios, and the page says what was measured and nothing else."""

import copy
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench.census import measure as measure_census
from bench.processes import NotMeasured

from bench import authority, country, inputs, linking, page, peers, processes

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    path = ROOT / "docs" / "benchmarks.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def no_peers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine on which the peers' environment cannot be made: uv is not there to make it."""
    monkeypatch.setattr(peers, "FOLDER", tmp_path / "peers")
    monkeypatch.setattr(peers, "UV", [str(tmp_path / "none")])
    peers.environment.cache_clear()


def value_of(result: dict[str, Any], what: str) -> float:
    return next(aim["value"] for aim in result["aims"] if aim["what"] == what)


def test_the_page_is_the_one_made_from_the_results(results: dict[str, Any]) -> None:
    assert (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8") == page.render(results)


def test_the_results_in_the_docs_are_of_a_whole_run_at_the_published_sizes(results: dict[str, Any]) -> None:
    assert not results["small"]
    assert list(results["benchmarks"]) == ["1", "2", "3", "4", "6"]
    assert results["benchmarks"]["1"]["size"].startswith("26,000 rows of 903, 27,000 CIN episodes")


def test_what_is_published_names_no_folder_and_no_host(results: dict[str, Any]) -> None:
    text = json.dumps(results) + page.render(results)
    assert not re.search(r"(?<![\w.<])/(?:[a-z]+/)|[A-Z]:\\|https?:|@", text)


def test_the_page_follows_the_results(results: dict[str, Any]) -> None:
    other = copy.deepcopy(results)
    other["benchmarks"]["1"]["aims"][0]["value"] = 12_345.0
    assert "12,345 s | at most 3 s | no" in page.render(other)


def test_a_small_run_says_that_no_aim_is_judged(results: dict[str, Any]) -> None:
    text = page.render(results | {"small": True})
    assert "not the published sizes" in text
    assert not re.search(r"\| (yes|no) \|", text)


def test_a_benchmark_that_could_not_be_run_has_its_reason_on_the_page(results: dict[str, Any]) -> None:
    none = {"title": "Benchmark 4", "reason": "the command ended with status 1"}
    text = page.render(results | {"benchmarks": results["benchmarks"] | {"4": none}})
    assert "not measured: the command ended with status 1" in text


def test_the_input_has_the_size_that_was_asked_for_and_is_the_same_for_a_seed(tmp_path: Path) -> None:
    counts = inputs.write(tmp_path / "a", inputs.SMALL, 3)
    inputs.write(tmp_path / "b", inputs.SMALL, 3)
    inputs.write(tmp_path / "c", inputs.SMALL, 4)
    first, second, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("a", "b", "c")
    )
    rows = sum(text.count(b"\r\n") - 1 for name, text in first.items() if name.endswith(".csv") and name != inputs.LIST)
    assert rows == inputs.SMALL.rows_903 == sum(counts[name] for name in first if authority._is_903(name))
    assert first[inputs.CENSUS].count(b"<CINdetails>") == inputs.SMALL.episodes
    assert first[inputs.CENSUS].count(b"<Child>") == inputs.SMALL.children
    assert first == second
    assert first != other


@pytest.mark.usefixtures("no_peers")
def test_an_authority_gives_ratios_and_says_why_the_validators_were_not_measured(tmp_path: Path) -> None:
    result = authority.measure(tmp_path, small=True, runs=1)
    assert value_of(result, "times the floor, whole processes") > 1
    assert result["measured"][-1] == {"what": "the two validators", "reason": peers.NOT_MADE}
    assert (tmp_path / "return" / "report.html").is_file()


@pytest.mark.usefixtures("no_peers")
def test_the_census_is_read_whole_and_its_memory_measured(tmp_path: Path) -> None:
    result = measure_census(tmp_path, small=True, runs=1)
    assert result["measured"][0]["told"]["children"]["median"] == inputs.SMALL.children
    assert value_of(result, "peak memory") > 10


def test_the_country_gives_a_ratio_to_merely_reading(tmp_path: Path) -> None:
    assert value_of(country.snapshot(tmp_path, small=True, runs=1), "times the floor, best of three") > 0
    assert value_of(country.series(tmp_path, small=True, runs=1), "the series") > 0


def test_linkage_gives_precision_and_recall(tmp_path: Path) -> None:
    result = linking.measure(tmp_path, small=True, runs=1)
    assert 0.5 < value_of(result, "recall") <= 1
    assert 0.5 < value_of(result, "precision") <= 1


def test_memory_is_that_of_the_one_process_and_not_of_those_before_it() -> None:
    """Measured from a small process, as run.py is: a process begins with the peak of the one that started it."""
    code = """
import json, sys
from bench.processes import once
using = [[sys.executable, "-c", f"x = bytearray({mb} * 2**20); x[::4096] = x[::4096]"] for mb in (300, 1)]
print(json.dumps([once(command)["memory_mb"] for command in using]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    large, little = json.loads(done.stdout)
    if large is None:
        pytest.skip("this system does not tell a process's peak memory")
    assert large > 300
    assert little < 100


def test_what_starts_the_measured_processes_is_small() -> None:
    code = "import sys; sys.path.insert(0, 'bench'); import run; print('polars' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["False", "False"]


def test_a_command_that_fails_is_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotMeasured, match="status 3"):
        processes.timed([sys.executable, "-c", "raise SystemExit(3)"], runs=2)


def test_a_command_that_takes_too_long_is_stopped_and_said_to_take_more(results: dict[str, Any]) -> None:
    found = processes.timed([sys.executable, "-c", "import time; time.sleep(60)"], runs=1, warm_up=(), limit=0.5)
    assert found["stopped"]
    assert found["seconds"]["median"] < 30
    one = results["benchmarks"]["4"] | {"measured": [found | {"what": "the slow one"}]}
    assert "| the slow one | more than 0.5" in page.render(results | {"benchmarks": {"4": one}})


def test_numbers_that_a_command_tells_are_spread_over_its_runs() -> None:
    command = [sys.executable, "-c", 'import random; print(\'{"a": 2, "b": "text"}\')']
    assert processes.timed(command, runs=3, warm_up=())["told"] == {"a": {"median": 2, "min": 2, "max": 2, "runs": 3}}


def test_an_unknown_number_is_refused_in_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "run.py", "--only", "1,9"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "There is no benchmark 9" in done.stderr
