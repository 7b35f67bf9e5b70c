"""The first tables of moments."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import kith.record.rows.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contexts", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Education",
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
                    kith.record.rows.models.CodeField(list_name="education", max_length=40, verbose_name="what it is"),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("school", models.CharField(blank=True, max_length=200, verbose_name="school or provider")),
                (
                    "provision",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="education_provision",
                        max_length=40,
                        verbose_name="kind of provision",
                    ),
                ),
                ("hours_a_week", models.FloatField(blank=True, null=True, verbose_name="hours a week")),
                ("taught_from_on", models.DateField(blank=True, null=True, verbose_name="teaching began again on")),
                ("notes", models.TextField(blank=True, verbose_name="what led to it")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="education", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Education",
                "indexes": [models.Index(fields=["person", "from_on"], name="moments_education_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hours_a_week__isnull", True), ("hours_a_week__gte", 0), _connector="OR"),
                        name="moments_education_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taught_from_on__isnull", True),
                            ("taught_from_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="moments_education_taught_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="moments_education_in_order",
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
                        name="moments_education_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Missing",
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
                        list_name="missing_kind", max_length=40, verbose_name="missing or away"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("from_time", models.TimeField(blank=True, null=True, verbose_name="from, time")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="found or came back on")),
                ("to_time", models.TimeField(blank=True, null=True, verbose_name="found or came back at")),
                (
                    "reported_by",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="missing_reporter", max_length=40, verbose_name="who reported it"
                    ),
                ),
                (
                    "found_how",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="missing_found",
                        max_length=40,
                        verbose_name="how they were found",
                    ),
                ),
                ("found_where", models.CharField(blank=True, max_length=200, verbose_name="where they were found")),
                (
                    "interview_offered",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="an interview was offered"
                    ),
                ),
                (
                    "interview_declined",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="they chose not to have one"
                    ),
                ),
                (
                    "interview_held",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="an interview was held"
                    ),
                ),
                ("interview_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("interview_by", models.CharField(blank=True, max_length=120, verbose_name="who held it")),
                (
                    "independent",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="state",
                        max_length=40,
                        verbose_name="by somebody not caring for them",
                    ),
                ),
                (
                    "themes",
                    kith.record.rows.models.CodesField(
                        blank=True, default=list, list_name="interview_theme", verbose_name="what they spoke of"
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="their words")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="missing", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Times missing",
                "indexes": [
                    models.Index(fields=["to_on"], name="moments_missing_end"),
                    models.Index(fields=["person", "from_on"], name="moments_missing_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_time__isnull", True), ("to_on__isnull", False), _connector="OR"),
                        name="moments_missing_end_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interview_declined", "yes"), ("interview_held", "yes"), _negated=True),
                        name="moments_missing_declined_not_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="moments_missing_in_order",
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
                        name="moments_missing_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MissingCount",
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
                        list_name="missing_kind", max_length=40, verbose_name="missing or away"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="first day counted")),
                ("to_on", models.DateField(verbose_name="last day counted")),
                ("episodes", models.IntegerField(blank=True, null=True, verbose_name="how many times")),
                (
                    "interview_offered",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="state",
                        max_length=40,
                        verbose_name="an interview was offered after the last",
                    ),
                ),
                (
                    "interview_held",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="it was held"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="missing_counts", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Times missing, counted",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("episodes__isnull", True), ("episodes__gte", 0), _connector="OR"),
                        name="moments_count_not_below_nought",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="moments_missing_count_in_order",
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
                        name="moments_missing_count_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Moment",
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
                        list_name="critical_moment", max_length=40, verbose_name="what happened"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="the day")),
                ("from_time", models.TimeField(blank=True, null=True, verbose_name="time")),
                (
                    "context",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="contexts.context",
                        verbose_name="in which group or place",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where, in words")),
                (
                    "reached",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="somebody reached them"
                    ),
                ),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                ("reached_time", models.TimeField(blank=True, null=True, verbose_name="reached at")),
                ("responded", models.CharField(blank=True, max_length=200, verbose_name="who is or was with them")),
                ("opened", models.TextField(blank=True, verbose_name="what it opened")),
                ("words", models.TextField(blank=True, verbose_name="their words")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moments", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Critical moments",
                "indexes": [
                    models.Index(fields=["from_on"], name="moments_moment_day"),
                    models.Index(fields=["context", "from_on"], name="moments_moment_in_context"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reached_on__isnull", True), ("reached", "yes"), _connector="OR"),
                        name="moments_moment_reached_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reached_time__isnull", True), ("reached_on__isnull", False), _connector="OR"
                        ),
                        name="moments_moment_reached_day",
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
                        name="moments_moment_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
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
                        default="childrens_services", list_name="referral", max_length=40, verbose_name="to whom"
                    ),
                ),
                ("on", models.DateField(verbose_name="made on")),
                (
                    "source",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="referral_source", max_length=40, verbose_name="who made it"
                    ),
                ),
                (
                    "no_further_action",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="state",
                        max_length=40,
                        verbose_name="ended without further action",
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="what it was about")),
                (
                    "first_responder",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="first_responder", max_length=40, verbose_name="first responder"
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="the Home Office's reference")),
                (
                    "reasonable_grounds",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="grounds", max_length=40, verbose_name="reasonable grounds"
                    ),
                ),
                ("reasonable_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "conclusive_grounds",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="grounds", max_length=40, verbose_name="conclusive grounds"
                    ),
                ),
                ("conclusive_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "charges",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="charges_effect", max_length=40, verbose_name="effect on charges"
                    ),
                ),
                (
                    "controls",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="controls_effect", max_length=40, verbose_name="effect on controls"
                    ),
                ),
                (
                    "plan_reviewed",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="state", max_length=40, verbose_name="plan reviewed since a control ended"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Referrals",
                "indexes": [models.Index(fields=["person", "on"], name="moments_referral_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "national_referral_mechanism"),
                            models.Q(
                                ("charges", ""),
                                ("conclusive_grounds", ""),
                                ("conclusive_on__isnull", True),
                                ("controls", ""),
                                ("first_responder", ""),
                                ("plan_reviewed", ""),
                                ("reasonable_grounds", ""),
                                ("reasonable_on__isnull", True),
                                ("reference", ""),
                            ),
                            _connector="OR",
                        ),
                        name="moments_referral_decisions_of_mechanism",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reasonable_on__isnull", True), ("reasonable_on__gte", models.F("on")), _connector="OR"
                        ),
                        name="moments_referral_reasonable_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("conclusive_on__isnull", True), ("conclusive_on__gte", models.F("on")), _connector="OR"
                        ),
                        name="moments_referral_conclusive_after",
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
                        name="moments_referral_error_whole",
                    ),
                ],
            },
        ),
    ]
