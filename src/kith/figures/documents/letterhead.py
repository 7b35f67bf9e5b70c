"""An authority's letterhead: a Word file whose look is taken over. It is unpacked within limits and refused for anything active."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from kith.foundation.problems import Problem, Problems, Rule, Severity, rule

LARGEST = 3_000_000
"""Bytes of an upload."""
LARGEST_OPENED = 20_000_000
MOST_PARTS = 200

NOT_WORD = rule(
    "letterhead_not_word", Severity.ERROR, "This is not a Word file that can be read.",
    "Save the letterhead from Word as a .docx of less than 3 MB.",
)  # fmt: skip
UNSAFE = rule(
    "letterhead_unsafe", Severity.ERROR, "The Word file is packed in a way that no word processor packs one.",
    "Open it in Word, copy its look into a new document and save that.",
)  # fmt: skip
ACTIVE = rule(
    "letterhead_active", Severity.ERROR, "The Word file holds something that can run or that is embedded: macros, controls, objects.",
    "Take it out and save the file as a .docx without macros.",
)  # fmt: skip
OUTSIDE = rule(
    "letterhead_outside", Severity.ERROR, "The Word file fetches something from elsewhere: a linked picture, a linked template.",
    "Embed the picture instead of linking to it, and detach the template.",
)  # fmt: skip
STYLES = rule(
    "letterhead_styles", Severity.ERROR, "The Word file lacks styles that documents are written with.",
    "Make its own styles named Heading 1, Heading 2, Heading 3, List Bullet and Table Grid.",
)  # fmt: skip

NEEDED = ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Table Grid")
_ACTIVE_PARTS = ("vba", "activex", "embeddings", "oleobject", "attachedtoolbars", "afchunk", "webextension")
_ACTIVE_FIELDS = ("INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "IMPORT", "MACROBUTTON", "LINK")
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def check(upload: bytes, *, file: str = "letterhead") -> Problems:
    """Everything that stands against a Word file as a letterhead. Nothing of it is run, fetched or written to a disk."""
    if len(upload) > LARGEST:
        return Problems([Problem(NOT_WORD, file)])
    try:
        with zipfile.ZipFile(io.BytesIO(upload)) as packed:
            if packing := _packing(packed):
                return Problems([Problem(packing, file)])
            parts = {name: packed.read(name) for name in packed.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return Problems([Problem(NOT_WORD, file)])
    except Exception as error:  # zlib's own error is no OSError
        if type(error).__module__ != "zlib":
            raise
        return Problems([Problem(NOT_WORD, file)])
    found = Problems(Problem(broken, file) for broken in dict.fromkeys(_wrong(parts)))
    if not found and (lacking := _lacking(upload)):
        found.add(STYLES if lacking[0] else NOT_WORD, file, detail=", ".join(filter(None, lacking)))
    return found


def _packing(packed: zipfile.ZipFile) -> Rule | None:
    """What is wrong with the package before anything of it is unpacked: too many parts, too large, a path that leads out."""
    entries = packed.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_OPENED:
        return UNSAFE
    if len({name.casefold() for name in names}) != len(names):
        return UNSAFE
    for entry in entries:
        path = PurePosixPath(entry.filename)
        linked = (entry.external_attr >> 16) & 0o170000 == 0o120000
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename or linked:
            return UNSAFE
        if entry.flag_bits & 1:
            return NOT_WORD
    return None


def _wrong(parts: dict[str, bytes]) -> Iterator[Rule]:
    """The rules that the parts break, as often as they do."""
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        yield NOT_WORD
    for name, content in parts.items():
        low = name.casefold()
        if any(active in low for active in _ACTIVE_PARTS) or low.endswith(
            (".bin", ".exe", ".js", ".vbs", ".html", ".htm")
        ):
            yield ACTIVE
        if low.endswith((".xml", ".rels")):
            yield from _wrong_xml(low, content)


def _wrong_xml(name: str, content: bytes) -> Iterator[Rule]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield UNSAFE
        return
    try:
        root = etree.fromstring(content, etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError:
        yield NOT_WORD
        return
    if root.getroottree().docinfo.internalDTD is not None:
        yield UNSAFE
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag == "Relationship" and element.get("TargetMode", "").casefold() == "external" and not _is_link(element):
            yield OUTSIDE
        if tag in {"Override", "Default"} and "macro" in element.get("ContentType", "").casefold():
            yield ACTIVE
        if tag in {"altChunk", "object", "OLEObject", "control"}:
            yield ACTIVE
        instruction = element.text if tag == "instrText" else next(
            (value for key, value in element.attrib.items() if tag == "fldSimple" and str(key).endswith("}instr")), ""
        )  # fmt: skip
        if str(instruction or "").strip().upper().split(" ")[0] in _ACTIVE_FIELDS:
            yield OUTSIDE


def _is_link(element: etree._Element) -> bool:
    """A link that waits to be clicked, like the council's address in a footer, fetches nothing by itself."""
    kind, target = str(element.get("Type", "")), str(element.get("Target", "")).casefold()
    return kind.endswith("/hyperlink") and target.startswith(("https://", "http://", "mailto:", "tel:"))


def _lacking(upload: bytes) -> list[str]:
    """Styles that are not there by name; [""] where the file cannot be opened at all."""
    import docx

    try:
        there = {style.name for style in docx.Document(io.BytesIO(upload)).styles}
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError):
        return [""]
    return [name for name in NEEDED if name not in there]
