"""A template is words with fields: everything wrong with it is told in one go, and nothing in it or in a value can run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.figures.documents.blocks import parse, value
from kith.figures.documents.kinds import KINDS, LANGUAGES, Chronology, Event, SafetyPlan, made_up
from kith.figures.documents.templates import LONGEST_TEMPLATE, TooLong, check, render
from kith.foundation.problems import Problems


def found(template: str, context: type = SafetyPlan) -> list[tuple[str, int | None]]:
    return [(problem.rule.key, problem.row) for problem in check(f"# A heading\n{template}", context, file="words")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_the_built_in_template_of_every_kind_has_nothing_against_it(kind: object, language: str) -> None:
    assert list(check(kind.built_in(language), kind.context, file="words")) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_both_languages_of_a_kind_name_the_same_fields_under_the_same_headings(kind: object) -> None:
    english, welsh = (render(kind.built_in(language), made_up(kind.context), language) for language in LANGUAGES)
    shape = [[(block.kind, block.level, len(block.rows)) for block in blocks] for blocks in (english, welsh)]
    assert shape[0] == shape[1]


def test_every_unknown_field_is_told_with_its_line_in_one_go() -> None:
    problems = check("# {{ nom }}\n{{ name }}\n{{ adress }}\n{% for step in steps %}{{ step.wat }}{% endfor %}",
                     SafetyPlan, file="words")  # fmt: skip
    assert [(p.rule.key, p.row, p.detail) for p in problems] == [
        ("document_field_unknown", 1, "“nom”."),
        ("document_field_unknown", 3, "“adress”."),
        ("document_field_unknown", 4, "“step.wat”."),
    ]


HOSTILE = [
    "{{ ''.__class__ }}",
    "{{ name.__class__ }}",
    "{{ name.__class__.__mro__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ name|attr('upper') }}",
    "{{ name.upper() }}",
    "{{ steps[0].what }}",
    "{{ 9 ** 99999999 }}",
    "{{ 'a' * 10000000000 }}",
    "{{ 'words' }}",
    "{% for i in range(10000000000) %}x{% endfor %}",
    "{% for step in steps recursive %}{{ loop(steps) }}{% endfor %}",
    "{% for a in steps if a.what %}x{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'other' %}",
    "{% set name = 'x' %}",
    "{% macro m() %}x{% endmacro %}{{ m() }}",
    "{% filter upper %}x{% endfilter %}",
    "{% block b %}x{% endblock %}",
    "{{ name if steps else called }}",
    "{{ lipsum }}",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_instruction_that_could_do_anything_is_refused_with_its_line_and_never_run(hostile: str) -> None:
    assert {row for _key, row in found(hostile)} == {2}
    with pytest.raises(ValueError, match="problems"):
        render(f"# A\n{hostile}", made_up(SafetyPlan), "en")


def test_what_would_read_a_file_in_typst_is_words() -> None:
    blocks = render('# A\n#read("/etc/passwd") and \\#eval("1")', made_up(SafetyPlan), "en")
    assert blocks[1].text == '#read("/etc/passwd") and \\#eval("1")'


def test_a_template_that_is_too_long_or_repeats_too_deep_or_is_broken_is_refused() -> None:
    deep = "{% for a in steps %}{% for b in steps %}{% for c in steps %}{% endfor %}{% endfor %}{% endfor %}"
    assert found(deep) == [("document_template_too_long", 2)]
    assert found("x" * LONGEST_TEMPLATE) == [("document_template_too_long", None)]
    assert found("{{ name") == [("document_template_not_read", 2)]
    assert found("{% if name %}") == [("document_template_not_read", 2)]
    assert found("{% if " + "not " * 5000 + "name %}x{% endif %}")[0][0] in {
        "document_template_too_long",
        "document_template_not_read",
    }


def test_a_document_that_would_never_end_is_stopped() -> None:
    many = Chronology(**{**vars(made_up(Chronology)), "events": (Event("x", "y", "z" * 3000),) * 1000})
    with pytest.raises(TooLong):
        render("# A\n{% for e in events %}{{ e.what }}{% endfor %}", many, "en")


def test_rows_are_repeated_and_words_are_printed_never_the_other_way_round() -> None:
    assert found("{{ steps }}") == [("document_field_misused", 2)]
    assert found("{% for x in name %}{% endfor %}") == [("document_field_misused", 2)]


def test_headings_go_down_step_by_step() -> None:
    assert check("## A", SafetyPlan, file="words")
    assert check("words alone", SafetyPlan, file="words")
    assert found("### too deep") == [("document_headings", 2)]
    assert found("## One\n### Two\n## Three") == []


def test_what_is_empty_is_not_known_and_a_table_without_rows_says_so() -> None:
    bare = Chronology(**{**vars(made_up(Chronology)), "name": "", "events": ()})
    blocks = render(
        "# A\n{{ name }}\n\n|a|b|\n{% for e in events %}\n|{{ e.on }}|{{ e.kind }}|\n{% endfor %}", bare, "cy"
    )
    assert [block.text for block in blocks[1:]] == ["Ddim yn hysbys", "Nid oes dim wedi’i gofnodi."]


AWKWARD = st.text() | st.sampled_from(
    ["# big", "- a", "| a | b |", "a :: b", "{{ name }}", "\n\n# x", "\ue000", "a\r\nb"]
)


@given(AWKWARD, AWKWARD)
@settings(max_examples=150, deadline=None)
def test_no_value_makes_a_heading_a_cell_or_a_line(one: str, other: str) -> None:
    context = Chronology(**{**vars(made_up(Chronology)), "name": one, "events": (Event(one, other, one),)})
    template = "# {{ name }}\n{{ name }}\n- {{ name }}\nA :: {{ name }}\n| a | b |\n{% for e in events %}\n| {{ e.on }} | {{ e.kind }} |\n{% endfor %}"
    blocks = render(template, context, "en")
    assert [(block.kind, len(block.rows)) for block in blocks] == [
        ("heading", 1), ("paragraph", 1), ("bullets", 1), ("terms", 1), ("table", 2)]  # fmt: skip
    assert {len(row) for row in blocks[4].rows} == {2}


def test_a_value_stands_as_it_was_written() -> None:
    said = "Marks & <Sons>: “a | b” :: c\nand {{ more }}"
    assert parse(f"# x\n{value(said)}", nothing="")[1].text == said


def test_problems_are_problems() -> None:
    assert isinstance(check("# A", SafetyPlan, file="words"), Problems)
