"""Keeps what is withheld out of every document, wherever in its words it may have been written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from kith.figures.documents.blocks import plain

SAYS = {"en": "[withheld]", "cy": "[ataliwyd]"}


def without(context: Any, withheld: Iterable[str], language: str) -> Any:
    """The context with each of these texts (an address, a postcode, the name of a home) taken out of every field of it.

    Found in whatever case, spacing and punctuation it was written; also by the parts of an address that tell where it is.
    """
    signs = {form for text in withheld for form in forms(text)}
    if not signs:
        return context
    pattern = re.compile("|".join(map(_pattern, sorted(signs, key=len, reverse=True))), re.IGNORECASE)
    return _without(context, pattern, SAYS[language])


def forms(text: str) -> set[str]:
    """The whole text, and of what commas or line ends divide, each part with a number or of several words (not a town alone)."""
    whole = plain(text)
    parts = {part.strip() for part in re.split(r"[,;\n]", whole)}
    telling = {part for part in parts if any(sign.isdigit() for sign in part) or len(part.split()) > 1}
    return {form for form in {whole.strip(), *telling} if len(_letters(form)) > 1}


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _pattern(text: str) -> str:
    """Its letters and digits in order, whatever stands between them, not within another word."""
    return r"(?<!\w)" + r"[\W_]*".join(map(re.escape, _letters(text))) + r"(?!\w)"


def _without(found: Any, pattern: re.Pattern[str], instead: str) -> Any:
    if isinstance(found, str):
        return pattern.sub(instead, plain(found))
    if isinstance(found, tuple):
        return tuple(_without(one, pattern, instead) for one in found)
    if is_dataclass(found) and not isinstance(found, type):
        return replace(
            found, **{one.name: _without(getattr(found, one.name), pattern, instead) for one in fields(found)}
        )
    return found
