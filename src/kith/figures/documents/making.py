"""A document made: its template filled, in the file that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kith.figures.documents.blocks import Block
from kith.figures.documents.kinds import Kind, Language
from kith.figures.documents.templates import render

Format = Literal["pdf", "docx"]
FORMATS: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Each format with its media type."""
_SAMPLE = {"en": "Everything in this document is made up.", "cy": "Mae popeth yn y ddogfen hon wedi’i ddyfeisio."}


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and what is in it."""

    content: bytes
    media_type: str
    blocks: tuple[Block, ...]


def make(
    kind: Kind,
    context: Any,
    language: Language,
    made_as: Format,
    *,
    template: str = "",
    letterhead: bytes | None = None,
) -> Made:
    """A document. `template`: the authority's own words, checked; else the built-in ones. ValueError for one with problems."""
    blocks = render(template or kind.built_in(language), context, language)
    footer = " · ".join(filter(None, [context.reference, context.made_on, _SAMPLE[language] if context.sample else ""]))
    told = {
        "title": f"{kind.title[language]}: {context.called or context.name}",
        "author": context.authority,
        "footer": footer,
    }
    if made_as == "pdf":
        from kith.figures.documents.pdf import pdf

        return Made(pdf(blocks, language=language, **told), FORMATS["pdf"], blocks)
    from kith.figures.documents.word import word

    return Made(word(blocks, language=language, letterhead=letterhead, **told), FORMATS["docx"], blocks)
