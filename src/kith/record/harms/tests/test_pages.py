"""Every page of harms: what it says to whom, what it never says, and that it costs the same however much there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kith.record.access.actions import allocate, break_glass, end_glass, restrict
from kith.record.accounts.drafts import keep
from kith.record.accounts.models import Draft, User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.models import Event
from kith.record.contexts.models import Context
from kith.record.harms import demo, queries
from kith.record.harms.actions import WRITER, add_episode, add_role, record_concern
from kith.record.harms.models import Answer, Concern, ConcernContext, Episode, EpisodeRole
from kith.record.harms.parts import PARTS
from kith.record.people.models import Person
from kith.record.plans.actions import WRITER as PLAN
from kith.record.plans.models import Action

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
New, Tied, SignedIn = Callable[..., Person], Callable[..., Context], Callable[[User], Client]
OF_PERSON = ["harms", "record", "episodes", "episodes_add", *PARTS.parts, *(f"{key}_add" for key in PARTS.parts)]
LABEL = re.compile(r"said.to.have.harmed|perpetrator", re.IGNORECASE)


def _page(client: Client, name: str, *ids: Any, **data: Any) -> Any:
    return client.get(reverse(f"harms:{name}", args=ids), data)


def _text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def _post(client: Client, name: str, *ids: Any, **data: Any) -> Any:
    return client.post(reverse(f"harms:{name}", args=ids), data)


@pytest.mark.parametrize("name", OF_PERSON)
def test_a_page_opens_for_their_worker_and_is_not_there_for_a_stranger(
    worker: User, stranger: User, jess: Person, signed_in: SignedIn, name: str
) -> None:
    opened, refused = _page(signed_in(worker), name, jess.pk), _page(signed_in(stranger), name, jess.pk)
    assert (opened.status_code, refused.status_code) == (200, 404)
    assert "Jess Birch" in _text(opened)
    assert "Jess" not in _text(refused)


@pytest.mark.parametrize("role", list(ROLES))
def test_the_list_is_for_those_who_read_records_and_the_file_for_those_who_export(
    make_user: Callable[..., User], signed_in: SignedIn, role: str
) -> None:
    client, may = signed_in(make_user(role)), ROLES[role].may
    for name, needed in (("list", "READ_RECORDS"), ("counts", "READ_RECORDS"), ("export", "EXPORT_LISTS")):
        assert _page(client, name).status_code == (200 if Capability[needed] in may else 404), name


def test_two_minutes_on_a_phone_several_kinds_at_once_with_everything_beside_them(
    worker: User, jess: Person, tied: Tied, signed_in: SignedIn
) -> None:
    park, client = tied("Elm Park", jess), signed_in(worker)
    keep(user=worker, form_key="harms.record", subject_id=jess.pk, fields=[("evidence", "half")], version=0)
    answer = _post(
        client, "record", jess.pk, asked_cse="no", asked_cce="yes", kinds=["gang", "online"], setting="outside",
        certainty="suspected", noticed_on_day="2", noticed_on_month="3", noticed_on_year="2026", source="school",
        evidence="Came home with a new phone", contexts=[str(park.pk)], told="not_safe", told_why="They are watched",
        told_decided_by="A manager",
    )  # fmt: skip
    assert answer.status_code == 302
    rows = Concern.objects.order_by("harm")
    assert [row.harm for row in rows] == ["cce", "gang", "online"]
    assert {(row.setting, row.source, row.told, row.noticed_on, row.from_on) for row in rows} == {
        ("outside", "school", "not_safe", date(2026, 3, 2), date(2026, 3, 2))
    }
    assert ConcernContext.objects.filter(context=park).count() == 3
    assert {row.harm: row.answer for row in Answer.objects.all()} == {"cse": "no", "cce": "yes"}
    assert not Draft.objects.exists()
    shown = _text(_page(client, "harms", jess.pk))
    assert "Affected by harm from outside the home: Child criminal exploitation, Harm linked to" in shown
    assert "Not safe to tell, They are watched, decided by A manager" in shown
    assert "Elm Park" in shown
    assert "Still missing" not in shown


def test_nothing_has_to_be_filled_in_and_what_is_missing_is_shown(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    assert _post(client, "record", jess.pk, kinds=["gang"]).status_code == 302
    shown = _text(_page(client, "harms", jess.pk))
    assert "where it comes from, how certain it is, who told, whether the young person knows" in shown
    assert "Not asked yet: Child sexual exploitation, Child criminal exploitation. Both are asked of everyone." in shown
    assert "Harm is recorded; whether it comes from outside the home is not known" in shown
    assert not Answer.objects.exists()  # a blank is never a no


def test_an_empty_form_and_a_day_that_is_none_save_nothing(worker: User, jess: Person, signed_in: SignedIn) -> None:
    client = signed_in(worker)
    assert _post(client, "record", jess.pk).status_code == 422
    wrong = _post(
        client, "record", jess.pk, kinds=["gang"], noticed_on_day="31", noticed_on_month="2", noticed_on_year="2026"
    )
    assert wrong.status_code == 422
    assert "Enter a real date" in _text(wrong)
    assert not Concern.objects.exists()


def test_an_earlier_answer_is_shown_and_stays_when_the_box_is_left_empty(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    _post(client, "record", jess.pk, asked_cse="no", asked_cce="not_known")
    assert "Last answer: No" in _text(_page(client, "record", jess.pk))
    _post(client, "record", jess.pk, kinds=["online"])
    assert {row.harm: row.answer for row in Answer.objects.all()} == {"cse": "no", "cce": "not_known"}
    assert "Not asked yet" not in _text(_page(client, "harms", jess.pk))


def test_a_context_that_is_not_theirs_to_see_cannot_be_ticked_by_its_key(
    worker: User, jess: Person, sam: Person, tied: Tied, signed_in: SignedIn
) -> None:
    other = tied("Elsewhere", sam)
    assert _post(signed_in(worker), "record", jess.pk, kinds=["gang"], contexts=[str(other.pk)]).status_code == 422 or (
        not ConcernContext.objects.exists()
    )


def test_a_concern_is_changed_with_its_kind_and_the_change_is_told_over_time(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    row = record_concern(by=worker, person_id=jess.pk, kinds=["cce"], answers={}, on=DAY, shared={})[0]
    wrong = {"seen": 1, "harm": "cce", "sub_kind": "bullying", "setting": "outside", "source": "school", "told": "not_yet",
             "edition": "2023"}  # fmt: skip
    assert _post(client, "concerns_change", jess.pk, row.pk, **wrong).status_code == 422
    right = {**wrong, "sub_kind": "county_lines", "certainty": "confirmed", "push": ["home"], "pull": ["debts"]}
    assert _post(client, "concerns_change", jess.pk, row.pk, **right).status_code == 302
    shown = _text(_page(client, "harms", jess.pk))
    assert "Child criminal exploitation (County lines)" in shown
    assert "Certainty: from not given to Confirmed" in shown
    assert "Where it comes from: from Not known to Outside the family" in shown


def _episode(worker: User, jess: Person, sam: Person, **fields: Any) -> Episode:
    made = add_episode(
        by=worker,
        person_id=jess.pk,
        role="harmed",
        **{"harm": "cce", "what": "What was seen", "from_on": DAY, **fields},
    )
    add_role(by=worker, episode_id=made.pk, person_id=sam.pk, role="said_to_have_harmed")
    return made


def test_a_part_in_an_episode_is_said_on_the_episodes_pages_alone(
    worker: User, manager: User, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    made = _episode(worker, jess, sam)
    record_concern(by=worker, person_id=sam.pk, kinds=["cce"], answers={}, on=DAY, shared={"setting": "outside"})
    client = signed_in(manager)
    shown = _text(_page(client, "episode", made.pk))
    assert "Sam Alder Said to have harmed" in shown
    about_sam = [name for name in OF_PERSON if name not in {"episodes_add"}]  # there it is a choice, of nobody
    pages = [_page(client, name, sam.pk) for name in about_sam]
    pages += [_page(client, name) for name in ("list", "counts", "export")]
    pages += [client.get(reverse(f"people:{name}", args=[sam.pk])) for name in ("person", "seen")]
    pages += [client.get(reverse("people:list")), client.get(reverse("people:export"))]
    for page in pages:
        assert page.status_code == 200
        assert not LABEL.search(page.content.decode()), page.request["PATH_INFO"]
    assert "10 March 2026" in _text(_page(client, "episodes", sam.pk))


def test_a_child_said_to_have_harmed_is_met_as_a_child_until_they_have_a_plan_of_their_own(
    worker: User, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    made, client = _episode(worker, jess, sam), signed_in(worker)
    said = "Sam Alder is under 18 and is met as a child first."

    def shown() -> str:
        return _text(_page(client, "episode", made.pk))

    assert f"{said} No plan for their own safety is recorded" in shown()
    doing = {"person": sam, "target": "young_person", "from_on": DAY}
    PLAN.add(by=worker, row=Action(what="A patrol", aim="disrupt", **doing))
    assert f"{said} What was planned for them is over, or only watches or disrupts" in shown()
    PLAN.add(by=worker, row=Action(what="A mentor", aim="build_safety", **doing))
    assert f"{said} A plan of their own is under way. The plan of Sam Alder" in shown()
    assert "Jess Birch is under 18" not in shown()


def test_others_in_an_episode_leave_neither_gap_nor_count_for_those_who_may_not_see_them(
    worker: User, manager: User, stranger: User, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    made = _episode(worker, jess, sam)
    alone = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="What was seen", from_on=DAY)
    restrict(by=manager, person_id=sam.pk, reason="safety", named=[manager])
    client = signed_in(worker)
    several, one = (_text(_page(client, "episode", row.pk)) for row in (made, alone))
    assert several == one
    assert not LABEL.search(several)
    assert "Sam" not in _text(_page(client, "roles", made.pk))
    assert _page(signed_in(stranger), "episode", made.pk).status_code == 404
    assert "Sam Alder" in _text(_page(signed_in(manager), "episode", made.pk))


def test_a_view_of_an_episode_is_told_to_each_person_who_was_shown(
    worker: User, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    made = _episode(worker, jess, sam)
    _page(signed_in(worker), "episode", made.pk)
    seen = Event.objects.filter(action="episode.viewed", subject_id=made.pk).values_list("person_id", flat=True)
    assert set(seen) == {jess.pk, sam.pk}


def test_an_episode_is_written_down_added_to_changed_marked_and_taken_back(
    worker: User, jess: Person, sam: Person, tied: Tied, signed_in: SignedIn
) -> None:
    park, client = tied("Elm Park", jess), signed_in(worker)
    day = {"from_on_day": "10", "from_on_month": "3", "from_on_year": "2026"}
    said = {"harm": "cce", "what": "Seen", "time_of_day": "evening", "source": "school", **day}
    answer = _post(client, "episodes_add", jess.pk, role="harmed", context_id=str(park.pk), **said)
    made = Episode.objects.get()
    assert answer["Location"] == reverse("harms:episode", args=[made.pk])
    asked = _post(client, "roles_add", made.pk, q="Sam Alder", role="present")
    assert asked.status_code == 422
    assert str(sam.pk) in asked.content.decode()
    assert _post(client, "roles_add", made.pk, q="Sam Alder", role="present", person_id=str(sam.pk)).status_code == 302
    assert _post(client, "roles_add", made.pk, q="Sam Alder", role="present", person_id=str(sam.pk)).status_code == 422
    role = EpisodeRole.objects.get(person=sam)
    assert _post(client, "roles_change", made.pk, role.pk, seen=1, role="protective").status_code == 302
    shown = _text(_page(client, "episode", made.pk))
    assert "10 March 2026, evening" in shown.replace("Since 10", "10")
    assert "Sam Alder Protective" in shown
    assert "Elm Park" in shown
    moved = {**said, "seen": 1, "context_id": "", "where": "elm", "certainty": "confirmed"}
    looked = _post(client, "episode_change", made.pk, **moved)
    assert (looked.status_code, "Elm Park" in looked.content.decode()) == (422, True)
    assert _post(client, "episode_change", made.pk, **{**moved, "where": ""}).status_code == 302
    assert Episode.objects.get().context_id is None
    assert _post(client, "episode_error", made.pk, seen=2, why="another evening").status_code == 302
    assert "10 March" not in _text(_page(client, "episodes", sam.pk))
    assert "entered in error" in _text(_page(client, "episode", made.pk))
    assert _post(client, "episode_restore", made.pk, seen=3).status_code == 302
    assert "10 March" in _text(_page(client, "episodes", sam.pk))


def test_a_context_that_the_user_may_not_see_stays_where_it_is_when_they_change_the_episode(
    worker: User, manager: User, stranger: User, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    hidden = Context.objects.create(kind="place", name="Hidden", made_by=stranger.pk)
    made, client = _episode(worker, jess, sam, context_id=hidden.pk), signed_in(worker)
    assert "Hidden" not in _text(_page(client, "episode", made.pk)) + _text(_page(client, "episode_change", made.pk))
    said = {"seen": 1, "harm": "cse", "what": "Seen", "time_of_day": "night", "source": "school"}
    assert _post(client, "episode_change", made.pk, **said).status_code == 302
    assert Episode.objects.get(pk=made.pk).context_id == hidden.pk


def test_nobody_is_added_to_an_episode_who_is_not_theirs_to_write_about(
    worker: User, stranger: User, jess: Person, sam: Person, new: New, signed_in: SignedIn
) -> None:
    made, other = _episode(worker, jess, sam), new("Not", "Theirs", by=stranger)
    found = _post(signed_in(worker), "roles_add", made.pk, q="Not Theirs", role="present", person_id=str(other.pk))
    assert found.status_code == 422
    assert not EpisodeRole.objects.filter(person=other).exists()


def test_the_list_filters_and_its_file_is_audited_person_by_person(
    worker: User, manager: User, stranger: User, jess: Person, sam: Person, new: New, signed_in: SignedIn
) -> None:
    unseen = new("Un", "Seen", by=stranger)
    for person, kind, setting in ((jess, "gang", "outside"), (sam, "cse", "both"), (unseen, "gang", "outside")):
        record_concern(by=worker, person_id=person.pk, kinds=[kind], answers={}, on=DAY, shared={"setting": setting})
    client = signed_in(manager)
    everyone, gang = _text(_page(client, "list")), _text(_page(client, "list", harm="gang"))
    assert "2 young people" in everyone
    assert "1 young person" in gang
    assert ("Jess Birch" in gang, "Sam" in gang, "Seen" in everyone) == (True, False, False)
    file = _page(client, "export", harm="gang").content.decode()
    assert ("Jess Birch" in file, "Sam" in file) == (True, False)
    told = Event.objects.filter(action="list.exported", person_id__isnull=False).values_list("person_id", flat=True)
    assert list(told) == [jess.pk]


def test_counts_show_flags_by_sex_and_who_was_never_asked(
    worker: User, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    record_concern(by=worker, person_id=jess.pk, kinds=[], answers={"cse": "yes", "cce": "no"}, on=DAY, shared={})
    record_concern(by=worker, person_id=sam.pk, kinds=["gang"], answers={"cce": "yes"}, on=DAY, shared={})
    shown = _text(_page(signed_in(worker), "counts"))
    assert "All young people whom you may see 1 1 0" in shown
    assert "Child sexual exploitation 1 0 0 Child criminal exploitation 0 1 0" in shown
    assert (
        "Not asked yet Female Male Not known Child sexual exploitation 0 1 0 Child criminal exploitation 0 0 0" in shown
    )


def test_the_demonstration_has_something_on_every_page(
    make_user: Callable[..., User], new: New, signed_in: SignedIn
) -> None:
    user = make_user("practitioner")
    people = [new(f"Young{n}", "Person", by=user, born_on=date(2011, 3, 7)) for n in range(5)]
    demo.load({"practitioner": user}, timezone.localdate())
    client = signed_in(user)
    for name in ("harms", "concerns", "asked", "episodes", "assessments", "enquiries"):
        assert _page(client, name, people[0].pk).status_code == 200
    assert "County lines" in _text(_page(client, "harms", people[0].pk))
    assert "5 young people" in _text(_page(client, "list"))
    assert "is under 18 and is met as a child first" in _text(_page(client, "episode", Episode.objects.get().pk))


def _queries(client: Client, name: str, *ids: Any) -> int:
    _page(client, name, *ids)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert _page(client, name, *ids).status_code == 200
    return len(asked)


def test_pages_cost_the_same_number_of_queries_however_much_there_is(
    worker: User, jess: Person, sam: Person, tied: Tied, new: New, signed_in: SignedIn
) -> None:
    client, park = signed_in(worker), tied("Park", jess)
    made = _episode(worker, jess, sam, context_id=park.pk)

    def more(person: Person) -> None:
        row = record_concern(by=worker, person_id=person.pk, kinds=["gang", "cce"], answers={"cse": "no"}, on=DAY,
                             shared={}, contexts=[park.pk])[0]  # fmt: skip
        WRITER.change(by=worker, row=row, seen=1, values={"certainty": "suspected"})

    asked = (
        ("harms", jess.pk),
        ("list",),
        ("counts",),
        ("episode", made.pk),
        ("episodes", jess.pk),
        ("concerns", jess.pk),
    )
    more(jess)
    few = {page: _queries(client, *page) for page in asked}
    for _time in range(4):
        more(jess)
        other = new("More", "People")
        more(other)
        add_role(by=worker, episode_id=made.pk, person_id=other.pk, role="said_to_have_harmed")
        _episode(worker, jess, other, context_id=park.pk)
    many = {page: _queries(client, *page) for page in asked}
    assert {page: (few[page], many[page]) for page in asked if many[page] > few[page] + _inserted(page)} == {}


def _inserted(page: tuple[Any, ...]) -> int:
    """Statements that write an event a person shown; they may be batched, never more than one a person."""
    return {"list": 5, "episode": 8}.get(page[0], 0)


def test_welsh_labels_stand_on_the_page(worker: User, jess: Person, signed_in: SignedIn) -> None:
    record_concern(by=worker, person_id=jess.pk, kinds=["cce"], answers={}, on=timezone.localdate(), shared={})
    client = signed_in(worker)
    client.cookies["django_language"] = "cy"
    with override("cy"):  # what the page sets ends with the block
        shown = _page(client, "harms", jess.pk).content.decode()
    assert "Camfanteisio’n droseddol ar blant" in shown


def test_marking_the_only_part_one_may_see_does_not_tell_whether_there_are_others(
    new: Callable[..., Person], worker: User, manager: User, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    """The same refusal, word for word, where nobody else is in the episode and where somebody unseen is."""
    hidden, client = new("Ola", "Rowan"), signed_in(worker)
    answers = []
    for others in ((), (hidden,)):
        made = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="Something")
        for other in others:
            add_role(by=worker, episode_id=made.pk, person_id=other.pk, role="present")
        if others:
            restrict(by=manager, person_id=hidden.pk, reason="safety", named=[manager])
        (role,) = queries.roles(worker, made.pk)
        answer = _post(client, "roles_error", made.pk, role.pk, why="Wrong child", seen="1")
        assert answer.status_code == 422
        answers.append(_text(answer).replace(str(made.pk), "").replace(str(role.pk), ""))
    ours, theirs = (re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", said) for said in answers)
    assert ours == theirs
    made = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="Something")
    add_role(by=worker, episode_id=made.pk, person_id=sam.pk, role="present")
    role = next(row for row in queries.roles(worker, made.pk) if row.person_id == sam.pk)
    assert _post(client, "roles_error", made.pk, role.pk, why="Wrong child", seen="1").status_code == 302


def test_what_an_emergency_opened_of_an_episode_stands_in_its_review(
    new: Callable[..., Person],
    worker: User,
    manager: User,
    stranger: User,
    jess: Person,
    sam: Person,
    signed_in: SignedIn,
) -> None:
    made = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="Something")
    add_role(by=worker, episode_id=made.pk, person_id=sam.pk, role="present")
    allocate(by=manager, person_id=sam.pk, user=stranger)
    glass = break_glass(by=stranger, person_id=jess.pk, reason="At the door", hours=1)
    _page(signed_in(stranger), "episode", made.pk)
    seen = Event.objects.filter(action="episode.viewed", user_id=stranger.pk)
    assert {(one.person_id, one.relation, one.reason, one.break_glass) for one in seen} == {
        (jess.pk, "break_glass", "", glass.pk),  # nothing else opens her record
        (sam.pk, "", "person_in_episode", None),
    }
    end_glass(by=stranger, glass=glass)
    _page(signed_in(stranger), "episode", made.pk)
    assert seen.filter(break_glass=glass.pk).count() == 1


def test_an_episode_that_an_emergency_alone_opened_says_so(
    worker: User, stranger: User, jess: Person, signed_in: SignedIn
) -> None:
    made = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="Something")
    glass = break_glass(by=stranger, person_id=jess.pk, reason="At the door", hours=1)
    assert glass is not None
    roles_page = signed_in(stranger).get(reverse("harms:roles", args=[made.pk]))
    assert roles_page.status_code == 200
    told = Event.objects.filter(action="episode.viewed", user_id=stranger.pk)
    assert {(one.person_id, one.relation, one.break_glass) for one in told} == {
        (None, "break_glass", glass.pk), (jess.pk, "break_glass", glass.pk)
    }  # fmt: skip
