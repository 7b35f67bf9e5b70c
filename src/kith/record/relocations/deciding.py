"""The rows of a decision on a move: the proposal, what was tried, what else there was, agreement and approvals."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.record.relocations.moving import asked, day, of_person, prose
from kith.record.rows.models import CodeField, CodesField, Row, ordered, whole
from kith.record.rows.words import authority_name

DECIDED = ("moved", "stayed", "emergency", "deferred", "decided")
"""The states in which a decision has been taken; `decided` only of files that do not say what was decided."""


class Decision(Row):
    """A proposal that somebody moves or stays, thought through before it is decided. `stands` moves by actions alone."""

    person = of_person("decisions")
    relocation = models.ForeignKey(
        "relocations.Relocation", models.SET_NULL, null=True, blank=True, related_name="decisions", editable=False
    )
    stands = CodeField(_("where it stands"), list_name="decision_state", default="draft", editable=False)
    stands_why = models.CharField(_("why"), max_length=400, blank=True, editable=False)
    proposed_on = models.DateField(_("proposed on"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    outcome = CodeField(_("outcome"), list_name="decision_outcome", blank=True, editable=False)
    later_on = models.DateField(_("taken up again on"), null=True, blank=True, editable=False)
    approvals_given = models.TextField(_("approvals given, by keys, as files had them"), blank=True, editable=False)
    from_files = models.BooleanField(_("came from files"), default=False, editable=False)

    happening = prose(_("what is happening, and where"))
    asked_by = CodeField(_("who asked for a move"), list_name="who_asked", blank=True)
    asked_words = prose(_("in their words"))
    return_refused = asked(_("somebody refuses a return"))
    refused_by = CodeField(_("who refuses it"), list_name="who_asked", blank=True)
    refused_why = prose(_("why they refuse it"))
    refused_answer = prose(_("what is in the young person's best interests, in answer"))
    drivers = CodesField(_("what drives it"), list_name="driver")
    pressures = CodesField(_("what presses towards it"), list_name="pressure")
    pressure_partner = models.CharField(_("which partner"), max_length=200, blank=True)
    why_out_of_area = CodeField(_("why out of the area"), list_name="why_out_of_area", blank=True)
    tried_first = CodesField(_("what was tried first"), list_name="tried_first")
    purpose = CodesField(_("which safeties a move is for"), list_name="dimension")
    gain_physical = prose(_("physical safety: what a move is for"))
    cost_physical = prose(_("physical safety: what it may cost"))
    guard_physical = prose(_("physical safety: what guards it"))
    gain_relational = prose(_("safety in relationships: what a move is for"))
    cost_relational = prose(_("safety in relationships: what it may cost"))
    guard_relational = prose(_("safety in relationships: what guards it"))
    gain_psychological = prose(_("psychological safety: what a move is for"))
    cost_psychological = prose(_("psychological safety: what it may cost"))
    guard_psychological = prose(_("psychological safety: what guards it"))
    resort = CodeField(_("last resort or best interest"), list_name="resort", default="not_known")
    resort_voice = CodeField(_("whose words"), list_name="voice", blank=True)
    resort_words = prose(_("in those words"))
    best_interests = prose(_("why this is better for them than every alternative"))
    necessary_on = day(_("a move was judged necessary on"))
    delayed_why = prose(_("why it has not been made yet"))

    kind = CodeField(_("what kind of move"), list_name="move_kind", default="not_known")
    looked_after = asked(_("they are looked after, or would be"))
    legal_basis = CodeField(_("legal status"), list_name="legal_status", blank=True)
    locality = CodeField(_("in or out of the area"), list_name="locality", default="not_known")
    adjoining = asked(_("in an adjoining authority"))
    host_authority = models.CharField(_("area authority"), max_length=100, blank=True)
    nation_to = CodeField(_("which nation they would move to"), list_name="nation", default="not_known")
    exempt = asked(_("with a connected person or the authority's own foster carer"))
    for_profit = asked(_("the provider works for profit"))
    authorisation = CodesField(_("what restricts liberty there"), list_name="authorisation")
    planned_length = CodeField(_("how long it is meant to last"), list_name="planned_length", default="not_known")
    planned_from = day(_("planned to begin on"))
    planned_end = day(_("planned to end on"))
    emergency = asked(_("it cannot wait for what comes first"))
    emergency_why = prose(_("why it cannot wait"))
    not_yet_why = prose(_("why the approval or their wishes are not there yet"))
    plan = prose(_("what is done for them whatever is decided, here and at home"))

    edited: ClassVar = ("happening", "asked_by", "asked_words", "return_refused", "refused_by", "refused_why", "refused_answer",
              "drivers", "pressures", "pressure_partner", "why_out_of_area", "tried_first", "purpose", "gain_physical",
              "cost_physical", "guard_physical", "gain_relational", "cost_relational", "guard_relational",
              "gain_psychological", "cost_psychological", "guard_psychological", "resort", "resort_voice", "resort_words",
              "best_interests", "necessary_on", "delayed_why", "kind", "looked_after", "legal_basis", "locality", "adjoining",
              "host_authority", "nation_to", "exempt", "for_profit", "authorisation", "planned_length", "planned_from",
              "planned_end", "emergency", "emergency_why",
              "not_yet_why", "plan")  # fmt: skip
    of_others: ClassVar = ("happening", "asked_words", "refused_why", "pressure_partner", "resort_words", "delayed_why")
    spoken: ClassVar = {"host_authority": authority_name}

    @property
    def kept_back(self) -> frozenset[str]:
        """What would tell where a withheld place lies, too."""
        from kith.record.relocations.withholding import told_by  # it asks for rows of these models

        return super().kept_back | told_by(self)

    class Meta:
        verbose_name_plural = _("Decisions on a move")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(stands__in=DECIDED) & Q(decided_on__isnull=False))
                | (~Q(stands__in=DECIDED) & Q(decided_on__isnull=True)),
                name="relocations_decision_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | Q(stands__in=["moved", "emergency"], outcome="move")
                | Q(stands="stayed", outcome="no_move")
                | Q(stands="deferred", outcome="later")
                | Q(from_files=True),
                name="relocations_decision_outcome_whole",
            ),
            models.CheckConstraint(
                condition=Q(stands="draft") | Q(proposed_on__isnull=False) | Q(from_files=True),
                name="relocations_decision_proposed_first",
            ),
            *ordered("relocations_decision", "planned_from", "planned_end"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "stands"], name="relocations_decision_of")]


def _of(name: str) -> models.ForeignKey:
    return models.ForeignKey("relocations.Decision", models.CASCADE, null=True, blank=True, related_name=name)


class Tried(Row):
    """What was tried before a move: on whom or what, to do what, and why it did not hold."""

    person = of_person("tried")
    decision = _of("tried")
    kind = CodeField(_("what was tried"), list_name="tried_first")
    target = CodeField(_("whom or what it worked on"), list_name="target", blank=True)
    aim = CodeField(_("what it tried to do"), list_name="aim", blank=True)
    what = prose(_("what was done"))
    from_on = day(_("from"))
    to_on = day(_("until"))
    did_not_hold = prose(_("why it did not hold"))

    edited: ClassVar = ("decision_id", "kind", "target", "aim", "what", "from_on", "to_on", "did_not_hold")
    of_others: ClassVar = ("what", "did_not_hold")

    class Meta:
        verbose_name_plural = _("What was tried first")
        constraints: ClassVar = ordered("relocations_tried")


class Alternative(Row):
    """Something near home that was looked for, offered or refused."""

    person = of_person("alternatives")
    decision = _of("alternatives")
    kind = CodeField(_("what it is"), list_name="alternative")
    what = models.CharField(_("what it would have been"), max_length=300, blank=True)
    on = day(_("on"))
    came_of_it = prose(_("what came of it"))

    edited: ClassVar = ("decision_id", "kind", "what", "on", "came_of_it")
    of_others: ClassVar = ("what", "came_of_it")

    class Meta:
        verbose_name_plural = _("Alternatives near home")
        constraints: ClassVar = whole("relocations_alternative")


class Consent(Row):
    """One thing that must be asked before a move: an agreement, wishes, an advocate, relatives. Yes, no or not known; when, by whom."""

    person = of_person("consents")
    decision = _of("consents")
    kind = CodeField(_("what was asked"), list_name="consent")
    state = asked(_("the answer"))
    on = day(_("on"))
    by = models.CharField(_("by whom"), max_length=120, blank=True)
    notes = prose(_("in words"))

    edited: ClassVar = ("decision_id", "kind", "state", "on", "by", "notes")
    of_others: ClassVar = ("by", "notes")

    class Meta:
        verbose_name_plural = _("Agreement, wishes and advocacy")
        constraints: ClassVar = whole("relocations_consent")


class Approval(Row):
    """An approval that a decision needs: asked, given or refused, by whom, when and why."""

    person = of_person("approvals")
    decision = _of("approvals")
    kind = CodeField(_("whose approval"), list_name="approval")
    asked_on = models.DateField(_("asked on"))
    answer = CodeField(_("the answer"), list_name="approval_answer", default="waiting")
    answered_on = day(_("answered on"))
    answered_by = models.CharField(_("who answered"), max_length=120, blank=True)
    why = prose(_("why"))

    edited: ClassVar = ("decision_id", "kind", "asked_on", "answer", "answered_on", "answered_by", "why")
    of_others: ClassVar = ("answered_by",)

    class Meta:
        verbose_name_plural = _("Approvals of a move")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_on__isnull=True, answered_by="")
                | (~Q(answer="waiting") & Q(answered_on__isnull=False) & ~Q(answered_by="")),
                name="relocations_approval_answered_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer="refused") | ~Q(why=""), name="relocations_approval_refused_why"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(asked_on__lte=F("answered_on")),
                name="relocations_approval_in_order",
            ),
            *whole("relocations_approval"),
        ]
