"""The first tables of letters."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("relocations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Words",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("text", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "language", "made_at"], name="letters_words_of")],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                ("kind", models.CharField(max_length=40, verbose_name="document")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("made_as", models.CharField(max_length=4, verbose_name="file")),
                ("to", models.CharField(blank=True, max_length=200, verbose_name="to")),
                ("reference", models.CharField(max_length=20, unique=True, verbose_name="reference")),
                ("sections", models.JSONField(default=list, verbose_name="what it holds")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                ("sent_how", models.CharField(blank=True, max_length=120, verbose_name="how")),
                ("content", models.BinaryField()),
                (
                    "told",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to="relocations.told",
                        verbose_name="who is told with it",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Documents made",
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
                        name="letters_document_error_whole",
                    )
                ],
            },
        ),
    ]
