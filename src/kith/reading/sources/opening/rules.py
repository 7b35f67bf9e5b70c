"""What opening a file is held against: limits as constants and the rules that say what was refused, and what to do."""

from __future__ import annotations

from kith.foundation.problems import Severity, rule

GIB = 1 << 30
TABLE_BYTES = GIB
"""Largest CSV or workbook that is read, in bytes."""
XML_BYTES = 4 * GIB
"""Largest XML file that is read, in bytes."""
PACKED_BYTES = GIB // 2
"""Most that a compressed file may unpack to in memory, in bytes, all members together."""
PACKED_RATIO = 200
"""Most times that a member may grow when unpacked (office files and census XML grow 10 to 60 times)."""
RATIO_FROM = 1 << 20
"""Members that unpack to less than this many bytes may grow as they like."""
PACKED_MEMBERS = 10_000
"""Most members of one compressed file."""
FIELD_CHARACTERS = 131_072
"""Longest field of a CSV file, in characters (the limit of Python's own reader; no cell of Excel holds more than 32,767)."""
SHEET_CELLS = 50_000_000
"""Most cells of the rectangle that a sheet spans, filled or not."""
SHEET_COLUMNS = 16_384
"""Most columns of a table (Excel's own limit)."""

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

NO_FOLDER = rule("folder_missing", _ERROR, "There is no such folder.", "Check the path that was given.")
NOT_A_FOLDER = rule(
    "folder_is_a_file", _ERROR, "This is a file, not a folder.", "Give the folder that holds the files."
)
UNREADABLE = rule(
    "file_unreadable",
    _ERROR,
    "The file could not be opened.",
    "Close it where it is open and check that you may read it, then run again.",
)
NOT_A_FILE = rule("file_special", _ERROR, "This is not an ordinary file.", "Put a copy of the file in the folder.")
OUTSIDE = rule(
    "file_outside_folder",
    _ERROR,
    "The link leads out of the folder, so it was not followed.",
    "Put a copy of the file in the folder.",
)
SUBFOLDER = rule(
    "subfolder_not_read", _NOTE, "Folders inside the folder are not read.", "Move files that count into the folder."
)
EMPTY = rule("file_empty", _ERROR, "The file is empty.", "Export it again, or take it out of the folder.")
TOO_LARGE = rule(
    "file_too_large",
    _ERROR,
    "The file is larger than is read.",
    "Export it in parts, for example a year at a time.",
)
NOT_READ = rule(
    "file_kind_not_read",
    _ERROR,
    "The file is of a kind that is not read.",
    "Save it as CSV or as an Excel workbook (.xlsx), or take it out of the folder.",
)
BINARY = rule(
    "file_not_text",
    _ERROR,
    "The file is neither text nor a workbook that can be read.",
    "Export it again, or take it out of the folder.",
)
NO_TABLE = rule(
    "file_without_table",
    _NOTE,
    "The file is text without columns, so it was left aside.",
    "If it is a list, save it as CSV with a heading row.",
)
CP1252 = rule(
    "text_windows_1252",
    _NOTE,
    "The file is not UTF-8; it was read as Windows text (cp1252).",
    "Check that accented letters are right, or save it as “CSV UTF-8”.",
)
ODD_BYTES = rule(
    "text_damaged",
    _WARNING,
    "Some characters could not be read and were replaced.",
    "Export the file again; it may be damaged or cut off.",
)
NULS = rule(
    "text_nul",
    _WARNING,
    "The file holds NUL characters, which were left out.",
    "Check the rows, or export the file again.",
)
SHORT_ROW = rule(
    "row_short",
    _WARNING,
    "The row has fewer cells than the other rows; the missing ones were read as empty.",
    "Check the row for a missing separator.",
)
LONG_ROW = rule(
    "row_long",
    _WARNING,
    "The row has more cells than the other rows; the surplus was kept in columns of its own.",
    "Check the row for a separator inside a cell that is not in quotation marks.",
)
QUOTES = rule(
    "text_quotes",
    _ERROR,
    "Quotation marks do not match, so every line was read as a row by itself.",
    "Check the rows with quotation marks, or export the file again.",
)
LONG_FIELD = rule(
    "field_too_long",
    _ERROR,
    f"A field is longer than {FIELD_CHARACTERS:,} characters, so the file was refused.",
    "Look for a missing closing quotation mark, or export the file again.",
)
PROTECTED = rule(
    "workbook_protected",
    _ERROR,
    "The file is protected by a password.",
    "Open it, take the password off (File, Info, Protect Workbook), save it and run again.",
)
BROKEN_WORKBOOK = rule(
    "workbook_broken",
    _ERROR,
    "The workbook could not be read; it may be damaged or cut off.",
    "Open it in Excel, save it as .xlsx and run again.",
)
BROKEN_SHEET = rule(
    "sheet_broken",
    _ERROR,
    "A sheet of the workbook could not be read.",
    "Open it in Excel, save it as .xlsx and run again.",
)
WIDE_SHEET = rule(
    "sheet_too_wide",
    _ERROR,
    "The table spans too many cells, so the file was refused.",
    "Delete the empty rows and columns beyond the table and save it.",
)
NO_STORED_VALUE = rule(
    "formula_without_value",
    _NOTE,
    "Formula cells have no stored value and were read as empty.",
    "Open the workbook in Excel, save it and run again.",
)
CELL_ERRORS = rule(
    "cell_error",
    _WARNING,
    "The cell shows an Excel error (such as #N/A) and was read as empty.",
    "Mend the formula, or type the value.",
)
BROKEN_ARCHIVE = rule(
    "archive_broken",
    _ERROR,
    "The compressed file is damaged or cut off.",
    "Make it again, or put the files themselves in the folder.",
)
BOMB = rule(
    "archive_bomb",
    _ERROR,
    "The compressed file unpacks to far more than its size, so it was refused.",
    "Put the files themselves in the folder.",
)
SLIP = rule(
    "archive_slip",
    _ERROR,
    "A file inside the compressed file has a name that leads out of it, so it was refused.",
    "Make the compressed file again, or put the files themselves in the folder.",
)
NESTED = rule(
    "archive_nested",
    _ERROR,
    "A compressed file lies inside the compressed file; it was not opened.",
    "Put the files themselves in the folder.",
)
DOCTYPE = rule(
    "xml_document_type",
    _ERROR,
    "The XML file declares a document type or entities, so it was refused.",
    "Statutory returns have none: export the file again from your system.",
)
WEB_PAGE = rule(
    "web_page",
    _ERROR,
    "The file is a web page under another name.",
    "Open it in Excel and save it as an Excel workbook (.xlsx).",
)
BROKEN_XML = rule(
    "xml_broken",
    _ERROR,
    "The file begins like XML, but no first element was found.",
    "Export it again; it may be damaged or cut off.",
)
UNEXPECTED = rule(
    "file_unexpected",
    _ERROR,
    "The file could not be read for a reason that was not foreseen; the others were.",
    "Save it again as CSV or .xlsx; if that does not help, report the fault (without the file).",
)
