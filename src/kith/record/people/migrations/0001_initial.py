"""The first tables of people."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import kith.record.rows.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Name",
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
                        default="legal", list_name="name_kind", max_length=40, verbose_name="kind of name"
                    ),
                ),
                ("given", models.CharField(blank=True, max_length=120, verbose_name="given names")),
                ("family", models.CharField(blank=True, max_length=120, verbose_name="family name")),
                ("called", models.CharField(blank=True, max_length=120, verbose_name="likes to be called")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
            ],
            options={
                "verbose_name_plural": "Names",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given", ""), _negated=True),
                            models.Q(("family", ""), _negated=True),
                            models.Q(("called", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="people_name_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="people_name_in_order",
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
                        name="people_name_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                        default="young_person", list_name="person_kind", max_length=40, verbose_name="who they are"
                    ),
                ),
                ("born_on", models.DateField(blank=True, db_index=True, null=True, verbose_name="birth date")),
                (
                    "birth_precision",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="birth_precision", max_length=40, verbose_name="how exact it is"
                    ),
                ),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="died on")),
                (
                    "sex",
                    kith.record.rows.models.CodeField(default="U", list_name="sex", max_length=40, verbose_name="sex"),
                ),
                (
                    "gender",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="gender", max_length=40, verbose_name="gender"
                    ),
                ),
                (
                    "ethnicity",
                    kith.record.rows.models.CodeField(
                        default="NOBT", list_name="ethnicity", max_length=40, verbose_name="ethnicity"
                    ),
                ),
                (
                    "language",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="language", max_length=40, verbose_name="language"
                    ),
                ),
                (
                    "interpreter",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="needs an interpreter"
                    ),
                ),
                (
                    "disability",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="state", max_length=40, verbose_name="disability"
                    ),
                ),
                ("disabilities", models.JSONField(blank=True, default=list, verbose_name="kinds of disability")),
                (
                    "immigration_status",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="immigration_status",
                        max_length=40,
                        verbose_name="immigration status",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_here",
                        to="people.person",
                    ),
                ),
                (
                    "shown_name",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.name",
                        verbose_name="the name shown",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_precision", "not_known"), ("born_on__isnull", True)),
                            models.Q(
                                ("born_on__isnull", False), models.Q(("birth_precision", "not_known"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="people_person_birth_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disability", "yes"), ("disabilities", []), _connector="OR"),
                        name="people_person_disabilities_of_yes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("id")), _negated=True),
                        name="people_person_not_into_itself",
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
                        name="people_person_error_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("why", models.CharField(max_length=400)),
                ("taken", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_why", models.CharField(blank=True, max_length=400)),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges_here", to="people.person"
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("merged",),
                        name="people_merge_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged", models.F("into")), _negated=True), name="people_merge_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="people_merge_undone_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="LikelyDuplicate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reasons", models.JSONField(default=list)),
                (
                    "answer",
                    models.CharField(
                        blank=True, choices=[("not_the_same", "Not the same"), ("merged", "Merged")], max_length=20
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("why", models.CharField(blank=True, max_length=400)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="people_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="people_pair_in_order"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Involvement",
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
                    "status",
                    kith.record.rows.models.CodeField(
                        list_name="involvement", max_length=40, verbose_name="involvement"
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="involvements", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Involvements",
                "indexes": [models.Index(fields=["person", "to_on"], name="people_involvement_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="people_involvement_in_order",
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
                        name="people_involvement_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
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
                    "scheme",
                    kith.record.rows.models.CodeField(
                        default="la", list_name="identifier", max_length=40, verbose_name="whose number"
                    ),
                ),
                ("value", models.CharField(max_length=60, verbose_name="number")),
                ("value_key", models.CharField(editable=False, max_length=60)),
                ("contested", models.BooleanField(default=False, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="identifiers", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Numbers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("contested", False),
                            ("error_at__isnull", True),
                            models.Q(("scheme__in", ["other", "other_authority"]), _negated=True),
                        ),
                        fields=("scheme", "value_key"),
                        name="people_identifier_of_one_person",
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
                        name="people_identifier_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyTie",
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
                        list_name="family_tie", max_length=40, verbose_name="what they are to them"
                    ),
                ),
                (
                    "responsibility",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="state",
                        max_length=40,
                        verbose_name="has parental responsibility",
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="family_of", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="family", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True),
                        name="people_family_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="people_family_in_order",
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
                        name="people_family_error_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Address",
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
                        default="home", list_name="address_kind", max_length=40, verbose_name="kind of address"
                    ),
                ),
                ("lines", models.CharField(max_length=300, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="postcode")),
                (
                    "withheld",
                    kith.record.rows.models.CodeField(
                        default="no", list_name="withheld", max_length=40, verbose_name="withheld"
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Addresses",
                "indexes": [models.Index(fields=["person", "to_on"], name="people_address_now")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="people_address_in_order",
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
                        name="people_address_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
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
                ("file", models.CharField(editable=False, max_length=100)),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="taken on")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="people.person"
                    ),
                ),
            ],
            options={
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
                        name="people_photo_error_whole",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("source", models.UUIDField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_keys", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["key", "root"], name="people_key_root"),
                    models.Index(fields=["person"], name="people_key_person"),
                ]
            },
        ),
        migrations.CreateModel(
            name="SubjectAccess",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("asked_by", models.UUIDField()),
                ("released_at", models.DateTimeField(null=True)),
                ("released_by", models.UUIDField(null=True)),
                ("given_at", models.DateTimeField(null=True)),
                ("given_by", models.UUIDField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="subject_accesses", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                            models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="people_subject_access_release_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_at__isnull", True), ("released_at__isnull", False), _connector="OR"),
                        name="people_subject_access_released_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by__isnull", True),
                            models.Q(("released_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="people_subject_access_two_people",
                    ),
                ]
            },
        ),
        migrations.AddField(
            model_name="name",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="names", to="people.person"
            ),
        ),
    ]
