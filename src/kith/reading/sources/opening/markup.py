"""XML is looked at before anyone parses it: no document type, no entities, and the first element's name."""

from __future__ import annotations

import codecs
import re

from kith.foundation.problems import Detail, Problems
from kith.reading.sources.opening import rules

PROLOG = 65_536
"""Bytes in which the first element must begin."""

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_KNOWN = re.compile(r"utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|windows-125\d|utf-?16(le|be)?", re.IGNORECASE)
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_DECLARATION = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def looks_like_markup(head: bytes) -> bool:
    """Whether these first bytes begin with `<` in any encoding that XML comes in."""
    return _text(head[:1024]).lstrip().startswith("<")


def root_of(head: bytes, file: str, problems: Problems) -> str | None:
    """The name (without prefix) of the first element; None with a problem where the file is not safe to parse."""
    declared = _DECLARED.match(head)
    if declared and not _KNOWN.fullmatch(declared.group(1).decode()):
        problems.add(rules.BROKEN_XML, file, detail=Detail("It declares an encoding that is not read."))
        return None
    text = _text(head[:PROLOG]).lstrip("\ufeff")
    place = 0
    while skipped := _SKIPPED.match(text, place):
        place = skipped.end()
    if re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE).match(text, place):
        problems.add(rules.WEB_PAGE, file)
    elif _DECLARATION.match(text, place):
        problems.add(rules.DOCTYPE, file)
    elif root := _ROOT.match(text, place):
        return root.group(1)
    else:
        problems.add(rules.BROKEN_XML, file)
    return None


def _text(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    if head.startswith(b"<\0"):
        return head.decode("utf-16-le", errors="replace")
    if head.startswith(b"\0<"):
        return head.decode("utf-16-be", errors="replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
