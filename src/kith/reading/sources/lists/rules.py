"""What lists and mappings are held against."""

from __future__ import annotations

from kith.foundation.problems import Severity, rule

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

NO_ONE = rule(
    "list_row_names_no_one",
    _WARNING,
    "The row has neither an id nor a name, so it was left out.",
    "Give the young person's id, or delete the row if it is a total or a remark.",
)
NOT_A_DATE = rule(
    "list_date_unreadable",
    _WARNING,
    "The cell is not a date, so it was read as empty.",
    "Write dates as day/month/year, for example 3/4/2019.",
)
NOT_A_NUMBER = rule(
    "list_number_unreadable",
    _WARNING,
    "The cell is not a number, so it was read as empty.",
    "Write a plain number, for example 12.5.",
)
UNLIKELY_DATE = rule(
    "list_date_unlikely",
    _WARNING,
    "The date lies outside the years that can be meant, so it was read as empty.",
    "Check the year.",
)
NO_START = rule(
    "list_no_first_day",
    _ERROR,
    "The row has no first day that can be read, so it could not be counted.",
    "Give the first day and run again.",
)
BACKWARDS = rule(
    "list_dates_backwards",
    _ERROR,
    "The last day lies before the first, so the row could not be counted.",
    "Correct the dates; if all rows are so, the two columns are swapped in the mapping.",
)
UNKNOWN_WORD = rule(
    "list_word_unknown",
    _WARNING,
    "The cell holds words that are not known for this column; they were read as not known.",
    "Add the words under [values] in the mapping, or correct the cell.",
)
UNKNOWN_HARM = rule(
    "list_harm_unknown",
    _WARNING,
    "The cell names a harm in words that are not known; it was counted as harm outside the family, kind not said.",
    "Add the words under [values.harms] in the mapping, or correct the cell.",
)
CLOSED_WITHOUT_DAY = rule(
    "list_closed_without_day",
    _WARNING,
    "The row is closed but gives no closing day; the harm is counted on its opening day only, or not at all without one.",
    "Give the closing day.",
)
NO_EVENT = rule(
    "list_event_not_said",
    _WARNING,
    "The row gives the day of an event but does not say which event in words that are known; the event was left out.",
    "Say what happened, or add your word under [values.kind] in the mapping.",
)
NO_CONTROL = rule(
    "list_control_incomplete",
    _WARNING,
    "The row names a control without its first day, or a day without the control; the control was left out.",
    "Give both: what controls the young person, and from which day.",
)
NOT_GRADED = rule(
    "list_intelligence_not_graded",
    _ERROR,
    "The row marks its words as police intelligence but not wholly, so the words were left out.",
    "Give all of it: source (1-3), assessment (A-E), handling (P or C) and the day until which it may be read.",
)
REPEATED = rule(
    "list_row_repeated",
    _NOTE,
    "The same row stands in the lists more than once; it was counted once.",
    "Nothing needs to be done.",
)
BIRTH_DATES = rule(
    "list_birth_dates_differ",
    _WARNING,
    "The same id stands with different birth dates; the first was used.",
    "Check whether two young people share the id.",
)
GUESSED = rule(
    "list_mapping_proposed",
    _NOTE,
    "No mapping lies beside the list; its columns were recognised by their headings.",
    "Run `kith propose FOLDER` to see what was taken for what, and correct the .kith.toml file that it writes.",
)
UNMAPPED = rule(
    "list_unmapped",
    _WARNING,
    "The file looks like a list, but not all its columns were recognised, so it was not read.",
    "Run `kith propose FOLDER`, correct the .kith.toml file that it writes, and run again.",
)
TWO_MAPPINGS = rule(
    "list_two_mappings",
    _WARNING,
    "More than one mapping is for this list; the first by name was used.",
    "Delete the mapping that is not meant.",
)
MAPPING_UNREADABLE = rule(
    "mapping_unreadable",
    _ERROR,
    "The mapping is no valid TOML, so it was not used.",
    "Put every text in double quotation marks, or delete the file and run `kith propose FOLDER`.",
)
MAPPING_KEY = rule(
    "mapping_key_unknown",
    _ERROR,
    "The mapping has an entry that there is not.",
    "Correct or delete the line.",
)
MAPPING_NEEDS = rule(
    "mapping_incomplete",
    _ERROR,
    "The mapping lacks an entry that is needed.",
    "Add the line; columns stand under [columns].",
)
MAPPING_VALUE = rule(
    "mapping_value_wrong",
    _ERROR,
    "An entry of the mapping has a value that cannot be used.",
    "Correct the line.",
)
MAPPING_COLUMN = rule(
    "mapping_column_missing",
    _ERROR,
    "The list has no column of the name that the mapping gives, so the list was not read.",
    "Correct the heading in the mapping.",
)
MAPPING_UNUSED = rule(
    "mapping_without_list",
    _NOTE,
    "No list in the folder belongs to this mapping.",
    "Check the `file` entry or the mapping's own name.",
)
