"""The rows of a move and of what follows it, and what the database itself refuses of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.record.rows.models import CodeField, CodesField, Row, ordered, whole
from kith.record.rows.words import authority_name


def prose(verbose: object) -> models.TextField:
    return models.TextField(verbose, blank=True)


def day(verbose: object) -> models.DateField:
    return models.DateField(verbose, null=True, blank=True)


def asked(verbose: object) -> CodeField:
    return CodeField(verbose, list_name="state", default="not_known")


def of_person(name: str) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.CASCADE, related_name=name)


def of_move(name: str) -> models.ForeignKey:
    return models.ForeignKey("relocations.Relocation", models.CASCADE, null=True, blank=True, related_name=name)


def of_decision(name: str) -> models.ForeignKey:
    return models.ForeignKey("relocations.Decision", models.CASCADE, null=True, blank=True, related_name=name)


def in_order(first: str, second: str) -> Q:
    """The first day is not after the second, where both are known."""
    return Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | Q(**{f"{first}__lte": F(second)})


class Relocation(Row):
    """A move for safety, planned or made: in care or not. It never depends on a stay; where it stands follows from its days.

    `placed_by`: the authority that placed a young person here; such a move is theirs and stays out of our figures.
    """

    person = of_person("relocations")
    stay = models.ForeignKey(
        "placements.Stay",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="relocations",
        verbose_name=_("the stay it led to"),
    )
    kind = CodeField(_("what kind of move it is"), list_name="move_kind", default="not_known")
    planned_on = day(_("first recorded as planned on"))
    planned_from = day(_("planned to begin on"))
    from_on = day(_("began on"))
    to_on = day(_("ended on"))
    planned_end = day(_("planned to end on"))
    withdrawn_on = day(_("plan given up on"))
    locality = CodeField(_("in or out of the area"), list_name="locality", default="not_known")
    host_authority = models.CharField(_("area authority"), max_length=100, blank=True)
    nation_to = CodeField(_("which nation they moved to"), list_name="nation", default="not_known")
    adjoining = asked(_("in an adjoining authority"))
    miles = models.FloatField(_("miles between the old home and the new"), null=True, blank=True)
    arranged_by = CodeField(_("who arranged it"), list_name="arranged_by", blank=True)
    who_moved = CodeField(_("who moved"), list_name="who_moved", blank=True)
    due_to_efh = CodeField(_("because of harm outside the home"), list_name="due_to_efh", default="not_reviewed")
    purpose = CodesField(_("which safeties it is for"), list_name="dimension")
    drivers = CodesField(_("what drove it"), list_name="driver")
    next_home = CodeField(_("next home"), list_name="next_home", blank=True, editable=False)
    next_home_by = CodeField(_("whose choice it is"), list_name="who_chose", blank=True, editable=False)
    next_home_on = models.DateField(_("said on"), null=True, blank=True, editable=False)
    emergency = asked(_("made in an emergency"))
    placed_by = models.CharField(_("placed here by another authority"), max_length=100, blank=True)
    tenancy_kept = asked(_("the tenancy at home is kept"))
    tenancy = prose(_("the tenancy at home: whether it is kept, until when"))
    work_kept = asked(_("a parent’s job is kept"))
    parents_work = prose(_("a parent's job"))
    schools_found = asked(_("brothers and sisters have a school"))
    siblings_school = prose(_("schools of brothers and sisters"))
    ended_how = CodeField(_("how it ended"), list_name="move_ended", blank=True)
    moved_to = CodeField(_("where they went"), list_name="next_home", blank=True)
    remains = prose(_("what remains to be done"))
    from_files = models.BooleanField(_("came from files"), default=False, editable=False)

    edited: ClassVar = ("stay_id", "kind", "planned_on", "planned_from", "from_on", "to_on", "planned_end", "withdrawn_on", "locality",
              "host_authority", "nation_to", "adjoining", "miles", "arranged_by", "who_moved", "due_to_efh", "purpose", "drivers",
              "emergency", "placed_by", "tenancy_kept", "tenancy", "work_kept", "parents_work",
              "schools_found", "siblings_school", "ended_how", "moved_to", "remains")  # fmt: skip
    of_others: ClassVar = ("tenancy", "parents_work", "siblings_school", "remains")
    spoken: ClassVar = {"host_authority": authority_name}

    @property
    def kept_back(self) -> frozenset[str]:
        """What would tell where a withheld place lies, too."""
        from kith.record.relocations.withholding import told_by  # it asks for rows of these models

        return super().kept_back | told_by(self)

    class Meta:
        verbose_name_plural = _("Moves for safety")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(from_on__isnull=False, to_on__isnull=True, error_at__isnull=True, from_files=False),
                name="relocations_move_one_open",
            ),
            models.CheckConstraint(condition=in_order("from_on", "planned_end"), name="relocations_move_plan_in_order"),
            models.CheckConstraint(
                condition=in_order("planned_from", "planned_end"), name="relocations_move_planned_in_order"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(from_on__isnull=False) | Q(from_files=True),
                name="relocations_move_ends_once_begun",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(from_on__isnull=True) | Q(from_files=True),
                name="relocations_move_given_up_or_made",
            ),
            models.CheckConstraint(condition=Q(miles__isnull=True) | Q(miles__gte=0), name="relocations_move_miles"),
            models.CheckConstraint(
                condition=Q(ended_how="") | Q(to_on__isnull=False), name="relocations_move_ended_whole"
            ),
            *ordered("relocations_move"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "to_on"], name="relocations_move_open")]


class NextHome(Row):
    """Where the young person will live after a move, whose choice that is, in whose words. A return is never presumed."""

    person = of_person("next_homes")
    relocation = of_move("next_homes")
    decision = of_decision("next_homes")
    on = models.DateField(_("said on"))
    choice = CodeField(_("next home"), list_name="next_home", default="undecided")
    chosen_by = CodeField(_("whose choice it is"), list_name="who_chose", default="not_known")
    words = prose(_("their words"))
    agreed = asked(_("agreed by everybody concerned"))
    who_else = prose(_("who sees it differently, and how"))
    housing = prose(_("where they would live, and what is still to be found"))
    school = prose(_("school, work or training there"))
    first_hours = prose(_("who will be there in the first 72 hours"))
    from_on = day(_("from when"))
    review_on = day(_("look at it again on"))

    edited: ClassVar = ("relocation_id", "decision_id", "on", "choice", "chosen_by", "words", "agreed", "who_else", "housing",
              "school", "first_hours", "from_on", "review_on")  # fmt: skip
    of_others: ClassVar = ("who_else", "housing", "first_hours")
    whose: ClassVar = {"words": "chosen_by"}

    class Meta:
        verbose_name_plural = _("Next homes")
        constraints: ClassVar = whole("relocations_next_home")
        indexes: ClassVar = [models.Index(fields=["person", "on"], name="relocations_next_home_of")]


class Condition(Row):
    """What must change where the harm was, due whatever the next home is: for the others who are there too."""

    person = of_person("conditions")
    relocation = of_move("conditions")
    decision = of_decision("conditions")
    context = models.ForeignKey(
        "contexts.Context", models.SET_NULL, null=True, blank=True, related_name="conditions", verbose_name=_("where")
    )
    what = models.CharField(_("what must change"), max_length=300, blank=True)
    aim = CodeField(_("what that tries to do"), list_name="aim", blank=True)
    owner = models.CharField(_("who sees to it"), max_length=120, blank=True)
    state = CodeField(_("how far it has come"), list_name="condition_state", default="not_begun")
    due_on = day(_("due"))
    met_on = day(_("met on"))
    notes = prose(_("how it stands, in words"))

    edited: ClassVar = (
        "relocation_id",
        "decision_id",
        "context_id",
        "what",
        "aim",
        "owner",
        "state",
        "due_on",
        "met_on",
        "notes",
    )
    of_others: ClassVar = ("context_id", "what", "owner", "notes")

    class Meta:
        verbose_name_plural = _("What must change at home")
        constraints: ClassVar = whole("relocations_condition")
        indexes: ClassVar = [models.Index(fields=["context", "state"], name="relocations_condition_there")]


class Told(Row):
    """Somebody who must be told of a move: by when, when they were told, what was asked and when they answered."""

    person = of_person("told")
    relocation = of_move("told")
    who = CodeField(_("who"), list_name="told")
    name = models.CharField(_("name of the service or person"), max_length=120, blank=True)
    by_on = day(_("to be told by"))
    told_on = day(_("told on"))
    told_how = models.CharField(_("how"), max_length=120, blank=True)
    asked = prose(_("what was asked of them"))
    answered_on = day(_("answered on"))
    answer = prose(_("what they answered"))

    edited: ClassVar = (
        "relocation_id",
        "who",
        "name",
        "by_on",
        "told_on",
        "told_how",
        "asked",
        "answered_on",
        "answer",
    )
    of_others: ClassVar = ("name", "answer")

    class Meta:
        verbose_name_plural = _("Who was told of a move")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(told_on__isnull=False), name="relocations_told_then_answered"
            ),
            *ordered("relocations_told", "told_on", "answered_on"),
        ]
        indexes: ClassVar = [models.Index(fields=["relocation", "told_on"], name="relocations_told_of")]


class Away(Row):
    """What happened where they were placed, or across the distance: new harm, somebody reaching them, visits home."""

    person = of_person("away_events")
    relocation = of_move("away_events")
    kind = CodeField(_("what it is"), list_name="away_event")
    harm = CodeField(_("which harm"), list_name="harm", blank=True)
    on = models.DateField(_("on"))
    what = prose(_("what happened"))
    done = prose(_("what was done about it"))

    edited: ClassVar = ("relocation_id", "kind", "harm", "on", "what", "done")
    of_others: ClassVar = ("what", "done")

    class Meta:
        verbose_name_plural = _("What happened while away")
        constraints: ClassVar = whole("relocations_away")


class AfterLook(Row):
    """A look at how it is after the next home: at 72 hours, 3, 6 and 12 months. What worked is learnt from too."""

    person = of_person("after_looks")
    relocation = of_move("after_looks")
    kind = CodeField(_("which look"), list_name="after_look")
    by_on = day(_("by"))
    on = day(_("held on"))
    who = models.CharField(_("who was there for them"), max_length=120, blank=True)
    words = prose(_("their words"))
    how = prose(_("how it is"))
    worked = prose(_("what worked"))

    edited: ClassVar = ("relocation_id", "kind", "by_on", "on", "who", "words", "how", "worked")
    of_others: ClassVar = ("who", "how")

    class Meta:
        verbose_name_plural = _("Looks after a move")
        constraints: ClassVar = whole("relocations_after_look")
