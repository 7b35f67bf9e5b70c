"""Photos: made anew from what was uploaded, so that nothing but the picture is kept, and stored where no address leads."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kith.record.audit.actions import recorded
from kith.record.people.actions import add
from kith.record.people.models import Photo
from kith.record.rows.actions import Refused

LARGEST = 5_000_000
"""Bytes of an upload."""
_PIXELS = 40_000_000
_SIDE = 480


def folder() -> Path:
    """Where photos lie: among the uploads, never among what is served to all."""
    return Path(settings.MEDIA_ROOT) / "photos"


def made_anew(upload: BinaryIO) -> bytes:
    """A JPEG of at most 480 pixels a side, upright, without metadata. Refused for what is no picture, or too large."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    read = upload.read(LARGEST + 1)
    if len(read) > LARGEST:
        raise Refused({"image": _("The photo is larger than 5 MB. Choose a smaller one.")})
    try:
        with Image.open(io.BytesIO(read), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _PIXELS:
                raise Refused({"image": _("The photo has too many pixels. Choose a smaller one.")})
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused({"image": _("This is not a photo that can be read. Choose a JPEG or PNG.")}) from error
    upright.thumbnail((_SIDE, _SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)  # a new picture has no metadata to carry over
    kept = io.BytesIO()
    bare.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def keep_photo(*, by: Any, person_id: UUID, upload: BinaryIO, taken_on: date | None = None) -> Photo:
    """Store a photo as the newest of a person. The file is written first: a row never leads to a missing one."""
    picture = made_anew(upload)
    name = f"{uuid4().hex}.jpg"
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / name
    path.write_bytes(picture)
    try:
        with recorded(by) as recorder:
            photo = add(by=by, row=Photo(person_id=person_id, file=name, taken_on=taken_on))
            recorder.event("person.photo_changed", subject="photo", subject_id=photo.pk, person_id=person_id)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return photo  # type: ignore[return-value]


def picture(photo: Photo) -> bytes | None:
    """The picture's bytes; None where the file is gone."""
    path = folder() / Path(photo.file).name
    return path.read_bytes() if path.is_file() else None
