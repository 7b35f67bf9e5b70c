"""Blocks as a Word file with real headings, lists and tables with header rows, on the authority's letterhead if it has one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kith.figures.documents.blocks import Block

if TYPE_CHECKING:
    from docx.document import Document

_LANGUAGE = {"en": "en-GB", "cy": "cy-GB"}
_ALWAYS = datetime(2000, 1, 1)  # noqa: DTZ001 - Word's times have no zone; the same words give the same file


def word(
    blocks: Sequence[Block], *, title: str, author: str, footer: str, language: str, letterhead: bytes | None = None
) -> bytes:
    """The bytes of a .docx. `letterhead`: a Word file that `letterhead.check` found nothing against; its words go, its look stays."""
    import docx

    document = docx.Document(io.BytesIO(letterhead) if letterhead else None)
    _emptied(document) if letterhead else _own_look(document)
    _named(document, title, author, _LANGUAGE[language])
    for block in blocks:
        _WRITE[block.kind](document, block)
    _footer(document, footer)
    kept = io.BytesIO()
    document.save(kept)
    return _still(kept.getvalue())


def _emptied(document: Document) -> None:
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)


def _own_look(document: Document) -> None:
    """Black on white in a plain face, large enough to read; A4."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    sizes = {"Normal": 12, "Heading 1": 20, "Heading 2": 15, "Heading 3": 12.5, "Footer": 9}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for attribute in list(fonts.attrib):
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]
        for attribute in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), "Arial")
    document.styles["Normal"].paragraph_format.space_after = Pt(8)
    for level, before in ((1, 0), (2, 16), (3, 12)):
        heading = document.styles[f"Heading {level}"].paragraph_format
        heading.space_before, heading.space_after = Pt(before), Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)


def _named(document: Document, title: str, author: str, language: str) -> None:
    """Title, author and language: what a reader that speaks begins with."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    known = document.core_properties
    known.title, known.author, known.language, known.comments = title[:255], author[:255], language, ""
    known.last_modified_by, known.created, known.modified, known.revision = author[:255], _ALWAYS, _ALWAYS, 1
    styles = document.styles.element
    run = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if run is not None:
        for old in run.findall(qn("w:lang")):
            run.remove(old)
        spoken = OxmlElement("w:lang")
        for attribute in ("w:val", "w:eastAsia", "w:bidi"):
            spoken.set(qn(attribute), language)
        run.append(spoken)


def _heading(document: Document, block: Block) -> None:
    document.add_paragraph(block.text, style=f"Heading {block.level}")


def _paragraph(document: Document, block: Block) -> None:
    document.add_paragraph(block.text)


def _bullets(document: Document, block: Block) -> None:
    for row in block.rows:
        document.add_paragraph(row[0], style="List Bullet")


_CLOSE = 3 * 12_700
"""Three points, in Word's own units: between lines that belong together."""


def _terms(document: Document, block: Block) -> None:
    for name, words in block.rows:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = _CLOSE
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(words)


def _table(document: Document, block: Block) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = document.add_table(len(block.rows), len(block.rows[0]))
    table.style = "Table Grid"
    for row, cells in zip(table.rows, block.rows, strict=True):
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
        for cell, words in zip(row.cells, cells, strict=True):
            line = cell.paragraphs[0]
            line.paragraph_format.space_before = line.paragraph_format.space_after = _CLOSE
            line.add_run(words).bold = row is table.rows[0] or None
    first = table.rows[0]
    heads = OxmlElement("w:tblHeader")
    heads.set(qn("w:val"), "true")
    first._tr.get_or_add_trPr().append(heads)
    for cell in first.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    document.add_paragraph().paragraph_format.space_after = 0  # Word joins two tables that touch


_WRITE = {"heading": _heading, "paragraph": _paragraph, "bullets": _bullets, "terms": _terms, "table": _table}


def _footer(document: Document, text: str) -> None:
    """The reference and the page number at the foot of each page, after what a letterhead has there."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    foot = document.sections[-1].footer
    line = foot.paragraphs[0] if foot.paragraphs and not foot.paragraphs[0].text else foot.add_paragraph()
    line.add_run(f"{text}  ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    line._p.append(number)


def _still(made: bytes) -> bytes:
    """The same file without the hour at which it was packed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
