"""Figures of the record are those of the return from the files it was loaded from, and are kept with their moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.figures.measures.disclosure import apply
from kith.record.exchange.returning import return_from_record
from kith.record.figures.making import frame
from kith.record.figures.models import Making

from .conftest import BY, MONTH

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("profile", ["internal", "published"])
def test_figures_are_those_of_the_return(profile: str, making: Making, tmp_path: Path) -> None:
    outcome = return_from_record(by=BY, month=MONTH, out=tmp_path / "out", profile=profile)
    kept = frame(making.figures if profile == "internal" else making.published)
    assert kept.rows() == outcome.released.figures.rows()
    assert kept.height > 100
    assert apply(kept, profile).figures.rows() == kept.rows()
