"""What holds for every test: the long tier is asked for, and made-up examples are the same on every run of the CI.

That no test reaches beyond this machine is said in pyproject.toml (pytest-socket: loopback addresses only).
"""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.pseudo"]

# A busy machine is not a bug: no deadlines, and slow drawing of examples is not an error.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.register_profile("long", settings.get_profile("here"), max_examples=1_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs the long tier too."""
    parser.addoption("--long", action="store_true", help="run the tests marked long too")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how Hypothesis draws its examples."""
    if config.getoption("--long"):
        settings.load_profile("long")
    else:
        settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the long tier, with its reason, unless it was asked for; on PostgreSQL ask only what asks the database."""
    if os.environ.get("KITH_DATABASE", "").startswith("postgresql"):
        apart = {item for item in items if not _asks_database(item, pages=config.getoption("--long"))}
        config.hook.pytest_deselected(items=list(apart))
        items[:] = [item for item in items if item not in apart]
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="long tier: python3 start.py test --long"))


_PAGES = {"test_pages", "test_demo", "test_administration", "test_accounts", "test_doorway"}
_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def _asks_database(item: pytest.Item, *, pages: bool) -> bool:
    """Whether a test can differ from one database to another.

    How a page looks in a browser does not; pages ask what the tests of queries and actions ask, and are left to the long tier.
    """
    if "chromium" in getattr(item, "fixturenames", ()) or (not pages and item.path.stem in _PAGES):
        return False
    return item.get_closest_marker("django_db") is not None or bool(_DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The embedded database's file is laid ready and goes with its folder; PostgreSQL's is made and dropped by Django."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_keepdb: bool,
    django_db_blocker: Any,
) -> None:
    """Tables kept from an earlier run, before pytest-django asks Django to make them (it finds nothing left to apply)."""
    if django_db_keepdb:
        from tests.tables import ready

        with django_db_blocker.unblock():
            ready(request.config.cache.mkdir("tables"))


# Playwright runs a loop in the thread in which tests use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests of a process: a second one beside it cannot be started. Skipped with the reason where there is none."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if find_spec("playwright") is None or program is None:
        pytest.skip("no browser here (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()
