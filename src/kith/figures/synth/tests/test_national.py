"""A dataset made directly is one: it reads back, conforms, and is the same for the same seed."""

from __future__ import annotations

from pathlib import Path

from kith.dataset.check import check
from kith.dataset.files import read_dataset
from kith.figures.measures.snapshot import snapshot
from kith.figures.synth.national import write_dataset_directly
from kith.foundation.dates import Month


def test_a_dataset_made_directly_reads_checks_and_counts(tmp_path: Path) -> None:
    rows = write_dataset_directly(tmp_path / "one", authorities=3, people_per_authority=200)
    dataset, _ = read_dataset(tmp_path / "one")
    assert sum(frame.height for frame in dataset.tables.values()) == rows
    assert not list(check(dataset))
    figures = snapshot(dataset.tables, Month(2025, 9)).figures
    assert figures["authority"].n_unique() == 3
    assert figures.filter(measure="supported", breakdown="")["value"].min() > 0


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_dataset_directly(tmp_path / name, authorities=2, people_per_authority=50, seed=7)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
