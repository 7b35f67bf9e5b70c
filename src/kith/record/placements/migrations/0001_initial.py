"""The first tables of placements."""

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
            name="Stay",
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
                        default="not_known", list_name="stay_kind", max_length=40, verbose_name="what it is"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("planned_end", models.DateField(blank=True, null=True, verbose_name="planned to end on")),
                (
                    "placement_type",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="placement_type", max_length=40, verbose_name="type of placement"
                    ),
                ),
                (
                    "legal_basis",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="legal_status", max_length=40, verbose_name="legal status"
                    ),
                ),
                (
                    "provider",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="placement_provider", max_length=40, verbose_name="provider"
                    ),
                ),
                ("home", models.CharField(blank=True, max_length=200, verbose_name="name of the home or carer")),
                ("lines", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="postcode")),
                (
                    "withheld",
                    kith.record.rows.models.CodeField(
                        default="no", list_name="withheld", max_length=40, verbose_name="withheld"
                    ),
                ),
                ("host_authority", models.CharField(blank=True, max_length=100, verbose_name="area authority")),
                (
                    "locality",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="locality", max_length=40, verbose_name="in or out of the area"
                    ),
                ),
                (
                    "adjoining",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="in an adjoining authority"
                    ),
                ),
                ("miles", models.FloatField(blank=True, null=True, verbose_name="miles from home")),
                (
                    "away_from",
                    models.DateField(blank=True, null=True, verbose_name="out of the area without a break since"),
                ),
                (
                    "arranged_by",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="arranged_by", max_length=40, verbose_name="who decided on it"
                    ),
                ),
                (
                    "who_moved",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="who_moved", max_length=40, verbose_name="who moved"
                    ),
                ),
                (
                    "due_to_efh",
                    kith.record.rows.models.CodeField(
                        default="not_reviewed",
                        list_name="due_to_efh",
                        max_length=40,
                        verbose_name="because of harm outside the home",
                    ),
                ),
                ("review_why", models.TextField(blank=True, verbose_name="why it was answered so")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("reviewed_by", models.UUIDField(blank=True, null=True, verbose_name="answered by")),
                ("from_files", models.BooleanField(default=False, editable=False, verbose_name="came from files")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stays", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Stays away from home",
                "indexes": [
                    models.Index(fields=["person", "to_on"], name="placements_stay_open"),
                    models.Index(fields=["due_to_efh", "person"], name="placements_stay_review"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("error_at__isnull", True), ("from_files", False), ("to_on__isnull", True)),
                        fields=("person",),
                        name="placements_stay_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("planned_end__isnull", True),
                            ("from_on__lte", models.F("planned_end")),
                            _connector="OR",
                        ),
                        name="placements_stay_plan_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("away_from__isnull", True),
                            ("from_on__isnull", True),
                            ("away_from__lte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="placements_stay_away_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("miles__isnull", True), ("miles__gte", 0), _connector="OR"),
                        name="placements_stay_miles",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("review_why", ""), ("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("review_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="placements_stay_review_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_to_efh", "not_reviewed"), _negated=True),
                            ("reviewed_at__isnull", True),
                            _connector="OR",
                        ),
                        name="placements_stay_not_reviewed_by_nobody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="placements_stay_in_order",
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
                        name="placements_stay_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Authorisation",
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
                        list_name="authorisation", max_length=40, verbose_name="what was authorised"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("court", models.CharField(blank=True, max_length=200, verbose_name="court")),
                ("notes", models.TextField(blank=True, verbose_name="what it allows")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="authorisations", to="people.person"
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="authorisations",
                        to="placements.stay",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Authorisations",
                "indexes": [models.Index(fields=["person", "to_on"], name="placements_auth_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="placements_authorisation_in_order",
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
                        name="placements_authorisation_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalStatus",
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
                    "legal_status",
                    kith.record.rows.models.CodeField(
                        list_name="legal_status", max_length=40, verbose_name="legal status"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="legal_statuses", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Legal statuses",
                "indexes": [models.Index(fields=["person", "to_on"], name="placements_status_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="placements_legal_status_in_order",
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
                        name="placements_legal_status_error_whole",
                    ),
                ],
            },
        ),
    ]
