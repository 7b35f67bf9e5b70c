"""What the tests of figures share: an authority's files in the record, a user of each role, figures that were made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf

from kith.cli.demonstrations import DEMO_MONTH
from kith.figures.synth import write_authority
from kith.foundation.dates import Month
from kith.record.accounts.models import Team, User
from kith.record.audit.actions import Actor
from kith.record.exchange import actions as exchange
from kith.record.figures import actions
from kith.record.figures.models import Making
from kith.record.jobs.actions import perform, take

BY = Actor.system("exchange")
MONTH = Month.parse(DEMO_MONTH)


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(role: str = "team_manager", team: str = "North") -> User:
        kept = Team.objects.filter(name=team).first() or Team.objects.create(name=team)
        return User.objects.create_user(f"{role}.{team}@example.org", name=role, role_key=role, team=kept)

    return make


@pytest.fixture
def authority(db: None, tmp_path: Path, make_user: Callable[..., User]) -> Path:
    """A made-up authority's files, loaded into the record for the North team to see."""
    made = write_authority(tmp_path / "files", children=60, seed=3, authority=conf.AUTHORITY)
    manager = make_user()
    load = exchange.bring(by=manager, folder=made.folder, month=MONTH)
    exchange.load(by=manager, load=load, team=manager.team)
    return made.folder


@pytest.fixture
def making(authority: Path) -> Making:
    """Its figures, made as the background makes them."""
    return make_now(MONTH)


def make_now(month: Month = MONTH, by: Any = BY) -> Making:
    """Ask for figures and do what a worker does."""
    asked = actions.ask(by=by, month=month)
    run = take()
    assert run is not None
    assert run.job == actions.JOB
    perform(run)
    run.refresh_from_db()
    assert run.trouble == ""
    return Making.objects.get(pk=asked.pk)
