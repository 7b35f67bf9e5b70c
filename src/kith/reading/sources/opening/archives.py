"""Zip and gzip files are unpacked in memory, never on disk, within limits that a bomb cannot pass."""

from __future__ import annotations

import gzip
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from kith.foundation.problems import Problems
from kith.reading.sources.opening import rules
from kith.reading.sources.opening.workbooks import bomb, is_workbook

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
GZIP = b"\x1f\x8b"
_LEADS_OUT = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")


def holds_workbook(data: bytes) -> bool:
    """Whether this archive is a workbook; a damaged one that names a workbook's parts is taken for one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return is_workbook(set(archive.namelist()))
    except Exception:  # zipfile raises many kinds for a damaged file
        return b"[Content_Types].xml" in data or b"mimetypeapplication/vnd.oasis" in data


def members(data: bytes, file: str, problems: Problems) -> Iterator[tuple[str, bytes]]:
    """Each member that may be read, by name, as `data.zip/episodes.csv` and its bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
            if len(inside) > rules.PACKED_MEMBERS or bomb(inside):
                problems.add(rules.BOMB, file)
                return
            for member in inside:
                yield from _member(archive, member, file, problems)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        problems.add(rules.BROKEN_ARCHIVE, file)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, problems: Problems
) -> Iterator[tuple[str, bytes]]:
    name = f"{file}/{member.filename}"
    if _LEADS_OUT.search(member.filename) or stat.S_ISLNK(member.external_attr >> 16):
        problems.add(rules.SLIP, file)
        return
    if member.flag_bits & 1:
        problems.add(rules.PROTECTED, name)
        return
    try:
        content = archive.read(member)
    except Exception:  # a damaged member raises many kinds; the others are still read
        problems.add(rules.BROKEN_ARCHIVE, name)
        return
    if content.startswith(GZIP) or (content.startswith(ZIP) and not holds_workbook(content)):
        problems.add(rules.NESTED, name)
        return
    yield name, content


def unzipped(data: bytes, file: str, problems: Problems) -> bytes | None:
    """What a gzip file holds, or None with a problem."""
    limit = min(rules.PACKED_BYTES, max(rules.RATIO_FROM, rules.PACKED_RATIO * len(data)))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            content = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        problems.add(rules.BROKEN_ARCHIVE, file)
        return None
    if len(content) > limit:
        problems.add(rules.BOMB, file)
        return None
    if content.startswith((GZIP, *ZIP)):
        problems.add(rules.NESTED, file)
        return None
    return content
