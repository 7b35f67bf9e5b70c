"""The first tables of accounts: teams, users, drafts, presence, tries counted, tokens of services."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "accounts_counted"},
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="email")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "role_key",
                    models.CharField(
                        choices=[
                            ("practitioner", "Practitioner"),
                            ("team_manager", "Team manager"),
                            ("exploitation_lead", "Exploitation lead"),
                            ("independent_reviewing_officer", "Independent reviewing officer"),
                            ("placements", "Placements and commissioning"),
                            ("analyst", "Analyst"),
                            ("partnership_lead", "Partnership lead"),
                            ("administrator", "Administrator"),
                            ("data_protection_officer", "Data-protection officer"),
                            ("on_call_worker", "On-call worker"),
                            ("area_authority_guest", "Area-authority guest"),
                        ],
                        max_length=40,
                        verbose_name="role",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("cy", "Cymraeg")],
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="for the demonstration")),
                ("sessions_round", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="manager",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="accounts.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role_key__in",
                                [
                                    "practitioner",
                                    "team_manager",
                                    "exploitation_lead",
                                    "independent_reviewing_officer",
                                    "placements",
                                    "analyst",
                                    "partnership_lead",
                                    "administrator",
                                    "data_protection_officer",
                                    "on_call_worker",
                                    "area_authority_guest",
                                ],
                            )
                        ),
                        name="accounts_user_role_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("form_key", models.CharField(max_length=60)),
                ("subject_id", models.UUIDField(null=True)),
                ("sealed", models.TextField()),
                ("saved_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "form_key", "subject_id"), name="accounts_draft_one_a_subject"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("subject_id__isnull", True)),
                        fields=("user", "form_key"),
                        name="accounts_draft_one_without_subject",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_id", models.UUIDField(db_index=True)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "subject_id"), name="accounts_presence_once")]
            },
        ),
        migrations.CreateModel(
            name="ServiceToken",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="service")),
                ("hashed", models.CharField(editable=False, max_length=64, unique=True)),
                ("scopes", models.JSONField(default=list, verbose_name="what it may do")),
                ("expires_on", models.DateField(verbose_name="last day")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("made_by", models.UUIDField(editable=False, null=True)),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked")),
                ("revoked_by", models.UUIDField(editable=False, null=True)),
                ("last_used_at", models.DateTimeField(editable=False, null=True, verbose_name="last used")),
                ("minute", models.BigIntegerField(default=0, editable=False)),
                ("calls", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="acts as",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="accounts_token_revoked_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("asked", models.CharField(max_length=64)),
                ("made_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="accounts.servicetoken"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="accounts_service_answer_once")]
            },
        ),
    ]
