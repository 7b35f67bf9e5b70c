"""What the tests of loads share: a dataset of this installation's authority, an empty record, a manager."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs
import pytest
from django.conf import settings
from tests.datasets import dataset as made

from kith.dataset.dataset import Dataset
from kith.dataset.files import write_dataset
from kith.dataset.tables import TABLES
from kith.record.accounts.models import Team, User
from kith.record.exchange import actions
from kith.record.exchange.models import Load


def ours(found: Dataset, authority: str = "A", tables: Collection[str] = TABLES) -> Dataset:
    """The rows of one of the dataset's authorities, called what this installation's is called; texts that a database can hold."""
    named = {
        name: frame.filter(pl.col("authority") == authority)
        .with_columns(cs.string().str.replace_all("\0", "x", literal=True))
        .with_columns(authority=pl.lit(settings.AUTHORITY))
        for name, frame in found.tables.items()
        if name in tables
    }
    return Dataset(named, found.covered & named.keys(), found.span)


def dataset(**tables: list[dict[str, Any]]) -> Dataset:
    """Rows of this authority."""
    return ours(made(**tables))


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(role: str = "team_manager", team: str = "North") -> User:
        many = User.objects.count()
        kept = Team.objects.filter(name=team).first() or Team.objects.create(name=team)
        return User.objects.create_user(f"u{many}@example.org", name=f"User {many}", role_key=role, team=kept)

    return make


@pytest.fixture
def manager(make_user: Callable[..., User]) -> User:
    return make_user()


@pytest.fixture
def brought(manager: User, tmp_path: Path) -> Callable[[Dataset], Load]:
    """Brings a dataset, which waits."""

    def bring(found: Dataset) -> Load:
        folder = tmp_path / f"in-{Load.objects.count()}"
        write_dataset(found, folder)
        return actions.bring(by=manager, folder=folder)

    return bring


@pytest.fixture
def loaded(manager: User, brought: Callable[[Dataset], Load]) -> Callable[[Dataset], Load]:
    """Brings a dataset and loads what is not in doubt, for the manager's team to see."""

    def load(found: Dataset) -> Load:
        waiting = brought(found)
        actions.load(by=manager, load=waiting, team=manager.team)
        waiting.refresh_from_db()
        return waiting

    return load
