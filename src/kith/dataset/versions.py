"""Older datasets stay readable: each version below the present one has an upgrader to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from kith.dataset.schema import VERSION

Frames = dict[str, pl.DataFrame]
"""Tables by name as an older version had them, every cell as text (dates as ISO), missing cells null."""

Upgrader = Callable[[Frames], Frames]

UPGRADERS: Mapping[int, Upgrader] = {}
"""By the version that it upgrades from, to the next. Whoever raises VERSION adds one here; a test asks for it."""


def upgrade(frames: Frames, version: int, upgraders: Mapping[int, Upgrader] = UPGRADERS, to: int = VERSION) -> Frames:
    """The tables of `version` brought to version `to`, one version at a time.

    KeyError where a version on the way has no upgrader: a mistake in the code, which a test holds.
    """
    for step in range(version, to):
        frames = upgraders[step](frames)
    return frames
