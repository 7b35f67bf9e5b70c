"""Reads Annex A workbooks (the eleven lists that Ofsted asks of an English authority), whatever their sheets are called."""

from __future__ import annotations

from kith.reading.sources.extracts import Context, Extract, Sheet, XmlFile


class AnnexAReader:
    """The reader of Annex A; see README.md for what becomes of each list."""

    kind = "Annex A"

    def claims_sheet(self, sheet: Sheet) -> str | None:
        """`list_1` to `list_11` by the sheet's headings; None where they are not of one list."""
        from kith.reading.sources.annex_a.lists import recognise

        found = recognise(sheet)
        return found.key if found else None

    def claims_xml(self, xml: XmlFile) -> bool:
        """Never: Annex A is a workbook."""
        return False

    def read(self, sheets: list[tuple[str, Sheet]], xmls: list[XmlFile], context: Context) -> Extract:
        """All lists of all workbooks as one extract; of several workbooks the latest stands where they say the same."""
        from kith.reading.sources.annex_a.workbook import read_all

        return read_all(self.kind, sheets, context)


READER = AnnexAReader()
