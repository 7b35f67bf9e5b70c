"""The rules that an Annex A workbook is held against, each with what to do."""

from kith.foundation.problems import Severity, rule

_ANNEX = "Ofsted, Inspecting local authority children's services, Annex A child-level data"

HEADING_MISSING = rule(
    "annex_a.heading_missing",
    Severity.WARNING,
    "A column of this list was not found; what it says is read as not known.",
    "Give the column its name of the Annex A template.",
    _ANNEX,
)
ID_MISSING = rule(
    "annex_a.id_missing",
    Severity.ERROR,
    "The row has no child id, so it cannot be joined with other lists; an id was made for this row alone.",
    "Give the child's id.",
    _ANNEX,
)
START_MISSING = rule(
    "annex_a.start_missing",
    Severity.ERROR,
    "The row has no first day that can be read; the child is kept, the row's dates are not.",
    "Give the date.",
    _ANNEX,
)
DATE_UNREADABLE = rule(
    "annex_a.date_unreadable",
    Severity.ERROR,
    "This is not a date; it was read as not known.",
    "Give the date as DD/MM/YYYY.",
    _ANNEX,
)
DATE_IMPOSSIBLE = rule(
    "annex_a.date_impossible",
    Severity.ERROR,
    "The date lies before 1900; it was read as not known.",
    "Correct the year.",
)
DATE_FAR_AHEAD = rule(
    "annex_a.date_far_ahead",
    Severity.WARNING,
    "The date lies long after every other date of the workbook; it was kept, but not taken for the day of the snapshot.",
    "Correct the year.",
)
REVERSED = rule(
    "annex_a.reversed",
    Severity.ERROR,
    "The last day lies before the first; it was read as ended on the first day.",
    "Correct the dates.",
)
CONFERENCE_BEFORE_ENQUIRY = rule(
    "annex_a.conference_before_enquiry",
    Severity.WARNING,
    "The initial conference lies before the start of its section 47 enquiry; its date was read as not known.",
    "Correct the dates.",
)
VALUE_UNKNOWN = rule(
    "annex_a.value_unknown",
    Severity.WARNING,
    "The value is none that this column may hold; a code is kept as it is, a yes or no is read as not known.",
    "Use the values of the Annex A template.",
    _ANNEX,
)
NUMBER_UNREADABLE = rule(
    "annex_a.number_unreadable",
    Severity.WARNING,
    "This is not a whole number; it was read as not known.",
    "Give a whole number, 0 where there was none.",
    _ANNEX,
)
VALUES_DIFFER = rule(
    "annex_a.values_differ",
    Severity.WARNING,
    "Other rows say otherwise of this child; the value of the row with the latest date was taken.",
    "Correct the child's record.",
)
CLOSED_WITHOUT_DATE = rule(
    "annex_a.closed_without_date",
    Severity.WARNING,
    "The case is closed but has no closing date; it was read as closed by the day of the snapshot.",
    "Give the closing date.",
    _ANNEX,
)
SHORT_BREAKS = rule(
    "annex_a.short_breaks",
    Severity.NOTE,
    "Children looked after in short breaks alone are left out, as in published figures.",
    "Nothing to do.",
    "DfE, Children looked after in England, methodology",
)
NOT_USED = rule(
    "annex_a.not_used",
    Severity.NOTE,
    "The list was recognised; it holds nothing for these figures beyond who its children are.",
    "Nothing to do.",
)
SNAPSHOT = rule(
    "annex_a.snapshot",
    Severity.NOTE,
    "The day of the snapshot was taken from the latest date in the workbook.",
    "Nothing to do, unless the day is wrong: then correct the latest date.",
)
NO_SNAPSHOT = rule(
    "annex_a.no_snapshot",
    Severity.WARNING,
    "The workbook holds no date, so the last day of the return was taken for the day of the snapshot.",
    "Check that the right workbook was given.",
)
NO_FACTORS = rule(
    "annex_a.no_factors",
    Severity.NOTE,
    "Annex A names no harm: without a census or a panel's list nobody counts as affected.",
    "Add the children in need census or the exploitation panel's list to the folder.",
    _ANNEX,
)
