"""The work done: actions, referrals, reviews, visits and what it costs."""

from kith.dataset.schema import code, date, decimal, several, state, table

ASSESSMENTS = table(
    "assessments",
    "Assessments completed, so that a harm that rests on one can be traced to it.",
    date("from_on", "Day it began."),
    date("to_on", "Day it was authorised; empty while under way."),
    several("factors", "cin_factor", "Factors identified; empty is none given."),
)

ACTIONS = table(
    "actions",
    "What is being done, for whom.",
    code("target", "target", "Whom or what it works on.", required=True),
    code("aim", "aim", "Monitor, disrupt, build safety, repair a relationship or recover.", required=True),
    code("track", "track", "Which relationships it works through."),
    code("stage", "stage", "Before, at the move, during, at return or after.", required=True),
    date("from_on", "First day.", required=True),
    date("to_on", "Last day."),
    code("outcome", "action_outcome", "Held, held in part, did not hold, or not known."),
)

REFERRALS = table(
    "referrals",
    "Referrals to children's services and to the National Referral Mechanism.",
    code("kind", "referral", "Referral to children's services or National Referral Mechanism.", required=True),
    code("made_by", "referral_source", "Who made it, as the CIN census codes it."),
    date("on", "Day made.", required=True),
    state("no_further_action", "Whether it ended without further action."),
)

ENQUIRIES = table(
    "enquiries",
    "Section 47 enquiries.",
    date("from_on", "Day the enquiry began.", required=True),
    date("conference_on", "Day of the initial child protection conference."),
    state("conference_not_required", "Whether a conference was held not to be needed."),
    ordered=(("from_on", "conference_on"),),
)

REVIEWS = table(
    "reviews",
    "Reviews of a plan.",
    code("kind", "review", "Looked-after, child protection, child in need or pathway review.", required=True),
    date("on", "Day of the review.", required=True),
    code("participation", "review_code", "How the young person took part, as the SSDA903 codes it."),
)

VISITS = table(
    "visits",
    "Statutory visits.",
    date("on", "Day of the visit.", required=True),
    state("seen_alone", "Whether the young person was seen alone."),
)

COSTS = table(
    "costs",
    "Money by process and stage.",
    code("process", "cost_process", "Which of the eight processes.", required=True),
    code("stage", "cost_stage", "Initiating, sustaining or ending.", required=True),
    date("from_on", "First day.", required=True),
    date("to_on", "Last day."),
    decimal("pounds_a_week", "Pounds a week."),
)

TABLES = (ASSESSMENTS, ACTIONS, REFERRALS, ENQUIRIES, REVIEWS, VISITS, COSTS)
