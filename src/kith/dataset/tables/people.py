"""Who: young people, and when which part of children's services was involved with them."""

from kith.dataset.schema import code, date, state, table

PEOPLE = table(
    "people",
    "One row a young person known to the authority.",
    date(
        "birth_date",
        "Birth date; the first of the month where only the month is known or kept.",
        personal=True,
    ),
    code(
        "birth_precision",
        "birth_precision",
        "How exact the birth date is: day, month, expected (not yet born) or not known.",
    ),
    code("sex", "sex", "Sex as recorded: M, F or U (not known)."),
    code("ethnicity", "ethnicity", "Ethnicity as the national census of the authority's return codes it."),
    state("disability", "Whether a disability is recorded; not known where the file does not say."),
    state("uasc", "Whether unaccompanied and asylum-seeking."),
    unique=(("row_id",), ("authority", "person_id")),
)

INVOLVEMENTS = table(
    "involvements",
    "When each part of children's services was involved. Both days are included; an empty last day means still open.",
    code(
        "status",
        "involvement",
        "Early help, child in need, child protection, looked after, care leaver or not known.",
        required=True,
    ),
    date("from_on", "First day."),
    date("to_on", "Last day; empty while open."),
)

TABLES = (PEOPLE, INVOLVEMENTS)
