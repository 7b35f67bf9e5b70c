"""Reads the children in need census of England (XML, schema years 2017 to 2027), alone or several years together."""

from __future__ import annotations

import datetime as dt

import polars as pl

from kith.reading.sources.extracts import Context, Extract, Sheet, XmlFile


class CinReader:
    """The reader of children in need censuses; see README.md for what becomes of each element."""

    kind = "CIN census"

    def claims_sheet(self, sheet: Sheet) -> str | None:
        """None: a census is XML."""
        return None

    def claims_xml(self, xml: XmlFile) -> bool:
        """Whether the root is `Message` and the header's collection is CIN."""
        from kith.reading.sources.cin.parsing import is_census, local

        return local(xml.root) == "Message" and is_census(xml)

    def read(self, sheets: list[tuple[str, Sheet]], xmls: list[XmlFile], context: Context) -> Extract:
        """All census files as one extract; the same child and episode in several years are one."""
        from kith.reading.sources.cin.cleaning import clean
        from kith.reading.sources.cin.merging import merge
        from kith.reading.sources.cin.parsing import parse
        from kith.reading.sources.cin.tables import identities, make_tables

        extract = Extract(self.kind, [xml.file for xml in xmls])
        if not xmls:
            return extract
        levels: list[dict[str, pl.DataFrame]] = []
        spans: list[dt.date] = []
        for xml in xmls:
            found = parse(xml)
            levels.append(clean(found, context))
            extract.problems.extend(found.problems)
            spans += found.covers or ()
        merged = merge(levels)
        extract.tables = make_tables(merged, context, extract.problems)
        extract.identities = identities(merged["children"])
        extract.covers = (min(spans), max(spans)) if spans else None
        return extract


READER = CinReader()
