"""A picture for tests, with something in it that must not be kept."""

from __future__ import annotations

import io

from PIL import Image


def picture_of(kind: str = "JPEG", size: tuple[int, int] = (900, 600)) -> io.BytesIO:
    """A red picture whose metadata says where it was taken."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "taken at 1 Hidden Road"
    Image.new("RGB", size, "red").save(made, kind, exif=exif)
    made.seek(0)
    made.name = f"photo.{kind.lower()}"
    return made
