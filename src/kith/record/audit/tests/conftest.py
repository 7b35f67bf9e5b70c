"""Each test of the audit has a witness of its own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_witness(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    settings.AUDIT_WITNESS = tmp_path / "witness"
    return settings.AUDIT_WITNESS
