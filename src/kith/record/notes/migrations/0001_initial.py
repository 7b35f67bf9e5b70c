"""The first tables of notes."""

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
            name="Note",
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
                ("episode_id", models.UUIDField(blank=True, editable=False, null=True, verbose_name="episode")),
                (
                    "kind",
                    kith.record.rows.models.CodeField(
                        list_name="note_kind", max_length=40, verbose_name="kind of note"
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="time")),
                (
                    "who_seen",
                    kith.record.rows.models.CodesField(
                        blank=True, default=list, list_name="note_seen", verbose_name="who was seen"
                    ),
                ),
                (
                    "alone",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="young person seen alone"
                    ),
                ),
                ("saw_young_person", models.BooleanField(default=False, editable=False)),
                (
                    "author",
                    models.CharField(blank=True, max_length=120, verbose_name="whose note, where somebody else’s"),
                ),
                ("words", models.TextField(blank=True, verbose_name="what happened")),
                ("young_words", models.TextField(blank=True, verbose_name="in the young person’s own words")),
                (
                    "belongs",
                    kith.record.rows.models.CodeField(
                        default="record", list_name="note_section", max_length=40, verbose_name="section"
                    ),
                ),
                (
                    "source",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="intelligence_source", max_length=40, verbose_name="source"
                    ),
                ),
                (
                    "assessment",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="intelligence_assessment", max_length=40, verbose_name="how it is known"
                    ),
                ),
                (
                    "handling",
                    kith.record.rows.models.CodeField(
                        blank=True, list_name="intelligence_handling", max_length=40, verbose_name="handling"
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="may be read until")),
                ("named", models.TextField(blank=True, verbose_name="whom the conditions allow")),
                ("corrected_why", models.CharField(blank=True, max_length=400, verbose_name="why it was corrected")),
                (
                    "context",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="contexts.context",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Notes",
                "indexes": [
                    models.Index(fields=["person", "-on"], name="notes_note_of_person"),
                    models.Index(fields=["context", "-on"], name="notes_note_of_context"),
                    models.Index(
                        condition=models.Q(("episode_id__isnull", False)),
                        fields=["episode_id", "-on"],
                        name="notes_note_of_episode",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("context__isnull", True), ("episode_id__isnull", True), ("person__isnull", False)
                            ),
                            models.Q(
                                ("context__isnull", False), ("episode_id__isnull", True), ("person__isnull", True)
                            ),
                            models.Q(
                                ("context__isnull", True), ("episode_id__isnull", False), ("person__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="notes_note_about_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("young_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="notes_note_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at__isnull", True), ("on__isnull", False), _connector="OR"),
                        name="notes_note_time_of_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alone", "yes"), _negated=True), ("saw_young_person", True), _connector="OR"
                        ),
                        name="notes_note_alone_was_seen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("belongs", "police_intelligence"),
                                ("expires_on__isnull", False),
                                models.Q(("source", ""), _negated=True),
                                models.Q(("assessment", ""), _negated=True),
                                models.Q(("handling", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("belongs", "police_intelligence"), _negated=True),
                                ("assessment", ""),
                                ("expires_on__isnull", True),
                                ("handling", ""),
                                ("named", ""),
                                ("source", ""),
                            ),
                            _connector="OR",
                        ),
                        name="notes_note_graded_whole",
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
                        name="notes_note_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TurningPoint",
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
                ("of", models.CharField(blank=True, editable=False, max_length=60, verbose_name="kind of row")),
                ("row_id", models.UUIDField(blank=True, editable=False, null=True, verbose_name="row")),
                ("on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("words", models.CharField(max_length=1000, verbose_name="what turned")),
                ("young_words", models.TextField(blank=True, verbose_name="in the young person’s own words")),
                (
                    "shown",
                    kith.record.rows.models.CodeField(
                        default="yes", list_name="state", max_length=40, verbose_name="on the line"
                    ),
                ),
                ("place", models.PositiveIntegerField(default=0, editable=False, verbose_name="place on the line")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="turning_points", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Turning points",
                "indexes": [models.Index(fields=["person", "place"], name="notes_turning_point_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("of", ""), ("row_id__isnull", True)),
                            models.Q(models.Q(("of", ""), _negated=True), ("row_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="notes_turning_point_of_a_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="notes_turning_point_says_something"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("error_at__isnull", True), ("row_id__isnull", False)),
                        fields=("person", "of", "row_id"),
                        name="notes_turning_point_once",
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
                        name="notes_turning_point_error_whole",
                    ),
                ],
            },
        ),
    ]
