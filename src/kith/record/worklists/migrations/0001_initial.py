"""The first tables of worklists."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import kith.record.rows.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Adjustment",
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
                ("clock", models.CharField(max_length=60, verbose_name="which clock")),
                ("limit", models.CharField(blank=True, max_length=40, verbose_name="limit")),
                ("every", models.CharField(blank=True, max_length=40, verbose_name="each later limit")),
                ("commenced", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("holds_from", models.DateField(blank=True, null=True, verbose_name="for what begins on or after")),
                ("reason", models.CharField(max_length=400, verbose_name="why")),
                ("decided_by", models.CharField(max_length=120, verbose_name="who decided it")),
                ("decided_on", models.DateField(verbose_name="decided on")),
            ],
            options={
                "verbose_name_plural": "Clocks that this authority adjusted",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("error_at__isnull", True)),
                        fields=("clock",),
                        name="worklists_adjustment_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                        ),
                        name="worklists_adjustment_why",
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
                        name="worklists_adjustment_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
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
                        default="term", list_name="term_kind", max_length=40, verbose_name="what it is"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("from_on", models.DateField(verbose_name="first day")),
                ("to_on", models.DateField(verbose_name="last day")),
            ],
            options={
                "verbose_name_plural": "School terms",
                "indexes": [models.Index(fields=["from_on"], name="worklists_term_from")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="worklists_term_in_order",
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
                        name="worklists_term_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockAnswer",
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
                ("clock", models.CharField(max_length=60, verbose_name="which clock")),
                ("start_on", models.DateField(blank=True, null=True, verbose_name="of the run that began on")),
                (
                    "kind",
                    kith.record.rows.models.CodeField(
                        list_name="clock_answer", max_length=40, verbose_name="the answer"
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("until", models.DateField(blank=True, null=True, verbose_name="not to be shown until")),
                ("why", models.CharField(max_length=400, verbose_name="why")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clock_answers", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Answers to what was due",
                "indexes": [models.Index(fields=["person", "clock"], name="worklists_answer_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "done"), ("on__isnull", False), ("until__isnull", True)),
                            models.Q(("kind", "later"), ("on__isnull", True), ("until__isnull", False)),
                            models.Q(("kind", "not_applicable"), ("on__isnull", True), ("until__isnull", True)),
                            _connector="OR",
                        ),
                        name="worklists_answer_whole",
                    ),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="worklists_answer_why"),
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
                        name="worklists_answer_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockFact",
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
                ("condition", models.CharField(max_length=60, verbose_name="what is asked")),
                (
                    "state",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="the answer"
                    ),
                ),
                ("on", models.DateField(verbose_name="known since")),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="what it rests on")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clock_facts", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "What clocks need to know",
                "indexes": [models.Index(fields=["person", "condition"], name="worklists_fact_of")],
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
                        name="worklists_fact_error_whole",
                    )
                ],
            },
        ),
    ]
