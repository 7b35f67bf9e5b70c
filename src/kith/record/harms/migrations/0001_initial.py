"""The first tables of harms."""

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
            name="Concern",
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
                    "harm",
                    kith.record.rows.models.CodeField(list_name="harm", max_length=40, verbose_name="kind of harm"),
                ),
                (
                    "sub_kind",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="harm_sub_kind", max_length=40, verbose_name="narrower kind"
                    ),
                ),
                (
                    "setting",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="setting", max_length=40, verbose_name="where it comes from"
                    ),
                ),
                (
                    "setting_basis",
                    kith.record.rows.models.CodeField(
                        default="recorded", list_name="setting_basis", max_length=40, verbose_name="basis of that"
                    ),
                ),
                (
                    "certainty",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="certainty", max_length=40, verbose_name="certainty"
                    ),
                ),
                ("noticed_on", models.DateField(blank=True, null=True, verbose_name="first noticed")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="live from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="live until")),
                (
                    "source",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="who_told", max_length=40, verbose_name="who told"
                    ),
                ),
                ("evidence", models.TextField(blank=True, verbose_name="what it rests on")),
                ("rests_on", models.CharField(blank=True, max_length=120, verbose_name="assessment factor or list")),
                (
                    "push",
                    kith.record.rows.models.CodesField(
                        blank=True, default=list, list_name="push", verbose_name="what pushes out"
                    ),
                ),
                (
                    "pull",
                    kith.record.rows.models.CodesField(
                        blank=True, default=list, list_name="pull", verbose_name="what pulls"
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="in whose words")),
                (
                    "words_of",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="voice", max_length=40, verbose_name="whose words"
                    ),
                ),
                (
                    "told",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="told_of_flag",
                        max_length=40,
                        verbose_name="what the young person was told",
                    ),
                ),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                ("told_how", models.TextField(blank=True, verbose_name="what they were told, and how")),
                ("told_why", models.TextField(blank=True, verbose_name="why not")),
                ("told_decided_by", models.CharField(blank=True, max_length=120, verbose_name="who decided")),
                (
                    "edition",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="working_together",
                        max_length=40,
                        verbose_name="edition of the guidance",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="concerns", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Concerns",
                "indexes": [
                    models.Index(fields=["person", "to_on"], name="harms_concern_now"),
                    models.Index(fields=["harm", "setting"], name="harms_concern_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="harms_concern_in_order",
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
                        name="harms_concern_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernContext",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="harms.concern"
                    ),
                ),
                (
                    "context",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contexts.context"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("concern", "context"), name="harms_concern_context_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
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
                ("from_on", models.DateField(verbose_name="began")),
                ("conference_on", models.DateField(blank=True, null=True, verbose_name="initial conference")),
                (
                    "conference_not_required",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="state",
                        max_length=40,
                        verbose_name="conference held not to be needed",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="enquiries", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Section 47 enquiries",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("conference_on__isnull", True),
                            ("from_on__lte", models.F("conference_on")),
                            _connector="OR",
                        ),
                        name="harms_enquiry_in_order",
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
                        name="harms_enquiry_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Episode",
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
                    "harm",
                    kith.record.rows.models.CodeField(list_name="harm", max_length=40, verbose_name="kind of harm"),
                ),
                ("what", models.TextField(blank=True, verbose_name="what happened")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "time_of_day",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="time_of_day", max_length=40, verbose_name="time of day"
                    ),
                ),
                (
                    "source",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="who_told", max_length=40, verbose_name="who told"
                    ),
                ),
                (
                    "certainty",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="certainty", max_length=40, verbose_name="certainty"
                    ),
                ),
                (
                    "context",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="contexts.context",
                        verbose_name="where",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Episodes",
                "indexes": [models.Index(fields=["from_on"], name="harms_episode_from")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="harms_episode_in_order",
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
                        name="harms_episode_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EpisodeRole",
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
                    "role",
                    kith.record.rows.models.CodeField(list_name="episode_role", max_length=40, verbose_name="role"),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="harms.episode"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Parts in episodes",
                "indexes": [models.Index(fields=["person", "episode"], name="harms_role_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("error_at__isnull", True)),
                        fields=("episode", "person", "role"),
                        name="harms_role_once",
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
                        name="harms_role_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                    "harm",
                    kith.record.rows.models.CodeField(list_name="harm", max_length=40, verbose_name="asked about"),
                ),
                ("answer", kith.record.rows.models.CodeField(list_name="state", max_length=40, verbose_name="answer")),
                ("on", models.DateField(verbose_name="day")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="harm_answers", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Asked about exploitation",
                "indexes": [models.Index(fields=["person", "harm"], name="harms_answer_of")],
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
                        name="harms_answer_error_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
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
                ("from_on", models.DateField(blank=True, null=True, verbose_name="began")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="authorised")),
                (
                    "factors",
                    kith.record.rows.models.CodesField(
                        blank=True, default=list, list_name="cin_factor", verbose_name="factors identified"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assessments", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Statutory assessments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="harms_assessment_in_order",
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
                        name="harms_assessment_error_whole",
                    ),
                ],
            },
        ),
    ]
