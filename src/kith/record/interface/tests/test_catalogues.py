"""Translations: what is compiled is read by gettext as written, and every text that pages ask for is found."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kith.record.interface.catalogues import (
    LOCALE,
    SOURCE,
    add_missing,
    borrowed,
    catalogue,
    compile_all,
    declared,
    wanted,
)

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: a.py
msgid "Say \\"yes\\""
msgstr ""
"Dywedwch "
"\\"ie\\""

msgid "one thing"
msgid_plural "%(n)s things"
msgstr[0] "un peth"
msgstr[1] "%(n)s peth"

msgctxt "a verb"
msgid "Open"
msgstr "Agor"

#, fuzzy
msgid "Perhaps"
msgstr "Efallai"

msgid "Not yet"
msgstr ""
"""


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    return tmp_path


def test_gettext_reads_what_was_compiled(locale: Path) -> None:
    compile_all(locale)
    read = gettext.translation("django", locale, ["cy"])
    assert read.gettext('Say "yes"') == 'Dywedwch "ie"'
    assert [read.ngettext("one thing", "%(n)s things", number) for number in (1, 5)] == ["un peth", "%(n)s peth"]
    assert read.pgettext("a verb", "Open") == "Agor"


def test_what_is_unsure_or_untranslated_stays_in_english(locale: Path) -> None:
    compile_all(locale)
    read = gettext.translation("django", locale, ["cy"])
    assert [read.gettext(text) for text in ("Perhaps", "Not yet")] == ["Perhaps", "Not yet"]


def test_texts_of_templates_and_code_are_found() -> None:
    found = wanted()
    assert "Skip to main content" in found
    assert "You can enter up to %(limit)s characters" in found
    assert "Enter a real date, like 27 3 2011" in found


def test_texts_are_found_whatever_the_module_calls_gettext(tmp_path: Path) -> None:
    (tmp_path / "rows.py").write_text(
        "from django.utils.translation import gettext_lazy, ngettext as n\n_L = gettext_lazy\n"
        "HEAD = _L('Whose')\ndays = n('%s day', '%s days', 3)\nother = str('not asked for')\n",
        encoding="utf-8",
    )
    assert set(wanted(tmp_path)) == {"Whose", "%s day\0%s days"}


def test_the_words_of_a_problems_detail_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('add(rule, file, detail=Detail("Rows: {count}.", count=many))', encoding="utf-8")
    assert list(wanted(tmp_path)) == ["Rows: {count}."]


def test_no_problem_has_words_in_its_detail_that_cannot_be_said_in_another_language() -> None:
    """Of what is given as `detail=`, or in its place: a text with words of ours is made as a `Detail`."""
    found = [
        f"{path.relative_to(SOURCE)}: {said}"
        for path in sorted(SOURCE.rglob("*.py"))
        if "tests" not in path.parts
        for said in _bare_details(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def _bare_details(tree: ast.Module) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [key.value for key in call.keywords if key.arg == "detail"]
        given += call.args[4:5] if name in {"add", "add_rows", "Problem"} else []
        given += call.args[3:4] if name == "_Fault" else []
        for one in given:
            parts = one.values if isinstance(one, ast.JoinedStr) else [one]
            said = "".join(
                part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )
            if re.search("[A-Za-z]", said):
                yield said


def test_texts_of_libraries_that_have_no_welsh_are_ours() -> None:
    asked = borrowed("cy")
    assert "This password is too common." in asked
    assert "This field is required." not in asked


def test_a_missing_text_is_appended_once(locale: Path) -> None:
    appended = add_missing("cy", locale)
    assert "Skip to main content" in appended
    assert add_missing("cy", locale) == []
    assert 'Say "yes"' in catalogue(locale / "cy" / "LC_MESSAGES" / "django.po")


HOW = """
To add them: run `python -m kith.record.interface.catalogues add-missing`, write the Welsh into the entries that are then
empty at the end of the language's django.po (the terms to use: docs/explanation/welsh.md), and run the command again."""


@pytest.mark.parametrize("language", sorted(path.name for path in LOCALE.iterdir()))
def test_no_text_lacks_a_translation(language: str) -> None:
    """Nothing of ours, nor of the libraries whose pages and messages we show, is untranslated or marked fuzzy."""
    there = catalogue(LOCALE / language / "LC_MESSAGES" / "django.po")
    asked = {**borrowed(language), **declared(), **wanted()}
    missing = [f"{where}: {key!r}" for key, where in asked.items() if key not in there]
    assert not missing, "\n".join([f"{len(missing)} texts lack a translation ({language}):", *missing]) + HOW


@pytest.mark.parametrize("path", sorted(LOCALE.glob("*/LC_MESSAGES/*.po")), ids=lambda path: path.parts[-3])
def test_a_translation_keeps_the_places_for_values(path: Path) -> None:
    wrong = [key for key, said in catalogue(path).items() if key and not _keeps_places(key, said)]
    assert not wrong, "\n".join(["A translation has other places for values than its text:", *wrong])


@pytest.mark.parametrize(
    ("key", "said", "kept"),
    [
        ("Since %(day)s", "Ers %(day)s", True),
        ("Since %(day)s", "Ers %(dydd)s", False),
        ("Since %(day)s", "Ers", False),
        ("one\0%(n)s days", "un\0%(n)s\0%(n)s\0%(n)s", True),
        ("%(n)s day\0%(n)s days", "%(n)s\0%(n)s\0%(n)s\0dydd", False),
        ("%%{count} left of {all}, %d", "%%{count} o {all}, %d", True),
        ("%%{count} left", "%{count} ar ôl", False),
    ],
)
def test_a_place_that_is_lost_or_new_is_found(key: str, said: str, kept: bool) -> None:
    assert _keeps_places(key, said) is kept


def _keeps_places(key: str, said: str) -> bool:
    one, _mark, many = key.rpartition("\4")[2].partition("\0")
    texts = [one, *[many or one] * said.count("\0")]
    return all(_places(form) == _places(text) for form, text in zip(said.split("\0"), texts, strict=True))


def _places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)\w|%*\{\w*\}|%[sd]", text))


def test_every_entry_of_the_catalogue_begins_after_an_empty_line() -> None:
    """Two entries joined by a merge that lost the line between them read as one to some tools, and one is lost."""
    lines = (LOCALE / "cy" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8").splitlines()
    begins = ("#", "msgctxt ", "msgid ")
    joined = [
        number + 1
        for number, line in enumerate(lines[1:], 1)
        if line.startswith(begins) and not line.startswith("#~") and lines[number - 1].startswith(("msgstr", '"'))
    ]
    assert joined == []
