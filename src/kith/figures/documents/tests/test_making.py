"""The files themselves: what a reader that speaks needs is in them, what is withheld is not, and they are quick to make."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from kith.figures.documents.kinds import KINDS, LANGUAGES, Language, SafetyPlan, Step, listed, made_up
from kith.figures.documents.making import make
from kith.figures.documents.withholding import SAYS, without

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALL = [(kind, language) for kind in KINDS.values() for language in LANGUAGES]
NAMES = [f"{kind.key}.{language}" for kind, language in ALL]


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def everything(content: bytes) -> str:
    """All that a file says: the words of a PDF with its streams and metadata, or the parts of a Word file."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
        return "\n".join([*parts, *(part for part in map(bare, parts))])
    reader = PdfReader(io.BytesIO(content))
    streams = [
        obj.get_data().decode("latin-1")
        for obj in map(reader.get_object, range(1, len(reader.xref[0]) + 1))
        if hasattr(obj, "get_data")
    ]
    return "\n".join([pdf_text(content), str(reader.metadata), content.decode("latin-1"), *streams])


def bare(part: str) -> str:
    """The words of an XML part without its marks: Word may have split them."""
    try:
        return "".join(etree.fromstring(part.encode()).itertext())
    except etree.XMLSyntaxError:
        return ""


@pytest.mark.parametrize(("kind", "language"), ALL, ids=NAMES)
def test_a_pdf_is_tagged_named_and_in_its_language(kind: Any, language: Language) -> None:
    reader = PdfReader(io.BytesIO(make(kind, made_up(kind.context), language, "pdf").content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"][:2] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == f"{kind.title[language]}: Alex"
    metadata = root["/Metadata"].get_data().decode()
    assert "pdfuaid" in metadata
    roles = list(_roles(root["/StructTreeRoot"]))
    assert roles.count("/H1") == 1
    headers = roles.count("/TH")
    assert (headers > 0) == ("/Table" in roles)


def _roles(node: Any) -> Any:
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from _roles(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"]
        if "/K" in node and not isinstance(node["/K"], int):
            yield from _roles(node["/K"])


@pytest.mark.parametrize(("kind", "language"), ALL, ids=NAMES)
def test_a_word_file_has_real_headings_header_rows_a_title_and_its_language(kind: Any, language: Language) -> None:
    made = make(kind, made_up(kind.context), language, "docx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))
        styles = etree.fromstring(packed.read("word/styles.xml"))
        named = packed.read("docProps/core.xml").decode()
    assert f"{kind.title[language]}: Alex" in named
    assert {lang.get(f"{W}val") for lang in styles.find(f"{W}docDefaults").iter(f"{W}lang")} == {
        {"en": "en-GB", "cy": "cy-GB"}[language]
    }
    headings = [p.get(f"{W}val") for p in body.iter(f"{W}pStyle") if p.get(f"{W}val").startswith("Heading")]
    assert headings[0] == "Heading1"
    assert len(headings) == sum(block.kind == "heading" for block in made.blocks)
    for table in body.iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None


def test_the_words_of_both_files_come_in_the_order_of_the_template() -> None:
    kind = KINDS["safety_plan"]
    made = make(kind, made_up(SafetyPlan), "en", "pdf")
    headings = [block.text for block in made.blocks if block.kind == "heading"]
    text = pdf_text(made.content)
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    assert len(places) > 7


def test_every_made_up_value_of_a_safety_plan_reaches_both_files() -> None:
    kind = KINDS["safety_plan"]
    for made_as in ("pdf", "docx"):
        said = everything(make(kind, made_up(SafetyPlan), "en", made_as).content)
        joined = "".join(said.split())
        lacking = [
            one.path
            for one in listed(SafetyPlan)
            if one.example not in {"", "yes", "no"} and "".join(one.example.split()) not in joined
        ]
        assert [path for path in lacking if not path.endswith("outcome")] == []


def test_awkward_words_stand_in_both_files_as_they_were_written() -> None:
    context = SafetyPlan(
        **{**vars(made_up(SafetyPlan)), "where": "Marks & <Sons> Ŵŷ \x00\x0b“it’s”", "called": "#[x]*_"}
    )
    said = "Marks & <Sons> Ŵŷ “it’s”"
    for made_as in ("pdf", "docx"):
        content = make(KINDS["safety_plan"], context, "cy", made_as).content
        shown = pdf_text(content) if made_as == "pdf" else everything(content)
        assert said in shown
        assert "#[x]*_" in shown


def test_the_same_words_give_the_same_file() -> None:
    kind = KINDS["letter_police"]
    for made_as in ("pdf", "docx"):
        assert len({make(kind, made_up(kind.context), "en", made_as).content for _ in range(2)}) == 1


def test_a_warm_pdf_takes_less_than_half_a_second() -> None:
    kind = KINDS["safety_plan"]
    context = SafetyPlan(**{**vars(made_up(SafetyPlan)), "steps": (made_up(Step),) * 60})
    make(kind, context, "en", "pdf")
    begun = time.perf_counter()
    make(kind, context, "en", "pdf")
    assert time.perf_counter() - begun < 0.5


MARK = "Zqvx Wjkp"
SPELT = st.sampled_from(
    [
        "77 {m} Lane",
        "77, {M}, Lane",
        "77-{l}-lane",
        "«77 {m}   Lane»",
        "at 77 {m}\nLane, with",
        "(ZQ7 7WJ)",
        "zq77wj",
        "ZQ7-7wj",
    ]
)


@given(st.sampled_from(ALL), st.data())
@settings(max_examples=40, deadline=None)
def test_a_withheld_address_is_in_no_file_wherever_it_was_written(one: Any, data: Any) -> None:
    kind, language = one
    context = made_up(kind.context)
    changed: dict[str, Any] = {}
    for name, found in vars(context).items():
        spelt = data.draw(SPELT).format(m=MARK, M=MARK.upper(), l=MARK.lower().replace(" ", "-"))
        if isinstance(found, str) and data.draw(st.booleans()):
            changed[name] = f"He lives {spelt} now"
        elif isinstance(found, tuple) and data.draw(st.booleans()):
            changed[name] = tuple(type(row)(**dict.fromkeys(type(row).__dataclass_fields__, spelt)) for row in found)
    safe = without(kind.context(**{**vars(context), **changed}), [f"77 {MARK} Lane", "ZQ7 7WJ"], language)
    made = make(kind, safe, language, data.draw(st.sampled_from(["pdf", "docx"])))
    said = "".join(sign for sign in everything(made.content).casefold() if sign.isalnum())
    assert "zqvxwjkp" not in said
    assert "zq77wj" not in said


def test_what_is_withheld_is_said_to_be_and_the_rest_stays() -> None:
    context = SafetyPlan(
        **{**vars(made_up(SafetyPlan)), "move_why": "Near 12 mill lane leeds and LS62AB, not Mill Hill."}
    )
    safe = without(context, ["12 Mill Lane, Leeds", "LS6 2AB"], "en")
    assert safe.move_why == f"Near {SAYS['en']} and {SAYS['en']}, not Mill Hill."
    assert safe.name == context.name


def test_nothing_withheld_changes_nothing() -> None:
    context = made_up(SafetyPlan)
    assert without(context, ["", " - "], "en") == context


def test_no_kind_may_hold_police_intelligence_or_a_withheld_address() -> None:
    assert all(kind.sections <= {"identity", "address", "record", "health"} for kind in KINDS.values())


def test_every_field_says_what_it_holds() -> None:
    assert [one.path for kind in KINDS.values() for one in listed(kind.context) if not one.says.endswith(".")] == []
