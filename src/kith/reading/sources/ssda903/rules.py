"""The rules that the SSDA903 files are held against, as data, so that the reference page can list them."""

from __future__ import annotations

from kith.foundation.problems import Rule, Severity, rule

_SPEC = "DfE SSDA903 specification"


def _error(key: str, says: str, remedy: str) -> Rule:
    return rule(f"ssda903_{key}", Severity.ERROR, says, remedy, _SPEC)


def _warning(key: str, says: str, remedy: str) -> Rule:
    return rule(f"ssda903_{key}", Severity.WARNING, says, remedy, _SPEC)


def _note(key: str, says: str, remedy: str) -> Rule:
    return rule(f"ssda903_{key}", Severity.NOTE, says, remedy, _SPEC)


XML_BROKEN = _error(
    "xml_broken",
    "The XML breaks off or is not well formed here; the children before this place were read.",
    "Export the file again and check that it was copied whole.",
)
COLUMN_ABSENT = _warning(
    "column_absent",
    "A column that every year's file has is absent; it is taken as empty.",
    "Export the file again with all its columns.",
)
NO_CHILD = _error(
    "no_child", "The row names no child, so it was left out.", "Fill in the child's identifier in the case system."
)
NO_START = _error(
    "no_start",
    "The row has no first day that can be read, so it was left out; the child is kept.",
    "Fill in the date, written as dd/mm/yyyy.",
)
DATE_IMPOSSIBLE = _error(
    "date_impossible", "This is not a day of the calendar.", "Correct the date; write it as dd/mm/yyyy."
)
DATE_DOUBTFUL = _warning(
    "date_doubtful", "The date lies before 1980 or after 2060; it is kept.", "Check the year and correct it."
)
VALUE_MISSING = _warning(
    "value_missing", "A value that every row must have is empty; it counts as not known.", "Fill it in."
)
NOT_A_NUMBER = _warning("not_a_number", "This is not a number; it counts as not known.", "Write the number in digits.")
CODE_UNKNOWN = _warning(
    "code_unknown",
    "The code is not in its code list; the row is kept as it is.",
    "Correct the code, or tell us if a newer specification has it.",
)
CODE_OUT_OF_YEARS = _warning(
    "code_out_of_years",
    "The code is not one of the years that the row speaks of; it is kept.",
    "Check the code against the guide of the collection year.",
)
DUPLICATE_ROW = _warning(
    "duplicate_row", "The row repeats another row of the file; it was counted once.", "Remove the repeated row."
)
ENDS_BEFORE_START = _error(
    "ends_before_start",
    "The last day lies before the first; the last day is taken as not known.",
    "Correct the dates. An episode so marked is held to end when the next begins, or by its collection year's end.",
)
BORN_AFTER_START = _error(
    "born_after_start", "The child was born after the episode began; both dates are kept.", "Correct one of the dates."
)
CHILD_CONFLICT = _warning(
    "child_conflict",
    "The child stands in the header with another birth date or sex too; the latest file's is kept.",
    "Check which is right and correct the other.",
)
BIRTH_DATE_DIFFERS = _warning(
    "birth_date_differs",
    "The birth date differs from the one in the header; the header's is kept.",
    "Check which is right and correct the other.",
)
NOT_IN_HEADER = _warning(
    "not_in_header",
    "The child is in no header file; the child is kept with what other files say.",
    "Give the header file of the same year.",
)
END_WITHOUT_REASON = _warning(
    "end_without_reason", "The episode has a last day but no reason for ending; it is kept.", "Fill in the reason."
)
REASON_WITHOUT_END = _warning(
    "reason_without_end",
    "The episode has a reason for ending but no last day; it is taken as open unless another follows.",
    "Fill in the last day, or remove the reason.",
)
OPEN_BUT_FOLLOWED = _warning(
    "open_but_followed",
    "The episode has no last day, yet another follows; it is held to end when that begins.",
    "Fill in the last day.",
)
OPEN_BUT_GONE = _warning(
    "open_but_gone",
    "The episode was open at the year's end, yet a later year's file lacks it; it is held to end with its own year.",
    "Check whether the later file is whole and when the episode ended.",
)
OVERLAP = _warning(
    "overlap",
    "The episode begins before the one before it has ended; both are kept.",
    "Correct the dates so that one begins on the day on which the other ends.",
)
GAP = _warning(
    "gap",
    "The episode before ended because this one began (X1), yet days lie between; they are not filled.",
    "Correct the dates, or the reason for ending.",
)
NOT_CONTINUED = _warning(
    "not_continued",
    "The episode ended because another began (X1), yet no other follows.",
    "Give the file with the next episode, or correct the reason for ending.",
)
PLACE_CHANGED = _warning(
    "place_changed",
    "Only the legal status is said to have changed (L), yet the placement type did; a new stay was begun.",
    "Correct the reason for the new episode, or the placement.",
)
YEARS_DISAGREE = _warning(
    "years_disagree",
    "A later year's file gives this row another last day, placement or legal status; the later file's is kept.",
    "Check which is right.",
)
CLOSED_LATER = _note(
    "closed_later", "Rows open in this file were closed by a later file, whose last day is kept.", "Nothing to do."
)
REPEATED = _note("repeated", "Rows of this file stand in a later file too; they were counted once.", "Nothing to do.")
SHORT_BREAKS = _note(
    "short_breaks",
    "Episodes under V3 or V4 are short breaks: left out of placements and of being looked after.",
    "Nothing to do.",
)
CARE_LEAVERS_UNDATED = _note(
    "care_leavers_undated",
    "The care leavers' file gives no days on which leaving care support began, so no involvement was made of it.",
    "Give a list of care leavers with dates (Annex A has one) if care leavers shall count.",
)
