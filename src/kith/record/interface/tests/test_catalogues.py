"""Translations: what is compiled is read by gettext as written, and every text that pages ask for is found."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from kith.record.interface.catalogues import LOCALE, add_missing, catalogue, compile_all, wanted

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


def test_a_missing_text_is_appended_once(locale: Path) -> None:
    appended = add_missing("cy", locale)
    assert "Skip to main content" in appended
    assert add_missing("cy", locale) == []
    assert 'Say "yes"' in catalogue(locale / "cy" / "LC_MESSAGES" / "django.po")


@pytest.mark.parametrize("path", sorted(LOCALE.glob("*/LC_MESSAGES/*.po")), ids=lambda path: path.parts[-3])
def test_a_translation_keeps_the_places_for_values(path: Path) -> None:
    import re

    places = re.compile(r"%\(\w+\)s|%\{\w+\}|\{\w+\}")
    wrong = [
        key
        for key, said in catalogue(path).items()
        if key and any(set(places.findall(form)) - set(places.findall(key)) for form in said.split("\0"))
    ]
    assert wrong == []
