"""The rules that a children in need census is held against, each with what to do, so that a problem is told the same way everywhere."""

from kith.foundation.problems import Severity, rule

_GUIDE = "DfE, Children in need census: guide to completing, and its XML schema"

BROKEN = rule(
    "cin.file_broken",
    Severity.ERROR,
    "The file breaks off or is not well-formed XML; the children before the break were read, those after it were not.",
    "Export the file again from the case management system and run once more.",
    _GUIDE,
)
UNSAFE = rule(
    "cin.file_unsafe",
    Severity.ERROR,
    "The file carries a document type or entities, which no census has; it was not read.",
    "Do not open the file elsewhere; ask whoever sent it for a clean export.",
)
NO_CHILDREN = rule(
    "cin.no_children",
    Severity.ERROR,
    "The file holds no child.",
    "Check that the export ran for the right year and was not cut short.",
    _GUIDE,
)
ENCODING = rule(
    "cin.encoding",
    Severity.WARNING,
    "The file is not in the encoding that it says; it was read as Windows-1252.",
    "Export the file as UTF-8.",
)
STRAY_TEXT = rule(
    "cin.stray_text",
    Severity.NOTE,
    "Text stands between two elements of this child, where no value belongs; it was passed over.",
    "Check in the case management system that no value of this child is lost.",
    _GUIDE,
)
YEAR_MISSING = rule(
    "cin.year_missing",
    Severity.WARNING,
    "The header gives neither a reference date nor a year, so what the file covers is not known.",
    "Give the census year in the header (Year, ReferenceDate).",
    _GUIDE,
)
YEAR_CONTRADICTORY = rule(
    "cin.year_contradictory",
    Severity.WARNING,
    "The header's year and reference date are of different years; the reference date was taken.",
    "Correct the header: census 2024 has the reference date 31 March 2024.",
    _GUIDE,
)
REFERENCE_DATE = rule(
    "cin.reference_date",
    Severity.NOTE,
    "The reference date is not a 31 March, the last day of every census year.",
    "Correct the header if the file is a census return; an extract made at another time can stay so.",
    _GUIDE,
)
OTHER_AUTHORITY = rule(
    "cin.other_authority",
    Severity.WARNING,
    "The header names another authority than the one whose return this is; the file was read all the same.",
    "Check that the file is this authority's own.",
    _GUIDE,
)
ID_MISSING = rule(
    "cin.id_missing",
    Severity.ERROR,
    "The child has no LAchildID, so it cannot be joined with other files; an id was made for this file alone.",
    "Give the child its id in the case management system.",
    _GUIDE,
)
CHILD_TWICE = rule(
    "cin.child_twice",
    Severity.WARNING,
    "A child with this LAchildID stands earlier in the file; what both say was put together.",
    "Check whether two children share an id, or one child was exported twice.",
    _GUIDE,
)
EPISODE_TWICE = rule(
    "cin.episode_twice",
    Severity.WARNING,
    "The child has two episodes with the same referral date; they were read as one, with the later closing.",
    "Correct or remove one of them in the case management system.",
    _GUIDE,
)
DATE_UNREADABLE = rule(
    "cin.date_unreadable",
    Severity.ERROR,
    "This is not a date; it was read as not known.",
    "Give the date as YYYY-MM-DD.",
    _GUIDE,
)
DATE_IMPOSSIBLE = rule(
    "cin.date_impossible",
    Severity.ERROR,
    "The date lies before 1900; it was read as not known.",
    "Correct the year.",
)
DATE_AFTER_CENSUS = rule(
    "cin.date_after_census",
    Severity.WARNING,
    "The date lies after the last day that the file speaks of; it was kept.",
    "Correct the date, or the header's reference date.",
    _GUIDE,
)
REFERRAL_DATE_MISSING = rule(
    "cin.referral_date_missing",
    Severity.ERROR,
    "The episode has no referral date that can be read; its referral is left out, its first day is not known.",
    "Give CINreferralDate.",
    _GUIDE,
)
START_MISSING = rule(
    "cin.start_missing",
    Severity.ERROR,
    "The record has no start date that can be read; it is left out.",
    "Give the date.",
    _GUIDE,
)
CLOSED_BEFORE_REFERRAL = rule(
    "cin.closed_before_referral",
    Severity.ERROR,
    "The episode closes before its referral; it was read as closed on the day of the referral.",
    "Correct CINreferralDate or CINclosureDate.",
    _GUIDE,
)
ASSESSMENT_REVERSED = rule(
    "cin.assessment_reversed",
    Severity.ERROR,
    "The assessment was authorised before it began; its start was read as not known, its authorisation kept.",
    "Correct AssessmentActualStartDate or AssessmentAuthorisationDate.",
    _GUIDE,
)
ASSESSMENT_AFTER_CLOSURE = rule(
    "cin.assessment_after_closure",
    Severity.WARNING,
    "The assessment ended after the episode closed; its factors are held for the day of closing only.",
    "Correct AssessmentAuthorisationDate or CINclosureDate.",
    _GUIDE,
)
PLAN_REVERSED = rule(
    "cin.plan_reversed",
    Severity.ERROR,
    "The plan ends before it starts; it was read as ended on the day of its start.",
    "Correct the plan's dates.",
    _GUIDE,
)
CONFERENCE_BEFORE_ENQUIRY = rule(
    "cin.conference_before_enquiry",
    Severity.WARNING,
    "The initial conference lies before the start of its section 47 enquiry; its date was read as not known.",
    "Correct S47ActualStartDate or DateOfInitialCPC.",
    _GUIDE,
)
AFTER_DEATH = rule(
    "cin.after_death",
    Severity.WARNING,
    "The child died before this; it was read as ended on its first day.",
    "Correct PersonDeathDate or the record's start.",
)
CODE_UNKNOWN = rule(
    "cin.code_unknown",
    Severity.WARNING,
    "The code is not in its list; it was kept as it is.",
    "Correct the code; lists are in the reference pages.",
    _GUIDE,
)
CODE_OF_OTHER_YEAR = rule(
    "cin.code_of_other_year",
    Severity.NOTE,
    "The code was not in use in the file's census year; it was kept and read as in its own years.",
    "Check that the file is of the year that its header says.",
    _GUIDE,
)
REFERRALS_ONLY = rule(
    "cin.referrals_only",
    Severity.NOTE,
    "Referrals that ended without further action, assessment, enquiry or plan are no involvement.",
    "Nothing to do.",
    "Children Act 1989, section 17; DfE, Children in need census: guide to completing",
)
BIRTH_DATES_DIFFER = rule(
    "cin.birth_dates_differ",
    Severity.WARNING,
    "Files give different birth dates for this child; the latest file's was taken.",
    "Correct the birth date in the case management system.",
)
