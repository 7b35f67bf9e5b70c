"""The demonstration on a folder that another version of it filled: a plain sentence, not a page that fails."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from kith.site.config import demonstration


def test_a_demonstration_of_other_tables_is_refused_with_what_to_do(
    tmp_path: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    (tmp_path / demonstration.LOADED).write_text("The made-up authority is in the record.\n")
    with pytest.raises(typer.Exit):
        demonstration.prepare(children=50, seed=1, tell=print)
    assert "Delete that folder" in " ".join(capsys.readouterr().err.split())
    assert sorted(path.name for path in tmp_path.iterdir()) == [demonstration.LOADED]


def test_the_tables_of_this_version_are_told_from_others() -> None:
    assert len(demonstration.tables()) == 64
