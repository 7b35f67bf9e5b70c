"""The pseudo-language: every text that goes through gettext comes back in brackets, so whatever has none cannot be translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest

LANGUAGE = "qq"
OPEN, CLOSE = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
READ_ALOUD = ("alt", "title", "placeholder", "aria-label", "label")
ITS_OWN_NAME = {"Kith", "English", "Cymraeg"}
WORD = re.compile(r"[^\W\d_]{2,}")


class Bracketed:
    """Stands where Django keeps a language's catalogue: knows every text."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}" if message else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        return self.ngettext(one, many, number)

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
    left = (re.sub("|".join(map(re.escape, known)), " ", text) for text in texts.plain)
    return [text for text, rest in zip(texts.plain, left, strict=True) if WORD.search(rest)]


@pytest.fixture
def pseudo(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[str]]]:
    """`pseudo(client, address, data={...})`: the untranslated texts of that page. A POST's answer goes to `untranslated`."""
    from django.utils import translation
    from django.utils.translation import trans_real

    settings.LANGUAGES = [*settings.LANGUAGES, (LANGUAGE, "Pseudo")]
    known = trans_real.check_for_language
    monkeypatch.setattr(trans_real, "check_for_language", lambda code: code == LANGUAGE or known(code))
    monkeypatch.setitem(trans_real._translations, LANGUAGE, Bracketed())
    trans_real.get_languages.cache_clear()
    trans_real._get_supported_language_variant.cache_clear()

    def ask(client: object, address: str, *, data: set[str] | frozenset[str] = frozenset()) -> list[str]:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
        answer = client.get(address, follow=True)
        shown = answer.content.decode()
        assert f'lang="{LANGUAGE}"' in shown, f"{address} answered {answer.status_code} in another language"
        return untranslated(shown, data=data)

    yield ask
    translation.deactivate()
    trans_real.get_languages.cache_clear()
    trans_real._get_supported_language_variant.cache_clear()
