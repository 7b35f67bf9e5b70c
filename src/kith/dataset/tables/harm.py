"""Harm: what is being done to young people, where, in which contexts and episodes, and what follows at once."""

from kith.dataset.schema import code, date, reference, state, table, text, whole

HARMS = table(
    "harms",
    "One row a kind of harm that lives or lived in a young person's life; several at once is normal.",
    code("harm", "harm", "The kind of harm.", required=True),
    code("sub_kind", "harm_sub_kind", "A narrower kind where the source names one, such as county lines."),
    code("setting", "setting", "Outside the home, inside, both, or not known.", required=True),
    code(
        "setting_basis",
        "setting_basis",
        "Recorded by someone, or assumed because the source has no place for it.",
        required=True,
    ),
    code("certainty", "certainty", "Suspected, confirmed or ruled out; empty where the source does not say."),
    date("from_on", "First day that the harm is held to be live."),
    date("to_on", "Last day; empty while live."),
    text("evidence", "What it rests on, without free text: an assessment factor, a list and its column."),
)

CONTEXTS = table(
    "contexts",
    "Groups and places where harm happens or safety is found.",
    code(
        "kind",
        "context",
        "Peer group, school or provision, place, online space, transport hub, business, home or placement.",
        required=True,
    ),
    date("from_on", "First known."),
    date("to_on", "Last known; empty while live."),
    of_person=False,
)

EPISODES = table(
    "episodes",
    "What happened: one row an episode of harm.",
    reference("context_id", "contexts", "Where it happened, if known."),
    code("harm", "harm", "The kind of harm.", required=True),
    date("from_on", "First day."),
    date("to_on", "Last day."),
    of_person=False,
)

EPISODE_ROLES = table(
    "episode_roles",
    "Who had which part in an episode: a role belongs to the episode, never to the person.",
    reference("episode_id", "episodes", "The episode.", required=True),
    code("role", "episode_role", "Harmed, said to have harmed, present or protective.", required=True),
)

MISSING = table(
    "missing",
    "Times missing (whereabouts not known) or away without authorisation (whereabouts known).",
    code("kind", "missing_kind", "Missing, or away without authorisation.", required=True),
    date("from_on", "First day.", required=True),
    date("to_on", "Day found or returned; empty while missing."),
    state("interview_offered", "Whether an independent return interview was offered."),
    state("interview_held", "Whether the young person took up the interview."),
    date("interview_on", "Day of the interview."),
)

MISSING_COUNTS = table(
    "missing_counts",
    "Numbers of missing or away episodes where a source gives only a count for a period (Annex A list 8).",
    code("kind", "missing_kind", "Missing, or away without authorisation.", required=True),
    date("from_on", "First day of the period counted.", required=True),
    date("to_on", "Last day of the period counted.", required=True),
    whole("episodes", "How many episodes; empty is not known."),
    state("interview_offered", "Whether an interview was offered after the last one."),
    state("interview_held", "Whether it was accepted."),
)

MOMENTS = table(
    "moments",
    "Critical moments, when help must be immediate.",
    code("kind", "critical_moment", "What happened.", required=True),
    date("from_on", "The day.", required=True),
    date("reached_on", "Day somebody reached the young person; empty is not known or not yet."),
    reference("context_id", "contexts", "Where it happened, if known."),
)

TABLES = (HARMS, CONTEXTS, EPISODES, EPISODE_ROLES, MISSING, MISSING_COUNTS, MOMENTS)
