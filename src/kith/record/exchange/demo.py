"""Lists of other services that wait on the page of datasets, so that the demonstration shows what a load would change."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings

from kith.figures.synth import LAST
from kith.figures.synth.service_files import MAPPINGS
from kith.record.accounts.models import User
from kith.record.exchange import actions
from kith.record.exchange.models import Load

FILES = Path("demo") / "authority" / "files"
"""Where the demonstration's made-up authority keeps its files, in the data folder."""


def load(by: Mapping[str, User], _today: date) -> int:
    """Bring them as the manager of the demonstration; they wait. Returns how many lists. Twice is as once."""
    folder = Path(settings.DATA) / FILES
    lists = [path for name in MAPPINGS for path in (folder / name, folder / f"{Path(name).stem}.kith.toml")]
    if Load.objects.exists() or not all(path.is_file() for path in lists):
        return 0
    manager = by["team_manager"]
    with tempfile.TemporaryDirectory(prefix="kith-") as place:
        for path in lists:
            shutil.copy(path, place)
        waiting = actions.bring(by=manager, folder=Path(place), month=LAST)
    actions.preview(by=manager, load=waiting)
    return len(MAPPINGS)
