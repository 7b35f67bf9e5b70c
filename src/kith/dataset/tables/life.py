"""Daily life: school, who matters to the young person, how safe they feel and in whose words."""

from kith.dataset.schema import code, date, decimal, reference, state, table, text, whole

EDUCATION = table(
    "education",
    "Spells of education, suspension and exclusion.",
    code("kind", "education", "Education, suspension or permanent exclusion.", required=True),
    date("from_on", "First day.", required=True),
    date("to_on", "Last day."),
    decimal("hours_a_week", "Hours a week offered."),
    code("provision", "education_provision", "Kind of school or provider; empty is not known."),
    date("taught_from_on", "Day teaching began again after a suspension or exclusion; empty is not known or not yet."),
    ordered=(("from_on", "to_on"), ("from_on", "taught_from_on")),
)

RELATIONSHIPS = table(
    "relationships",
    "Who matters to the young person.",
    code("track", "track", "Practitioner, family, peer or community.", required=True),
    code("place", "relationship_place", "Home area or placement area."),
    code("effect", "relationship_effect", "Protective, harmful, mixed or not known.", required=True),
    state("trusted", "Whether the young person calls this person trusted."),
    date("from_on", "First known."),
    date("to_on", "Last known."),
)

CONTACTS = table(
    "contacts",
    "Contact planned and had.",
    reference("relationship_id", "relationships", "With whom.", required=True),
    date("planned_on", "Day planned."),
    date("held_on", "Day it took place."),
    ordered=(),
)

SAFETY = table(
    "safety",
    "Safety as experienced, by stage, dimension and voice; never summed.",
    code("stage", "stage", "Before, at the move, during, at return or after.", required=True),
    code("dimension", "dimension", "Physical, relational or psychological.", required=True),
    code("voice", "voice", "Whose view.", required=True),
    whole(
        "rating",
        "1 (not at all safe) to 5 (safe), in that voice; empty where they chose words alone.",
        least=1,
        most=5,
    ),
    date("on", "Day of the view.", required=True),
)

VOICES = table(
    "voices",
    "That someone's view was heard, on what; their words stay in the record.",
    code("voice", "voice", "Whose view.", required=True),
    code(
        "subject",
        "voice_subject",
        "What it is on: the decision, the time away, the next home.",
        required=True,
    ),
    code("answer", "voice_answer", "Heard, chose not to say, or not safe to ask.", required=True),
    date("on", "Day heard.", required=True),
)

CONTROLS = table(
    "controls",
    "Controls on the young person, with reasons and an end.",
    code("kind", "control", "Tag, curfew, exclusion zone, bail, injunction or notice.", required=True),
    date("from_on", "First day.", required=True),
    date("to_on", "Last day."),
    state("child_view", "Whether the young person's view was asked."),
    text("proportionate", "Key of the reason why it is proportionate."),
)

TABLES = (EDUCATION, RELATIONSHIPS, CONTACTS, SAFETY, VOICES, CONTROLS)
