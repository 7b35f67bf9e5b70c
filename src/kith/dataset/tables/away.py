"""Being away: every stay away from home, what allowed it, why it was decided, and what must change before a return."""

from kith.dataset.schema import code, date, decimal, reference, several, state, table, text

# Four different facts, each stored, none derived from another: locality, adjoining, miles, and the relocation itself.
PLACEMENTS = table(
    "placements",
    "One row a continuous stay in one placement under one authority's care.",
    date("from_on", "First day.", required=True),
    date("to_on", "Day the stay ended; empty while it lasts."),
    code("placement_type", "placement_type", "Type of placement as the SSDA903 codes it."),
    code(
        "legal_basis",
        "legal_status",
        "Legal status at the latest day of the stay that is known, as the SSDA903 codes it.",
    ),
    code("provider", "placement_provider", "Who provides the placement."),
    text("host_authority", "Newest code of the authority in whose area the placement lies; empty is not known."),
    code(
        "locality",
        "locality",
        "Inside or outside the responsible authority's boundary, or not known.",
        required=True,
    ),
    state("adjoining", "Whether the host authority adjoins the responsible one (the test of *at a distance*)."),
    decimal("miles", "Miles between home and placement as the crow flies; empty is not known or not calculable."),
    date(
        "away_from",
        "First day of the unbroken time out of area that this stay is part of; empty unless out of area.",
    ),
    date("planned_end", "Day the stay is planned to end."),
    code("arranged_by", "arranged_by", "Who arranged the move."),
    code("who_moved", "who_moved", "The young person alone, with a parent, or the whole family."),
    code(
        "due_to_efh",
        "due_to_efh",
        "Whether harm outside the home was a reason: yes, partly, no, not known, not reviewed.",
        required=True,
    ),
    ordered=(("from_on", "to_on"), ("away_from", "from_on"), ("from_on", "planned_end")),
)

LEGAL_STATUSES = table(
    "legal_statuses",
    "One row a continuous time under one legal status of looked-after children; figures of a past month need the status then.",
    code("legal_status", "legal_status", "Legal status as the SSDA903 codes it.", required=True),
    date("from_on", "First day.", required=True),
    date("to_on", "Last day; empty while it lasts."),
)

AUTHORISATIONS = table(
    "authorisations",
    "Secure accommodation and deprivation of liberty: beside the legal basis, never instead of it.",
    reference("placement_id", "placements", "The stay it applies to, where the source says."),
    code("kind", "authorisation", "Secure accommodation, or deprivation of liberty.", required=True),
    date("from_on", "First day.", required=True),
    date("to_on", "Last day; empty while in force."),
)

RELOCATIONS = table(
    "relocations",
    "A move for safety of more than 24 hours, planned or made; never dependent on a care episode.",
    reference("placement_id", "placements", "The placement it led to, where it was one."),
    date("planned_on", "Day the move was first recorded as planned."),
    date("planned_from", "Day it is planned to begin."),
    date("from_on", "Day it began; empty while only planned."),
    date("to_on", "Day it ended; empty while it lasts."),
    date("planned_end", "Day it is planned to end."),
    date("withdrawn_on", "Day the plan was given up, if it was."),
    code(
        "locality",
        "locality",
        "Outside the responsible authority's boundary, inside (a move within the area), or not known.",
        required=True,
    ),
    text("host_authority", "Newest code of the authority moved to; empty is not known."),
    state("adjoining", "Whether the host authority adjoins the responsible one."),
    decimal("miles", "Miles between the old home and the new as the crow flies."),
    code("arranged_by", "arranged_by", "Who arranged the move."),
    code("who_moved", "who_moved", "The young person alone, with a parent, or the whole family."),
    code(
        "due_to_efh",
        "due_to_efh",
        "Whether harm outside the home was a reason: yes, partly, no, not known, not reviewed.",
        required=True,
    ),
    several("purpose", "dimension", "Safeties it is for."),
    several("drivers", "driver", "What drove it."),
    code("next_home", "next_home", "Where the young person will live after it."),
    code("next_home_by", "who_chose", "Whose choice that is."),
    date("next_home_on", "Day that this was said."),
    ordered=(("from_on", "to_on"), ("from_on", "planned_end"), ("planned_from", "planned_end")),
)

DECISIONS = table(
    "decisions",
    "Decisions on a move: made, refused, or still to be made of a move judged necessary.",
    reference("relocation_id", "relocations", "The move decided on."),
    date("necessary_on", "Day on which a move was judged necessary; empty where none was, or where it is not known."),
    date("decided_on", "Day of the decision; empty while none has been made."),
    code("asked_by", "who_asked", "Who asked for the move."),
    several("tried_first", "tried_first", "What was tried before."),
    text("approvals", "Approvals given, keys separated by spaces."),
    code("outcome", "decision_outcome", "Move, do not move, or later."),
)

CONDITIONS = table(
    "conditions",
    "What must change at home, due whatever the next home is.",
    reference("relocation_id", "relocations", "The move it belongs to.", required=True),
    reference("context_id", "contexts", "The context that must change, if it is one."),
    code("state", "condition_state", "Not begun, under way, met or given up.", required=True),
    date("due_on", "Day by which."),
    date("met_on", "Day met."),
)

AFTER_LOOKS = table(
    "after_looks",
    "Looks at how it is after a move, held or still to be held.",
    reference("relocation_id", "relocations", "The move looked back on.", required=True),
    code("kind", "after_look", "After 72 hours, 3, 6 or 12 months.", required=True),
    date("by_on", "Day by which; empty is the day that follows from the end of the move."),
    date("on", "Day held; empty is not held."),
)

TABLES = (PLACEMENTS, LEGAL_STATUSES, AUTHORISATIONS, RELOCATIONS, DECISIONS, CONDITIONS, AFTER_LOOKS)
