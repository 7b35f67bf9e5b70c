"""How every field of moments, times missing, school and referrals is handled, and what an erasure makes of each link."""

from __future__ import annotations

from kith.record.interface.handling import Handled, Sensitivity
from kith.record.rows.models import HANDLED_ALIKE

_KEPT = "with_person"
_OF_USERS = {"made_by", "error_by", "error_why"}


def _row(model: str, **fields: tuple[str, Sensitivity] | tuple[str, Sensitivity, str]) -> dict[str, Handled]:
    """A model's own fields beside those that every row has."""
    alike = {
        name: Handled(says, "personal" if name in _OF_USERS else "none", _KEPT) for name, says in HANDLED_ALIKE.items()
    }
    own = {name: Handled(said[0], said[1], _KEPT, *said[2:]) for name, said in fields.items()}
    about = {"person": Handled("Whom the row is about.", "personal", _KEPT)}
    return {f"{model}.{name}": how for name, how in {**alike, **about, **own}.items()}


HANDLING: dict[str, Handled] = {
    **_row(
        "Moment",
        kind=("What happened: an arrest, an injury, an exclusion and so on.", "offence"),
        from_on=("The day.", "personal"),
        from_time=("The time of day, where it is known.", "personal"),
        context=("In which group or place it was.", "special_category"),
        place=("Where it was, in words.", "personal"),
        reached=("Whether somebody reached them.", "personal"),
        reached_on=("The day somebody reached them.", "personal"),
        reached_time=("The time somebody reached them.", "personal"),
        responded=("Who is or was with them, in words.", "personal"),
        opened=("What it opened, in words.", "special_category"),
        words=("The young person's words.", "special_category"),
    ),
    **_row(
        "Missing",
        kind=("Missing, or away without authorisation.", "personal"),
        from_on=("The first day.", "personal"),
        from_time=("The time it began.", "personal"),
        to_on=("The day they were found or came back; empty while missing.", "personal"),
        to_time=("The time they were found or came back.", "personal"),
        reported_by=("Who reported it.", "personal"),
        found_how=("How it ended.", "personal"),
        found_where=("Where they were, in words.", "personal"),
        interview_offered=("Whether a return interview was offered.", "personal"),
        interview_declined=("Whether they chose not to have one.", "personal"),
        interview_held=("Whether it was held.", "personal"),
        interview_on=("The day it was held.", "personal"),
        interview_by=("Who held it.", "personal"),
        independent=("Whether that was somebody who does not care for them.", "personal"),
        themes=("What they spoke of.", "special_category"),
        words=("The young person's words.", "special_category"),
    ),
    **_row(
        "MissingCount",
        kind=("Missing, or away without authorisation.", "personal"),
        from_on=("First day counted.", "personal"),
        to_on=("Last day counted.", "personal"),
        episodes=("How many times.", "personal"),
        interview_offered=("Whether an interview was offered after the last.", "personal"),
        interview_held=("Whether it was held.", "personal"),
    ),
    **_row(
        "Education",
        kind=("Education, suspension or permanent exclusion.", "personal"),
        from_on=("The first day.", "personal"),
        to_on=("The last day; empty while open.", "personal"),
        school=("School or provider.", "personal"),
        provision=("Kind of provision.", "personal"),
        hours_a_week=("Hours of teaching a week.", "personal"),
        taught_from_on=("When teaching began again after an exclusion.", "personal"),
        notes=("What led to it, in words.", "special_category"),
    ),
    **_row(
        "Referral",
        kind=("To children's services or to the National Referral Mechanism.", "special_category"),
        on=("When it was made.", "personal"),
        source=("Who made it.", "personal", "referral_source"),
        no_further_action=("Whether it ended without further action.", "personal"),
        notes=("What it was about, in words.", "special_category"),
        first_responder=("Which organisation referred to the mechanism.", "personal"),
        reference=("The Home Office's reference.", "personal"),
        reasonable_grounds=("Whether there are reasonable grounds.", "special_category"),
        reasonable_on=("When that was decided.", "personal"),
        conclusive_grounds=("Whether there are conclusive grounds.", "special_category"),
        conclusive_on=("When that was decided.", "personal"),
        charges=("What became of charges.", "offence"),
        controls=("What became of a tag, a curfew or another control.", "offence"),
        plan_reviewed=("Whether the plan was looked at since a control ended.", "personal"),
    ),
}

REACHED: dict[str, str] = {
    "moments.Moment.person": "goes",
    "moments.Moment.context": "is emptied; the moment stays",
    "moments.Missing.person": "goes",
    "moments.MissingCount.person": "goes",
    "moments.Education.person": "goes",
    "moments.Referral.person": "goes",
}
"""Every relation that leads to a person, and what becomes of it when they are erased."""
