"""How harm is written: rows one at a time through their writers, and the quick form's concern with several kinds as one whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kith.record.accounts.models import User
from kith.record.audit.actions import Actor, Recorder, recorded
from kith.record.harms.models import Answer, Concern, ConcernContext, Episode, EpisodeRole
from kith.record.harms.queries import roles
from kith.record.harms.rules import edition_on
from kith.record.notes.actions import erase_about_episode
from kith.record.people.queries import root
from kith.record.rows.actions import Refused, Ways, Writer


def _once(role: EpisodeRole) -> None:
    same = EpisodeRole.objects.filter(episode=role.episode_id, person=role.person_id, role=role.role, error_at=None)
    if role.error_at is None and same.exclude(pk=role.pk).exists():
        raise Refused(_("They are in this episode with this part already"))


WRITER = Writer("person")
"""Writes of what is about one person: concerns, answers, assessments, enquiries."""


class _Episodes(Writer):
    """Writes of episodes and of the roles in them."""

    def enter_in_error(self, *, by: Any, row: Any, seen: int, why_so: str) -> Any:
        """As of `Writer`. Refused of the last role that whoever marks it may see, whether or not there are others.

        If it were marked where somebody unseen is left, and refused where nobody is, the answer would tell which.
        """
        if isinstance(row, EpisodeRole) and not _others_seen(by, row):
            raise Refused(
                _(
                    "This is the last person in the episode whom you may see. If the episode is wrong, mark that instead."
                )
            )
        return super().enter_in_error(by=by, row=row, seen=seen, why_so=why_so)


def _others_seen(by: Any, role: EpisodeRole) -> bool:
    user = User.objects.filter(pk=Actor.of(by).user_id).first()
    return user is not None and any(
        other.error_at is None and other.pk != role.pk for other in roles(user, role.episode_id)
    )


EPISODES = _Episodes(
    "episode",
    {
        Episode: Ways(unchecked=("context",)),
        EpisodeRole: Ways(prepare=_once, unchecked=("episode",)),
    },
)


def record_concern(
    *,
    by: Any,
    person_id: UUID,
    kinds: Sequence[str],
    answers: Mapping[str, str],
    on: date,
    shared: Mapping[str, Any],
    contexts: Iterable[UUID] = (),
) -> list[Concern]:
    """Write down several kinds of harm at once, all or nothing: a concern a kind, and the answers to what everyone is asked.

    `kinds` and the keys of `answers` are of the list `harm`; an answer of "yes" adds its kind to the concerns. `shared` holds
    the fields that all of them have. Without a first day they are held to be live from the day first noticed, or else from
    `on`, the day of writing: never "since always", which would change past months' figures.
    """
    person = root(person_id)
    said = {"edition": edition_on(on), **shared}
    said["from_on"] = said.get("from_on") or said.get("noticed_on") or on
    wanted = dict.fromkeys([*(kind for kind, answer in answers.items() if answer == "yes"), *kinds])
    places = list(contexts)
    with recorded(by) as recorder:
        for harm, answer in answers.items():
            if answer:
                WRITER.add(by=by, row=Answer(person_id=person, harm=harm, answer=answer, on=on))
        made = [WRITER.add(by=by, row=Concern(person_id=person, harm=harm, **said)) for harm in wanted]
        for concern in made:
            _place(recorder, concern, places, among=places)
        if not made and not any(answers.values()):
            raise Refused(_("Answer a question or tick a kind of harm first: there is nothing to save yet"))
        return made


def place(*, by: Any, concern: Concern, contexts: Iterable[UUID], among: Iterable[UUID]) -> None:
    """Say in which contexts a harm lives. Of those `among` whom the user may see; what they may not see stays as it is."""
    with recorded(by) as recorder:
        _place(recorder, concern, list(contexts), list(among))


def _place(recorder: Recorder, concern: Concern, contexts: list[UUID], among: list[UUID]) -> None:
    held = ConcernContext.objects.filter(concern=concern, context_id__in=among)
    before = set(held.values_list("context_id", flat=True))
    after = {each for each in contexts if each in set(among)}
    if before == after:
        return
    held.exclude(context_id__in=after).delete()
    ConcernContext.objects.bulk_create([ConcernContext(concern=concern, context_id=each) for each in after - before])
    recorder.changed(
        "person.changed",
        subject="concern",
        subject_id=concern.pk,
        person_id=root(concern.person_id),
        before={"contexts": sorted(map(str, before))},
        after={"contexts": sorted(map(str, after))},
    )


def add_episode(*, by: Any, person_id: UUID, role: str, **fields: Any) -> Episode:
    """Write down what happened, with the first person who was in it and their role there."""
    with recorded(by):
        episode: Episode = EPISODES.add(by=by, row=Episode(**fields))
        add_role(by=by, episode_id=episode.pk, person_id=person_id, role=role)
        return episode


def add_role(*, by: Any, episode_id: UUID, person_id: UUID, role: str) -> EpisodeRole:
    """Say who else was in an episode, and in what role."""
    row = EpisodeRole(episode_id=episode_id, person_id=root(person_id), role=role)
    added: EpisodeRole = EPISODES.add(by=by, row=row)
    return added


def erase_with_episode(*, by: Any, row_id: UUID) -> None:
    """Erase what was written about an episode that goes: notes name it by its id alone."""
    erase_about_episode(by=by, episode_id=row_id)
