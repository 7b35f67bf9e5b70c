"""The pseudo-language: every text that goes through gettext comes back in brackets, so whatever has none cannot be translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from importlib.util import find_spec

import pytest

LANGUAGE = "qq"
OPEN, CLOSE = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
READ_ALOUD = ("alt", "title", "placeholder", "aria-label", "label")
ITS_OWN_NAME = {"Kith", "English", "Cymraeg"}
WORD = re.compile(r"[^\W\d_]{2,}")
REFERENCE = r"\b[0-9a-f]{8}(?:(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?\b|\b[A-Z2-7]{32}\b"
"""A UUID, its first group, or a key that is typed into an authenticator app."""


def pytest_sessionstart() -> None:
    """Compile the translations that were edited since: a test must not read what stood there before."""
    if find_spec("django") is None:
        return
    from kith.record.interface.catalogues import LOCALE, compile_all

    pairs = [(path, path.with_suffix(".mo")) for path in LOCALE.glob("*/LC_MESSAGES/*.po")]
    if any(not made.exists() or made.stat().st_mtime < path.stat().st_mtime for path, made in pairs):
        compile_all()


def bracketed(text: str) -> str:
    """The text as the pseudo-language says it."""
    return f"{OPEN}{text}{CLOSE}" if text else ""


class Bracketed:
    """Stands where Django keeps a language's catalogue: knows every text, and remembers which it was asked for.

    `asked` holds them as gettext's catalogues name them: the context and U+0004 before a text, a text and 0 where it has plurals.
    """

    def __init__(self) -> None:
        self.asked: set[str | tuple[str, int]] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return bracketed(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        self.asked.add((one, 0))
        return bracketed(one if number == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        self.asked.add(f"{context}\4{message}")
        return bracketed(message)

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        self.asked.add((f"{context}\4{one}", 0))
        return bracketed(one if number == 1 else many)

    def language(self) -> str:
        return LANGUAGE

    to_language = language


class Texts(HTMLParser):
    """Gathers what a person reads or hears on a page and is not in brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.silent, self.plain = 0, 0, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        given = dict(attrs)
        heard = [given.get(name) for name in READ_ALOUD]
        if tag == "input" and given.get("type") in ("submit", "button"):
            heard.append(given.get("value"))
        for text in filter(None, heard):
            self._read(text, 0)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.depth = self._read(data, self.depth)

    def _read(self, text: str, depth: int) -> int:
        outside = ""
        for sign in text:
            depth += (sign == OPEN) - (sign == CLOSE)
            outside += sign if depth == 0 and sign != CLOSE else " "
        if WORD.search(outside):
            self.plain.append(" ".join(outside.split()))
        return depth


def untranslated(page: str, *, data: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """The texts of a page that no translation reached, but for `data` (names and other values that are nobody's to translate)."""
    texts = Texts()
    texts.feed(page)
    known = sorted({*data, *ITS_OWN_NAME}, key=len, reverse=True)
    left = (re.sub("|".join([REFERENCE, *map(re.escape, known)]), " ", text) for text in texts.plain)
    return [text for text, rest in zip(texts.plain, left, strict=True) if WORD.search(rest)]


def without(language: str, asked: Iterable[str | tuple[str, int]]) -> list[str]:
    """Those of the texts that Django's, the libraries' and our own catalogues together lack in a language."""
    from django.utils.translation import trans_real

    known = trans_real.translation(language)._catalog
    return sorted(str(key) for key in asked if key not in known)


def _bracketing(text: Callable[..., str]) -> Callable[..., str]:
    """The texts of clocks are data with both languages: bracketed where the pseudo-language asks for them."""

    def said(*given: object) -> str:
        return bracketed(text(*given)) if given[-1] == LANGUAGE else text(*given)

    return said


@pytest.fixture
def pseudo_language(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bracketed]:
    """The site knows the pseudo-language, for codes too; gives its catalogue, which remembers what was asked."""
    from django.utils import translation
    from django.utils.translation import trans_real

    from kith.clocks import declarations
    from kith.clocks import messages as clock_messages
    from kith.definitions.codes import CodeList

    settings.LANGUAGES = [*settings.LANGUAGES, (LANGUAGE, "Pseudo")]
    known, label = trans_real.check_for_language, CodeList.label

    def said(listed: CodeList, key: str | None, language: str = "en", year: int | None = None) -> str:
        text = label(listed, key, language, year)
        return bracketed(text) if language == LANGUAGE else text

    catalogue = Bracketed()
    monkeypatch.setattr(CodeList, "label", said)
    for whole, name in ((declarations.Clock, "label"), (declarations.Label, "text"), (clock_messages, "text")):
        monkeypatch.setattr(whole, name, _bracketing(getattr(whole, name)))
    monkeypatch.setattr(trans_real, "check_for_language", lambda code: code == LANGUAGE or known(code))
    monkeypatch.setitem(trans_real._translations, LANGUAGE, catalogue)
    trans_real.get_languages.cache_clear()
    trans_real._get_supported_language_variant.cache_clear()
    yield catalogue
    translation.deactivate()
    trans_real.get_languages.cache_clear()
    trans_real._get_supported_language_variant.cache_clear()


@pytest.fixture
def pseudo(settings: object, pseudo_language: Bracketed) -> Callable[..., list[str]]:
    """`pseudo(client, address, data={...})`: the untranslated texts of that page. A POST's answer goes to `untranslated`."""

    def ask(client: object, address: str, *, data: set[str] | frozenset[str] = frozenset()) -> list[str]:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
        answer = client.get(address, follow=True)
        shown = answer.content.decode()
        assert f'lang="{LANGUAGE}"' in shown, f"{address} answered {answer.status_code} in another language"
        return untranslated(shown, data=data)

    return ask
