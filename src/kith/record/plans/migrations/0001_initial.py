"""The first tables of plans."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.record.rows.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contexts", "0001_initial"),
        ("people", "0001_initial"),
        ("relocations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField(editable=False, null=True)),
                ("error_at", models.DateTimeField(editable=False, null=True, verbose_name="entered in error at")),
                ("error_by", models.UUIDField(editable=False, null=True, verbose_name="entered in error by")),
                (
                    "error_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was an error"),
                ),
                ("words", models.CharField(max_length=400, verbose_name="the goal")),
                (
                    "voice",
                    kith.record.rows.models.CodeField(
                        default="young_person", list_name="voice", max_length=40, verbose_name="whose goal it is"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="who")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="set on")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="let go or reached on")),
                (
                    "progress",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="goal_progress",
                        max_length=40,
                        verbose_name="how far it has come",
                    ),
                ),
                ("progress_words", models.TextField(blank=True, verbose_name="how one can tell, in whose words")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Goals",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="plans_goal_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("error_at__isnull", False),
                                ("error_by__isnull", False),
                                models.Q(("error_why", ""), _negated=True),
                            ),
                            models.Q(("error_at__isnull", True), ("error_by__isnull", True), ("error_why", "")),
                            _connector="OR",
                        ),
                        name="plans_goal_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField(editable=False, null=True)),
                ("error_at", models.DateTimeField(editable=False, null=True, verbose_name="entered in error at")),
                ("error_by", models.UUIDField(editable=False, null=True, verbose_name="entered in error by")),
                (
                    "error_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was an error"),
                ),
                ("what", models.CharField(blank=True, max_length=300, verbose_name="what is done")),
                (
                    "kind",
                    kith.record.rows.models.CodeField(
                        default="other", list_name="action_kind", max_length=40, verbose_name="what kind of help it is"
                    ),
                ),
                (
                    "target",
                    kith.record.rows.models.CodeField(
                        list_name="target", max_length=40, verbose_name="whom or what it works on"
                    ),
                ),
                (
                    "aim",
                    kith.record.rows.models.CodeField(
                        list_name="aim", max_length=40, verbose_name="what it tries to do"
                    ),
                ),
                (
                    "track",
                    kith.record.rows.models.CodeField(
                        blank=True,
                        list_name="track",
                        max_length=40,
                        verbose_name="which relationships it works through",
                    ),
                ),
                (
                    "stage",
                    kith.record.rows.models.CodeField(
                        default="before",
                        list_name="stage",
                        max_length=40,
                        verbose_name="before, during or after a move",
                    ),
                ),
                ("owner_else", models.CharField(blank=True, max_length=120, verbose_name="who else does it")),
                ("from_on", models.DateField(verbose_name="from")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                (
                    "outcome",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="action_outcome", max_length=40, verbose_name="outcome"
                    ),
                ),
                ("outcome_words", models.TextField(blank=True, verbose_name="what came of it")),
                (
                    "context",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="plan_actions",
                        to="contexts.context",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who does it",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_actions", to="people.person"
                    ),
                ),
                (
                    "relocation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="plan_actions",
                        to="relocations.relocation",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="actions",
                        to="plans.goal",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Actions of the plan",
                "indexes": [
                    models.Index(fields=["person", "to_on"], name="plans_action_open"),
                    models.Index(fields=["context", "to_on"], name="plans_action_in_context"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="plans_action_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("error_at__isnull", False),
                                ("error_by__isnull", False),
                                models.Q(("error_why", ""), _negated=True),
                            ),
                            models.Q(("error_at__isnull", True), ("error_by__isnull", True), ("error_why", "")),
                            _connector="OR",
                        ),
                        name="plans_action_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField(editable=False, null=True)),
                ("error_at", models.DateTimeField(editable=False, null=True, verbose_name="entered in error at")),
                ("error_by", models.UUIDField(editable=False, null=True, verbose_name="entered in error by")),
                (
                    "error_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was an error"),
                ),
                (
                    "kind",
                    kith.record.rows.models.CodeField(
                        list_name="review", max_length=40, verbose_name="what is reviewed"
                    ),
                ),
                (
                    "occasion",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="review_occasion", max_length=40, verbose_name="why now"
                    ),
                ),
                ("event", models.CharField(blank=True, max_length=300, verbose_name="what happened, if that is why")),
                ("on", models.DateField(verbose_name="on")),
                (
                    "participation",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="review_code", max_length=40, verbose_name="how they took part"
                    ),
                ),
                (
                    "parents_took_part",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="their parents took part"
                    ),
                ),
                ("chaired_by", models.CharField(blank=True, max_length=120, verbose_name="chaired by")),
                ("words", models.TextField(blank=True, verbose_name="what the young person said")),
                ("decisions", models.TextField(blank=True, verbose_name="what was decided")),
                ("next_due_on", models.DateField(blank=True, null=True, verbose_name="the next is due on")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_reviews", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Reviews of the plan",
                "indexes": [models.Index(fields=["person", "on"], name="plans_review_on")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on__isnull", True),
                            ("next_due_on__isnull", True),
                            ("on__lte", models.F("next_due_on")),
                            _connector="OR",
                        ),
                        name="plans_review_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("error_at__isnull", False),
                                ("error_by__isnull", False),
                                models.Q(("error_why", ""), _negated=True),
                            ),
                            models.Q(("error_at__isnull", True), ("error_by__isnull", True), ("error_why", "")),
                            _connector="OR",
                        ),
                        name="plans_review_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskHolding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField(editable=False, null=True)),
                ("error_at", models.DateTimeField(editable=False, null=True, verbose_name="entered in error at")),
                ("error_by", models.UUIDField(editable=False, null=True, verbose_name="entered in error by")),
                (
                    "error_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was an error"),
                ),
                ("what", models.TextField(verbose_name="which risk is held")),
                ("why", models.TextField(verbose_name="why, and what makes it right for them")),
                ("agreed_by", models.CharField(max_length=200, verbose_name="who agreed to it")),
                ("agreed_on", models.DateField(verbose_name="agreed on")),
                ("until_on", models.DateField(verbose_name="to be looked at again by")),
                ("view_words", models.TextField(blank=True, verbose_name="the young person's view")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("outcome_words", models.TextField(blank=True, verbose_name="what came of it")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks_held", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Risk held with a reason",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            models.Q(("agreed_by", ""), _negated=True),
                        ),
                        name="plans_risk_reasoned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("agreed_on__lte", models.F("ended_on")), _connector="OR"
                        ),
                        name="plans_risk_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_on__isnull", True),
                            ("until_on__isnull", True),
                            ("agreed_on__lte", models.F("until_on")),
                            _connector="OR",
                        ),
                        name="plans_risk_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("error_at__isnull", False),
                                ("error_by__isnull", False),
                                models.Q(("error_why", ""), _negated=True),
                            ),
                            models.Q(("error_at__isnull", True), ("error_by__isnull", True), ("error_why", "")),
                            _connector="OR",
                        ),
                        name="plans_risk_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField(editable=False, null=True)),
                ("error_at", models.DateTimeField(editable=False, null=True, verbose_name="entered in error at")),
                ("error_by", models.UUIDField(editable=False, null=True, verbose_name="entered in error by")),
                (
                    "error_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was an error"),
                ),
                ("on", models.DateField(verbose_name="on")),
                (
                    "seen",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="they were seen"
                    ),
                ),
                (
                    "seen_alone",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="they were seen alone"
                    ),
                ),
                ("where", models.CharField(blank=True, max_length=200, verbose_name="where")),
                ("who", models.CharField(blank=True, max_length=120, verbose_name="who visited")),
                (
                    "why_not",
                    models.CharField(blank=True, max_length=300, verbose_name="if not seen, or not alone: why"),
                ),
                ("words", models.TextField(blank=True, verbose_name="what they said")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Visits",
                "indexes": [models.Index(fields=["person", "on"], name="plans_visit_on")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("error_at__isnull", False),
                                ("error_by__isnull", False),
                                models.Q(("error_why", ""), _negated=True),
                            ),
                            models.Q(("error_at__isnull", True), ("error_by__isnull", True), ("error_why", "")),
                            _connector="OR",
                        ),
                        name="plans_visit_error_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Control",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField(editable=False, null=True)),
                ("error_at", models.DateTimeField(editable=False, null=True, verbose_name="entered in error at")),
                ("error_by", models.UUIDField(editable=False, null=True, verbose_name="entered in error by")),
                (
                    "error_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was an error"),
                ),
                (
                    "kind",
                    kith.record.rows.models.CodeField(list_name="control", max_length=40, verbose_name="what it is"),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="what it asks of them")),
                ("set_by", models.CharField(blank=True, max_length=120, verbose_name="who set it")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "child_view",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="their view was asked"
                    ),
                ),
                ("view_words", models.TextField(blank=True, verbose_name="their view, in their words")),
                ("proportionate", models.TextField(blank=True, verbose_name="why it is proportionate, by its key")),
                ("why", models.TextField(blank=True, verbose_name="why it is proportionate, in words")),
                (
                    "looked_again",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="state",
                        max_length=40,
                        verbose_name="since it ended, the plan was looked at again",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="controls", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Controls",
                "indexes": [models.Index(fields=["person", "to_on"], name="plans_control_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="plans_control_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("error_at__isnull", False),
                                ("error_by__isnull", False),
                                models.Q(("error_why", ""), _negated=True),
                            ),
                            models.Q(("error_at__isnull", True), ("error_by__isnull", True), ("error_why", "")),
                            _connector="OR",
                        ),
                        name="plans_control_error_whole",
                    ),
                ],
            },
        ),
    ]
