"""Every category that a figure can carry has a name that people can read."""

from __future__ import annotations

import pytest

from kith.figures.measures.declarations import DIMENSIONS


@pytest.mark.parametrize(
    ("dimension", "category"), [(key, category) for key, d in DIMENSIONS.items() for category in d.categories()]
)
def test_a_category_has_a_label(dimension: str, category: str) -> None:
    label = DIMENSIONS[dimension].label(category)
    assert label
    assert not label.startswith("Unknown code")


def test_several_harms_are_read_as_several() -> None:
    assert (
        DIMENSIONS["harm_combination"].label("cse+cce") == "Child sexual exploitation and Child criminal exploitation"
    )
