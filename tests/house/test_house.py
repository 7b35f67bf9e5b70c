"""Holds the house to its own rules: storeys, names, opening sentences, lightness, nothing of a machine in the files."""

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
MODULES = sorted(SOURCE.rglob("*.py"))
HOUSE_NAMES = {"utils", "helpers", "common", "core", "misc", "manager", "service"}

# In pieces, so that this file does not contain what it looks for.
FORBIDDEN = {
    "a package index": "|".join(("pypi" + r"\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs")),
    "a distribution's mirror": "|".join(("deb" + r"\.debian\.org", "archive" + r"\.ubuntu\.com")),
    "a path of one machine": "|".join(
        (r"(?<!\w)/" + "work/(?:main|shared)", r"(?<![\w.])/" + "tmp/", r"(?<!\w)/" + "root/")
    ),
}


def storeys() -> set[str]:
    """The modules named in the contract of storeys."""
    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    return {name.strip() for layer in layers for name in re.split(r"[|:]", layer)}


@cache
def tracked() -> list[Path]:
    """Every file that git keeps or would keep; the test that asks is skipped where there is no git."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        pytest.skip("git is not installed")
    if done.returncode != 0:
        pytest.skip("this copy is not a git work tree")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_every_storey_keeps_the_import_contracts() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ask = [sys.executable, "-c", command, "--no-logo"]
    done = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_import_contract_has_an_exemption() -> None:
    allowed = {"name", "type", "layers", "modules", "containers", "exhaustive", "source_modules", "forbidden_modules"}
    unexpected = {contract["name"]: set(contract) - allowed for contract in CONTRACTS if set(contract) - allowed}
    assert unexpected == {}


def test_every_room_stands_on_a_storey() -> None:
    """A room that the contract does not name would be free to import anything."""
    named = storeys()
    wings = {name.rpartition(".")[0] for name in named} - {"kith"}
    rooms = {
        ".".join(folder.parent.relative_to(SOURCE).parts)
        for folder in [*SOURCE.glob("kith/*/__init__.py"), *SOURCE.glob("kith/*/*/__init__.py")]
    }
    unheld = {
        room
        for room in rooms - wings - named
        if not any(room.startswith(storey + ".") for storey in named) and not room.endswith(".tests")
    }
    assert unheld == set()


def test_every_module_opens_with_a_sentence() -> None:
    def silent(module: Path) -> bool:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        return bool(tree.body) and not (ast.get_docstring(tree) or "").strip()

    assert [str(module.relative_to(ROOT)) for module in MODULES if silent(module)] == []


def test_every_storey_says_what_it_is_for() -> None:
    def explained(storey: str) -> bool:
        folder = SOURCE.joinpath(*storey.split("."))
        opening = folder / "__init__.py"
        return (folder / "README.md").is_file() or (
            opening.is_file() and bool(ast.get_docstring(ast.parse(opening.read_text(encoding="utf-8"))))
        )

    assert [storey for storey in sorted(storeys()) if not explained(storey)] == []


def test_no_file_or_folder_is_a_drawer_for_anything() -> None:
    drawers = [
        str(path.relative_to(ROOT))
        for top in (SOURCE, ROOT / "tests", ROOT / "bench")
        for path in top.rglob("*")
        if path.stem.lower() in HOUSE_NAMES and path.suffix in ("", ".py")
    ]
    assert drawers == []


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_tracked_file_names(kind: str) -> None:
    needle = re.compile(FORBIDDEN[kind].encode())
    assert [str(path.relative_to(ROOT)) for path in tracked() if needle.search(path.read_bytes())] == []


def test_the_licence_is_there_and_is_the_one_declared() -> None:
    assert PROJECT["project"]["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_starting_the_command_line_loads_nothing_heavy() -> None:
    heavy = ["django", "scipy.stats", "splink", "duckdb", "vl_convert", "pyspark", "pyarrow"]
    probe = f"import sys, kith.cli.main; print(*[name for name in {heavy} if name in sys.modules])"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False, env=clean)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_the_package_alone_asks_for_no_web_server_no_engine_and_no_test_tool() -> None:
    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in requirements}

    extras = PROJECT["project"]["optional-dependencies"]
    kept_out = {"django"} | names(extras["linkage"]) | names(extras["spark"]) | names(extras["test"])
    assert names(PROJECT["project"]["dependencies"]) & kept_out == set()


def test_a_test_cannot_reach_beyond_this_machine() -> None:
    # An address set aside for documentation: were the guard gone, the attempt would still reach nobody.
    with pytest.raises(Exception, match="tried to use socket"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.2)


def test_a_test_may_use_loopback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
