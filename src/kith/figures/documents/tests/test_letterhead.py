"""A letterhead's look is taken over; a Word file with anything active, linked or wrongly packed is refused before it is opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest

from kith.figures.documents.kinds import KINDS, made_up
from kith.figures.documents.letterhead import LARGEST, check
from kith.figures.documents.making import make

RELATIONS = b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'


def letterhead() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ashford Vale Council"
    document.add_paragraph("An old letter that nobody should see again")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def changed(parts: Mapping[str, bytes], *, leave: str = "") -> bytes:
    """The letterhead with these parts put in or changed, and one left out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letterhead())) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != leave and name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return kept.getvalue()


def keys(upload: bytes) -> list[str]:
    return [problem.rule.key for problem in check(upload)]


def relation(target: str, kind: str) -> dict[str, bytes]:
    one = f'<Relationship Id="rId99" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'.encode()
    return {"word/_rels/header1.xml.rels": RELATIONS % one}


def test_a_plain_letterhead_is_taken_its_header_stays_and_its_words_go() -> None:
    assert keys(letterhead()) == []
    kind = KINDS["letter_police"]
    made = make(kind, made_up(kind.context), "en", "docx", letterhead=letterhead())
    document = docx.Document(io.BytesIO(made.content))
    assert document.sections[0].header.paragraphs[0].text == "Ashford Vale Council"
    assert "nobody should see again" not in "".join(p.text for p in document.paragraphs)
    assert document.paragraphs[0].style.name == "Heading 1"


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "word/..\\..\\x", "c:/x", "WORD/document.xml"])
def test_a_package_whose_parts_lead_out_or_stand_twice_is_refused(name: str) -> None:
    assert keys(changed({name: b"x"})) == ["letterhead_unsafe"]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert keys(changed({"word/media/a.xml": b"0" * 30_000_000})) == ["letterhead_unsafe"]
    assert keys(changed({f"word/media/{number}.png": b"x" for number in range(300)})) == ["letterhead_unsafe"]
    assert keys(b"PK" + b"0" * LARGEST) == ["letterhead_not_word"]


def test_a_part_that_refers_to_itself_a_billion_times_is_refused_unread() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
    assert keys(changed({"word/settings.xml": bomb})) == ["letterhead_unsafe"]
    assert keys(
        changed({"word/settings.xml": bomb.decode().replace('1.0"', '1.0" encoding="UTF-16"').encode("utf-16")})
    ) == ["letterhead_unsafe"]


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/oleObject1.bin", "word/afchunk.html"]
)
def test_macros_controls_and_embedded_objects_are_refused(name: str) -> None:
    assert keys(changed({name: b"<x/>"})) == ["letterhead_active"]


def test_a_file_that_says_it_has_macros_is_refused() -> None:
    types = b'<Types xmlns="x"><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert keys(changed({"[Content_Types].xml": types})) == ["letterhead_active"]


@pytest.mark.parametrize(
    ("target", "kind"),
    [("https://x.example/t.dotm", "attachedTemplate"), ("\\\\x.example\\s\\i.png", "image"), ("file:///etc/passwd", "hyperlink"),
     ("http://x.example/", "oleObject"), ("javascript:x", "hyperlink")],
)  # fmt: skip
def test_what_is_fetched_from_elsewhere_is_refused(target: str, kind: str) -> None:
    assert keys(changed(relation(target, kind))) == ["letterhead_outside"]


def test_a_link_that_waits_to_be_clicked_is_taken() -> None:
    assert keys(changed(relation("https://council.example/", "hyperlink"))) == []


def test_a_field_that_includes_a_file_is_refused() -> None:
    header = b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:instrText> INCLUDETEXT "/etc/passwd"</w:instrText></w:r></w:p></w:hdr>'
    assert keys(changed({"word/header1.xml": header})) == ["letterhead_outside"]


def test_instructions_of_a_template_in_a_letterhead_are_words_that_nobody_runs() -> None:
    document = docx.Document(io.BytesIO(letterhead()))
    document.sections[0].header.paragraphs[0].text = "{{ ''.__class__ }} {% include 'x' %}"
    kept = io.BytesIO()
    document.save(kept)
    assert keys(kept.getvalue()) == []
    kind = KINDS["letter_police"]
    made = make(kind, made_up(kind.context), "en", "docx", letterhead=kept.getvalue())
    assert (
        docx.Document(io.BytesIO(made.content)).sections[0].header.paragraphs[0].text.startswith("{{ ''.__class__ }}")
    )


@pytest.mark.parametrize("upload", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 9, letterhead()[:9000]])
def test_what_is_no_word_file_is_said_to_be_none(upload: bytes) -> None:
    assert keys(upload) == ["letterhead_not_word"]


def test_a_file_without_a_document_or_without_the_styles_is_told_what_it_lacks() -> None:
    assert "letterhead_not_word" in keys(changed({}, leave="word/document.xml"))
    document = docx.Document()
    document.styles["List Bullet"].delete()
    document.styles["Heading 2"].delete()
    kept = io.BytesIO()
    document.save(kept)
    problems = list(check(kept.getvalue()))
    assert [(p.rule.key, p.detail) for p in problems] == [("letterhead_styles", "Heading 2, List Bullet")]
