"""Holds start.py to its word: plain sentences instead of tracebacks, and a set-up that is whole or done again."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-spark.lock"]
NOT_COPIED = shutil.ignore_patterns(
    ".venv",
    ".git",
    ".*_cache",
    "kith-data",
    "node_modules",
    "vendor",
    ".coverage*",
    ".hypothesis",
    "*.egg-info",
    "__pycache__",
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with start.py and what its set-up reads, nothing set up."""
    for name in ["start.py", "pyproject.toml", *LOCKS]:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def start_in(place: Path) -> ModuleType:
    """The start.py of that folder as a module."""
    spec = importlib.util.spec_from_file_location("start", place / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ask(place: Path, *arguments: str, before: str = "pass", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run that folder's start.py as a person does; `before` is done in the same Python first."""
    code = f"import runpy, sys; {before}; sys.argv = ['start.py', *{list(arguments)}]; "
    code += f"runpy.run_path({str(place / 'start.py')!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ | environment
    )


def pretend_set_up(place: Path) -> ModuleType:
    """Leave behind what a whole set-up leaves: a Python and a stamp."""
    start = start_in(place)
    start.venv_python().parent.mkdir(parents=True)
    start.venv_python().symlink_to(sys.executable)
    start.STAMP.write_text(start.json.dumps(start.wanted_stamp(start.LIGHT)))
    return start


def test_help_teaches_every_command(place: Path) -> None:
    done = ask(place, "--help")
    commands = start_in(place).COMMANDS.keys() - {"site"}
    assert done.returncode == 0
    assert [command for command in commands if f"start.py {command} " not in done.stdout] == []


def test_an_unknown_command_is_answered_with_the_known_ones(place: Path) -> None:
    done = ask(place, "frobnicate")
    assert done.returncode == 2
    assert "does not know 'frobnicate'" in done.stderr
    assert "start.py test" in done.stderr
    assert not (place / ".venv").exists()


def test_the_pythons_accepted_are_those_the_project_declares() -> None:
    start = start_in(ROOT)
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    (oldest_major, oldest), (newest_major, newest) = start.OLDEST, start.NEWEST
    assert declared == f">={oldest_major}.{oldest},<{newest_major}.{newest + 1}"


@pytest.mark.parametrize(("version", "fits"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)])
def test_a_python_that_will_not_do_is_named_in_a_sentence(version: tuple[int, int], fits: bool) -> None:
    said = start_in(ROOT).python_trouble(version)
    assert (said is None) if fits else (f"this is {version[0]}.{version[1]}." in said)


def test_an_old_python_can_read_the_file_far_enough_to_say_so() -> None:
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_python_without_ensurepip_says_which_package_to_install(place: Path) -> None:
    done = ask(place, "kith", before="sys.modules['ensurepip'] = None")
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_said_plainly(place: Path) -> None:
    (place / ".venv").write_text("a file where the folder should be")
    done = ask(place, "kith")
    assert done.returncode == 1
    assert "Kith cannot write to" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_whole_set_up_is_not_done_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = pretend_set_up(place)
    start.set_up()
    assert capsys.readouterr().err == ""


def test_a_second_start_passes_on_at_once(place: Path) -> None:
    pretend_set_up(place)
    stand_in = place / "elsewhere" / "kith" / "cli" / "main.py"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text("import sys; print(sys.argv[1:]); sys.exit(4)")
    begun = time.perf_counter()
    done = ask(place, "kith", "return", "a folder", PYTHONPATH=str(place / "elsewhere"))
    taken = time.perf_counter() - begun
    assert (done.returncode, done.stdout, done.stderr) == (4, "['return', 'a folder']\n", "")
    assert taken < 2  # the promise made to people; a quiet machine takes a tenth of it


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_asks_for_set_up(place: Path, changed: str) -> None:
    start = pretend_set_up(place)
    with (place / changed).open("a") as file:
        file.write("# changed\n")
    assert start.read_stamp() != start.wanted_stamp(start.LIGHT)


def test_a_moved_folder_asks_for_a_new_environment(place: Path) -> None:
    pretend_set_up(place)
    moved = place.rename(place.with_name("moved"))
    start = start_in(moved)
    assert start.read_stamp()["python"] != start.wanted_stamp(start.LIGHT)["python"]


@pytest.mark.parametrize("left_behind", ["", '{"python": "3.1'])
def test_a_stamp_that_is_not_whole_counts_as_none(place: Path, left_behind: str) -> None:
    start = pretend_set_up(place)
    start.STAMP.write_text(left_behind)
    assert start.read_stamp() == {}


def test_an_interrupted_set_up_leaves_no_stamp(place: Path) -> None:
    start = pretend_set_up(place)
    start.STAMP.write_text("{}")  # as if for another lock, so that the set-up begins
    stop = "import subprocess; subprocess.run = lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt)"
    done = ask(place, "kith", before=stop)
    assert done.returncode == 130
    assert not start.STAMP.exists()


def test_a_program_ended_by_a_signal_gives_the_status_a_shell_gives() -> None:
    ended = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"]
    assert start_in(ROOT).run(ended) == 128 + 15


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hash_and_no_address(lock: str) -> None:
    packages = start_in(ROOT).packages_of(lock)
    assert [name for name, text in packages.items() if "--hash=sha256:" not in text] == []
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_lock_holds_every_package_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    asked = [*project["project"]["dependencies"], *extras["linkage"], *extras["record"], *extras["test"]]
    asked += project["dependency-groups"]["setup"]
    names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in asked}
    assert names - start_in(ROOT).packages_of(LOCKS[0]).keys() == set()


def test_the_lock_with_spark_is_the_other_lock_and_spark() -> None:
    light, spark = (start_in(ROOT).packages_of(lock) for lock in LOCKS)
    assert {name: spark[name] for name in light} == light
    assert "pyspark" in spark.keys() - light.keys()


def test_the_built_package_carries_every_file_the_code_reads(tmp_path: Path) -> None:
    """A clone reads its data from the source folder, so only a built package shows what the project forgot to name."""
    if int(version("setuptools").split(".")[0]) < 77:
        pytest.skip("an environment made by hand, whose setuptools is older than the lock's")
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "src", tree / "src", ignore=NOT_COPIED)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), "."]
    subprocess.run([sys.executable, *build], cwd=tree, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    files = (path.relative_to(ROOT / "src") for path in (ROOT / "src" / "kith").rglob("*") if path.is_file())
    # The pages' style sheets and scripts ("vendor") are brought at set-up and belong to no package.
    left_out = {"tests", "__pycache__", "samples", "vendor"}
    needed = {path.as_posix() for path in files if not left_out & set(path.parts)}
    assert {name for name in needed - carried if not name.endswith(".md")} == set()


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole tree elsewhere, set up from nothing; the long tier only."""
    tree = shutil.copytree(ROOT, tmp_path_factory.mktemp("cold") / "a tree", ignore=NOT_COPIED)
    done = ask(tree, "kith", "--help")
    if "did not answer" in done.stderr:
        pytest.skip("no network: the package index did not answer")
    assert done.returncode == 0, done.stderr
    return tree


@pytest.mark.long
def test_a_cold_start_ends_in_the_command_line(cold: Path) -> None:
    done = ask(cold, "kith", "--help")
    assert done.returncode == 0
    assert "return" in done.stdout
    assert "Setting" not in done.stderr


@pytest.mark.long
def test_a_failed_check_is_named_and_fails_the_run(cold: Path) -> None:
    (cold / "untidy.py").write_text("x   =  1\n")
    done = ask(cold, "test", "tests/start", "-k", "help_teaches", "--no-cov", "-n0")
    assert done.returncode == 1
    assert re.search(r"FAILED: .*layout \(ruff format\).* \(the tests follow\)", done.stderr)
    assert " 1 passed" in done.stdout.rstrip().splitlines()[-1]


@pytest.mark.long
def test_without_uv_plain_pip_installs_the_same_lock(cold: Path) -> None:
    shutil.rmtree(cold / ".venv")
    done = ask(cold, "kith", "--help", UV_OFFLINE="1", UV_NO_CACHE="1")
    assert "going on with pip" in done.stderr
    assert done.returncode == 0, done.stderr


@pytest.mark.long
def test_a_first_set_up_without_a_network_says_so(place: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    done = ask(place, "kith", HTTPS_PROXY=nowhere, HTTP_PROXY=nowhere, ALL_PROXY=nowhere, PIP_NO_CACHE_DIR="1")
    assert done.returncode == 1
    assert "did not answer" in done.stderr
    assert "Traceback" not in done.stderr
