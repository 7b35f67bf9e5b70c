"""Makings of figures, and whom they count."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Making",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("month", models.CharField(max_length=7, verbose_name="month")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("asked_by", models.UUIDField(null=True)),
                ("begun_at", models.DateTimeField(null=True)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField(null=True)),
                ("handed_on_at", models.DateTimeField(null=True)),
                ("figures", models.JSONField(default=dict)),
                ("published", models.JSONField(default=dict)),
                ("drawings", models.JSONField(default=dict)),
                ("about", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-asked_at"],
                "indexes": [models.Index(fields=["month", "made_at"], name="figures_making_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("made_at", None)), fields=("month",), name="figures_making_one_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handed_on_at", None), ("made_at__isnull", False), _connector="OR"),
                        name="figures_making_made_before_handed_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Behind",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("frame", models.CharField(default="basis", max_length=40)),
                ("told", models.JSONField(default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "making",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="behind", to="figures.making"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["making", "frame"], name="figures_behind_of")],
            },
        ),
    ]
