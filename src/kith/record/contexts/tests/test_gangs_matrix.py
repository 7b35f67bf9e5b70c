"""Each fault that the Information Commissioner found in the Gangs Matrix, as a test that it cannot happen here.

Source: Information Commissioner's Office, enforcement notice to the Commissioner of Police of the Metropolis, 13 November 2018 (27 pages),
as summarised by the ICO on 16 November 2018 and by the Society for Computers and Law (paragraphs 25-26, 37-38 named there); the
disclosure by a borough that followed: ICO, monetary penalty notice to the London Borough of Newham, April 2019.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.definitions.codes import codes
from kith.foundation.dates import months_after
from kith.record.accounts import drafts
from kith.record.accounts.models import Draft, User
from kith.record.audit.actions import Actor
from kith.record.audit.models import Change, Event
from kith.record.contexts import actions, queries
from kith.record.contexts.handling import HANDLING
from kith.record.contexts.models import Association, Context
from kith.record.contexts.pack import pack
from kith.record.contexts.retention import RETENTION, RULES, due, run
from kith.record.contexts.rules import ERASED_AFTER_DAYS
from kith.record.contexts.urls import urlpatterns
from kith.record.people.models import Person
from kith.record.people.subject_access import held as copy_of
from kith.record.rows.actions import Refused

pytestmark = pytest.mark.django_db
New = Callable[..., Person]
Begin = Callable[..., Context]
Tie = Callable[..., Association]
SignedIn = Callable[[User], Client]


def age(tie: Association, days: int) -> Association:
    """Let a tie's last day be so many days ago."""
    last = timezone.localdate() - timedelta(days=days)
    Association.objects.filter(pk=tie.pk).update(expires_on=last, review_on=last)
    tie.refresh_from_db()
    return tie


def everywhere(client: Client, person: Person, context: Context) -> str:
    """All that the pages, lists, exports and packs of a context and a person say."""
    answers = [
        client.get(reverse(f"contexts:{name}", args=[context.pk]))
        for name in ("context", "people", "history", "pack", "events", "actions")
    ]
    answers += [client.get(reverse(name, args=[person.pk])) for name in ("contexts:contexts", "people:person")]
    answers += [client.get(reverse(name)) for name in ("contexts:list", "contexts:export", "people:export")]
    answers.append(client.post(reverse("contexts:list"), {"q": "station"}, follow=True))
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.content.decode() for answer in answers) + str(copy_of(person.pk))


def test_victims_and_those_said_to_have_harmed_are_never_one_undifferentiated_list(
    begin: Begin, tie: Tie, new: New
) -> None:
    """The Matrix did not tell victims of gang crime from those who caused it. Here a tie says what somebody has to do with a place;
    who harmed and who was harmed belongs to an episode, and no tie can say it."""
    assert {"harmed", "said_to_have_harmed"} <= set(codes("episode_role").keys())
    told = {code.key for code in codes("association")}
    assert not {key for key in told if "harm" in key or "member" in key or "suspect" in key}
    fields = {field.name for field in Association._meta.get_fields()}
    assert not {"status", "level", "risk", "score", "rank", "colour", "band"} & fields
    with pytest.raises(ValidationError):
        tie(new(), begin(), role="said_to_have_harmed")


def test_nobody_is_scored_or_ranked() -> None:
    """Everyone on the Matrix had an automated harm score and a colour. No column of this slice holds a number of a person."""
    numbers = (models.IntegerField, models.FloatField, models.DecimalField)
    counted = [
        f"{model.__name__}.{field.name}"
        for model in (Association, *[rel.related_model for rel in Context._meta.related_objects])
        for field in model._meta.concrete_fields
        if isinstance(field, numbers)
        and field.name != "version"
        and field.model.__module__.startswith("kith.record.contexts")
    ]
    assert counted == []


def test_a_tie_without_a_purpose_or_a_source_cannot_be_held(begin: Begin, tie: Tie, new: New) -> None:
    """The operating model was unclear and applied unevenly: nobody could say what an entry was for, or what it rested on."""
    for lacking in ("purpose", "source"):
        with pytest.raises(ValidationError):
            tie(new(), begin(), **{lacking: ""})
    held = tie(new(), begin())
    for lacking in ("purpose", "source"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Association.objects.filter(pk=held.pk).update(**{lacking: ""})


def test_nothing_is_held_without_an_end(begin: Begin, tie: Tie, new: New, worker: User) -> None:
    """There was no retention period. A tie has a last day within a year, which no form can move."""
    held = tie(new(), begin())
    assert held.expires_on == months_after(timezone.localdate(), 12)
    assert held.review_on == months_after(timezone.localdate(), 3)
    with pytest.raises(ValueError, match="not fields that people edit"):
        actions.WRITER.change(by=worker, row=held, seen=1, values={"expires_on": date(2099, 1, 1)})
    with pytest.raises(IntegrityError), transaction.atomic():
        Association.objects.filter(pk=held.pk).update(expires_on=None)
    with pytest.raises(Refused):
        actions.WRITER.change(by=worker, row=held, seen=1, values={"review_on": date(2099, 1, 1)})


def test_an_expired_tie_is_gone_from_every_page_search_count_and_export_before_anyone_erases_it(
    begin: Begin, tie: Tie, new: New, manager: User, signed_in: SignedIn
) -> None:
    """People stayed on it for years after the last evidence. Here the day after the last day is enough: no job has to have run."""
    jess, station = new("Jess", "Birch"), begin()
    held = tie(jess, station, words="her crew", evidence="Seen by the guard")
    client = signed_in(manager)
    before = everywhere(client, jess, station)
    assert "her crew" in before
    assert queries.ties(manager).count() == 1
    age(held, 0)
    assert "her crew" in everywhere(client, jess, station)  # the last day is still a day
    age(held, 1)
    after = everywhere(client, jess, station)
    for word in ("her crew", "Seen by the guard", str(held.pk)):
        assert word not in after
    assert (
        reverse("people:person", args=[jess.pk])
        not in client.get(reverse("contexts:context", args=[station.pk])).content.decode()
    )
    assert queries.ties(manager).count() == 0
    assert queries.ties_of_person(manager, jess.pk) == []
    assert queries.people_of([station.pk]).count() == 0
    assert Association.objects.count() == 1
    for way in ("renew", "remove"):
        assert client.get(reverse(f"contexts:people_{way}", args=[station.pk, held.pk])).status_code == 404


def test_what_has_expired_is_erased_by_retention_with_its_history(begin: Begin, tie: Tie, new: New) -> None:
    """Data was kept after it was of any use: here the row, its history and every draft about it go."""
    jess, station = new("Jess", "Birch"), begin()
    held = age(tie(jess, station), ERASED_AFTER_DAYS)
    assert list(due()) == []
    age(held, ERASED_AFTER_DAYS + 1)
    assert [one.id for one in due()] == [held.pk]
    assert Change.objects.filter(subject_id=held.pk).exists()
    assert [one.model for one in run(by=Actor.system("retention"))] == ["Association"]
    assert not Association.objects.exists()
    assert not Change.objects.filter(subject_id=held.pk).exists()
    assert Event.objects.filter(action="association.erased", person_id=jess.pk).count() == 1
    assert Context.objects.filter(pk=station.pk).exists()


def test_renewing_asks_for_a_reason_and_evidence_and_cannot_raise_the_dead(
    begin: Begin, tie: Tie, new: New, worker: User
) -> None:
    """Entries were carried forward from list to list without new intelligence."""
    held = tie(new(), begin())
    for why_so, evidence in (("", "Seen on Monday"), ("Still there", " ")):
        with pytest.raises(Refused):
            actions.renew(by=worker, tie=held, seen=1, why_so=why_so, evidence=evidence)
    with pytest.raises(IntegrityError), transaction.atomic():
        Association.objects.filter(pk=held.pk).update(renewed_at=timezone.now(), renewed_by=worker.pk)
    later = timezone.localdate() + timedelta(days=200)
    renewed = actions.renew(by=worker, tie=held, seen=1, why_so="Still there", evidence="Seen on Monday", today=later)
    assert renewed.expires_on == months_after(later, 12)
    age(renewed, 1)
    with pytest.raises(Refused):
        actions.renew(by=worker, tie=renewed, seen=2, why_so="Still there", evidence="Seen on Monday")


def _ids_anywhere(wanted: UUID) -> list[str]:
    """Every managed column that holds an id, apart from the audit's references."""
    from django.apps import apps

    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            target = field.target_field if isinstance(field, models.ForeignKey) else field
            if not isinstance(target, models.UUIDField) or not model._meta.managed or model is Event:
                continue
            if model._default_manager.filter(**{field.attname: wanted}).exists():
                found.append(f"{model.__name__}.{field.name}")
    return found


def test_removed_means_gone_and_there_is_no_informal_list_of_those_removed(
    begin: Begin, tie: Tie, new: New, worker: User, manager: User, signed_in: SignedIn
) -> None:
    """In some boroughs those taken off the Matrix stayed on a local list of "associates" (paragraphs 25 and 26)."""
    jess, station = new("Jess", "Birch"), begin()
    held = tie(jess, station, words="her crew")
    drafts.keep(user=worker, form_key="contexts.tieform", subject_id=held.pk, fields=[("words", "x")], version=0)
    with pytest.raises(Refused):
        actions.remove(by=worker, tie=held, seen=1, reason="because")
    with pytest.raises(Refused):  # no mark beside it either, under which it would stay to be read
        actions.WRITER.enter_in_error(by=worker, row=held, seen=1, why_so="Wrong")
    actions.remove(by=worker, tie=held, seen=1, reason="not_true")
    assert _ids_anywhere(held.pk) == []
    assert not Draft.objects.filter(subject_id=held.pk).exists()
    assert "her crew" not in everywhere(signed_in(manager), jess, station)
    told = Event.objects.get(action="association.removed")
    assert (told.person_id, told.reason, told.user_id) == (jess.pk, "not_true", worker.pk)


def test_what_was_ruled_out_is_not_kept_beside_its_denial(begin: Begin, tie: Tie, new: New) -> None:
    """Inaccurate entries stayed. A tie that was ruled out is no tie: the record refuses to hold it."""
    with pytest.raises(ValidationError):
        tie(new(), begin(), certainty="ruled_out")
    held = tie(new(), begin())
    with pytest.raises(IntegrityError), transaction.atomic():
        Association.objects.filter(pk=held.pk).update(certainty="ruled_out")


def test_those_of_whom_little_is_known_are_not_treated_like_those_of_whom_much_is(
    begin: Begin, tie: Tie, new: New, manager: User, signed_in: SignedIn
) -> None:
    """Low risk and high risk were treated alike. Beside every tie stand its certainty, its source, when it was seen and until when."""
    station = begin()
    tie(new("Jess", "Birch"), station, certainty="suspected", source="resident", last_seen_on=date(2025, 3, 3))
    tie(new("Rowan", "Ash"), station, certainty="confirmed", source="young_person", role="attends")
    page = signed_in(manager).get(reverse("contexts:people", args=[station.pk])).content.decode()
    for word in (
        "Suspected",
        "Confirmed",
        "Resident or community group",
        "A young person",
        "3 March 2025",
        "Held until",
    ):
        assert word in page


def test_no_address_gives_the_ties_of_contexts_away_in_one_file() -> None:
    """It was shared whole and unredacted with third parties (paragraphs 37 and 38), and one borough passed it on to 44 people. Of ties
    there is no export: the only file of this slice lists contexts, and the only paper is without names."""
    files = [str(pattern.pattern) for pattern in urlpatterns if "." in str(pattern.pattern).rsplit("/", 1)[-1]]
    assert files == ["contexts/export.csv"]


def test_what_leaves_the_house_names_nobody(
    begin: Begin, tie: Tie, new: New, manager: User, worker: User, signed_in: SignedIn
) -> None:
    """Unredacted sharing again: the list that can be exported holds contexts alone, the pack holds no name."""
    jess = new("Jess", "Birch")
    station = begin(referral_reason="Jess Birch was seen here")
    tie(jess, station)
    assert "Jess" not in signed_in(manager).get(reverse("contexts:export")).content.decode()
    assert "Jess" not in repr(pack(worker, station))


def test_what_the_police_told_stays_out_of_what_leaves_the_house(
    begin: Begin, tie: Tie, new: New, worker: User
) -> None:
    """Intelligence was passed on without the police's own handling conditions."""
    station = begin()
    tie(new("Jess", "Birch"), station, source="police", role="attends")
    made = pack(worker, station)
    assert made.people == []
    assert made.police_left_out


def test_every_look_at_a_tie_is_recorded_of_the_person_and_every_file_that_leaves(
    begin: Begin, tie: Tie, new: New, manager: User, signed_in: SignedIn
) -> None:
    """There was no central governance, oversight or audit of who used it and where copies went."""
    jess, station = new("Jess", "Birch"), begin()
    tie(jess, station)
    client = signed_in(manager)
    for name in ("context", "people", "pack"):
        client.get(reverse(f"contexts:{name}", args=[station.pk]))
    client.get(reverse("contexts:export"))
    told = Event.objects.filter(user_id=manager.pk)
    assert told.filter(action="context.viewed", person_id=jess.pk).count() == 2
    assert told.filter(action="context.pack_made", person_id=jess.pk, relation="team").count() == 1
    assert told.filter(action="list.exported", subject="context", subject_id=station.pk).count() == 1


def test_the_assessment_of_impact_has_what_it_asks_for_of_every_field() -> None:
    """No data protection impact assessment and no equality assessment was made. What they need is declared here and cannot be
    forgotten: of every field what it holds, how sensitive it is and how long it is kept; of every tie what it is for."""
    assert set(RETENTION.values()) <= set(RULES)
    assert all(how.says and how.sensitivity and how.retention in RULES for how in HANDLING.values())
    assert HANDLING["Association.words"].sensitivity == "special_category"


def test_a_young_person_can_be_told_what_is_held_and_a_tie_can_be_taken_away_because_they_asked(
    begin: Begin, tie: Tie, new: New, worker: User
) -> None:
    """Nobody on the Matrix was told. The copy for the person has each tie, without what describes others."""
    jess = new("Jess", "Birch")
    held = tie(jess, begin(), words="K’s words about M")
    found = copy_of(jess.pk)
    assert [row["role"] for row in found["rows"]["Contexts"]] == ["visits"]
    assert "K’s words" not in str(found)
    assert "asked" in codes("association_end")
    actions.remove(by=worker, tie=held, seen=1, reason="asked")


def test_gang_stands_only_as_somebodys_attributed_word(begin: Begin, worker: User) -> None:
    """To be called a gang by an agency was enough to be one."""
    with pytest.raises(ValidationError):
        begin("The corner gang", "peer_group")
    named = begin("The corner gang", "peer_group", name_by="A shopkeeper")
    with pytest.raises(ValidationError):
        actions.WRITER.change(by=worker, row=named, seen=1, values={"name_by": ""})
    for list_name in ("context", "association", "context_status", "association_purpose"):
        for code in codes(list_name):
            assert "gang" not in code.label.lower()


def test_erasing_a_person_takes_their_ties_and_erasing_a_context_takes_its_own(
    begin: Begin, tie: Tie, new: New, worker: User, manager: User
) -> None:
    from kith.record.people.erasing import erase

    jess, rowan, station = new("Jess", "Birch"), new("Rowan", "Ash"), begin()
    gone, left = tie(jess, station), tie(rowan, station)
    erase(by=manager, person_id=jess.pk)
    assert _ids_anywhere(gone.pk) == []
    actions.erase(by=manager, context_id=station.pk)
    assert _ids_anywhere(station.pk) == []
    assert _ids_anywhere(left.pk) == []
    assert Person.objects.filter(pk=rowan.pk).exists()


def test_the_same_tie_is_not_held_twice_so_that_removing_it_reaches_everything(
    begin: Begin, tie: Tie, new: New
) -> None:
    jess, station = new("Jess", "Birch"), begin()
    tie(jess, station)
    with pytest.raises(Refused):
        tie(jess, station)
    any_role: Any = tie(jess, station, role="friend")
    assert any_role.pk
