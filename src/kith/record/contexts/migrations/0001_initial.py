"""The first tables of contexts."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import kith.record.rows.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Context",
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
                        list_name="context", max_length=40, verbose_name="kind of context"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_by", models.CharField(blank=True, max_length=120, verbose_name="whose words the name is")),
                ("description", models.TextField(blank=True, verbose_name="what it is")),
                ("lines", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="postcode")),
                ("authority", models.CharField(blank=True, max_length=120, verbose_name="local authority")),
                ("online", models.CharField(blank=True, max_length=300, verbose_name="where online")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="first known")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="last known")),
                (
                    "status",
                    kith.record.rows.models.CodeField(
                        default="referred",
                        list_name="context_status",
                        max_length=40,
                        verbose_name="where the work stands",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("referred_on", models.DateField(blank=True, null=True, verbose_name="referred on")),
                (
                    "referred_by",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="context_source", max_length=40, verbose_name="who referred it"
                    ),
                ),
                ("referral_reason", models.TextField(blank=True, verbose_name="why it was referred")),
                (
                    "consent",
                    kith.record.rows.models.CodeField(
                        default="not_known",
                        list_name="state",
                        max_length=40,
                        verbose_name="agreement of the young people and parents",
                    ),
                ),
                ("consent_why", models.TextField(blank=True, verbose_name="why it went ahead without")),
                (
                    "restricted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="limited to named people at"),
                ),
                ("restricted_by", models.UUIDField(editable=False, null=True, verbose_name="limited by")),
                (
                    "restricted_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was limited"),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contexts_led",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lead worker",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contexts",
                        to="accounts.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Contexts",
                "indexes": [
                    models.Index(fields=["name", "id"], name="contexts_context_by_name"),
                    models.Index(fields=["made_by"], name="contexts_context_made_by"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="contexts_context_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), ("closed_on__isnull", False)),
                            models.Q(models.Q(("status", "closed"), _negated=True), ("closed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="contexts_context_closed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_on__isnull", True),
                            ("closed_on__isnull", True),
                            ("opened_on__lte", models.F("closed_on")),
                            _connector="OR",
                        ),
                        name="contexts_context_opened_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("restricted_at__isnull", False),
                                ("restricted_by__isnull", False),
                                models.Q(("restricted_why", ""), _negated=True),
                            ),
                            models.Q(
                                ("restricted_at__isnull", True), ("restricted_by__isnull", True), ("restricted_why", "")
                            ),
                            _connector="OR",
                        ),
                        name="contexts_context_restricted_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="contexts_context_in_order",
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
                        name="contexts_context_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Association",
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
                    kith.record.rows.models.CodeField(
                        list_name="association", max_length=40, verbose_name="what they have to do with it"
                    ),
                ),
                (
                    "purpose",
                    kith.record.rows.models.CodeField(
                        list_name="association_purpose", max_length=40, verbose_name="what it is held for"
                    ),
                ),
                (
                    "source",
                    kith.record.rows.models.CodeField(
                        list_name="context_source", max_length=40, verbose_name="who says so"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="in their words")),
                ("evidence", models.TextField(blank=True, verbose_name="what it rests on")),
                (
                    "certainty",
                    kith.record.rows.models.CodeField(
                        default="suspected", list_name="certainty", max_length=40, verbose_name="how certain"
                    ),
                ),
                ("first_seen_on", models.DateField(blank=True, null=True, verbose_name="first seen")),
                ("last_seen_on", models.DateField(blank=True, null=True, verbose_name="last seen")),
                ("review_on", models.DateField(verbose_name="review by")),
                ("expires_on", models.DateField(editable=False, verbose_name="held until")),
                ("renewed_at", models.DateTimeField(editable=False, null=True, verbose_name="renewed at")),
                ("renewed_by", models.UUIDField(editable=False, null=True, verbose_name="renewed by")),
                (
                    "renewed_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="why it was renewed"),
                ),
                (
                    "renewed_evidence",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="evidence for renewing"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="associations", to="people.person"
                    ),
                ),
                (
                    "context",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="associations", to="contexts.context"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Contexts",
                "indexes": [
                    models.Index(fields=["context", "expires_on"], name="contexts_association_context"),
                    models.Index(fields=["person", "expires_on"], name="contexts_association_person"),
                    models.Index(fields=["expires_on"], name="contexts_association_expiry"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", ""), _negated=True), models.Q(("source", ""), _negated=True)
                        ),
                        name="contexts_association_why_and_whence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__lte", models.F("expires_on"))),
                        name="contexts_association_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty", "ruled_out"), _negated=True),
                        name="contexts_association_held_true",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("renewed_at__isnull", False),
                                ("renewed_by__isnull", False),
                                models.Q(("renewed_why", ""), _negated=True),
                                models.Q(("renewed_evidence", ""), _negated=True),
                            ),
                            models.Q(
                                ("renewed_at__isnull", True),
                                ("renewed_by__isnull", True),
                                ("renewed_evidence", ""),
                                ("renewed_why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="contexts_association_renewed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_seen_on__isnull", True),
                            ("last_seen_on__isnull", True),
                            ("first_seen_on__lte", models.F("last_seen_on")),
                            _connector="OR",
                        ),
                        name="contexts_association_in_order",
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
                        name="contexts_association_error_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContextAction",
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
                ("what", models.CharField(max_length=300, verbose_name="what is done")),
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
                ("owner_else", models.CharField(blank=True, max_length=120, verbose_name="who else does it")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                (
                    "outcome",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="action_outcome", max_length=40, verbose_name="outcome"
                    ),
                ),
                ("outcome_words", models.TextField(blank=True, verbose_name="what came of it")),
                (
                    "context",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actions", to="contexts.context"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who does it",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("to_on__isnull", True),
                            ("from_on__lte", models.F("to_on")),
                            _connector="OR",
                        ),
                        name="contexts_action_in_order",
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
                        name="contexts_action_error_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ContextAssessment",
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
                ("unsafe", models.TextField(blank=True, verbose_name="what makes it unsafe")),
                ("young_strengths", models.TextField(blank=True, verbose_name="young people together: strengths")),
                ("young_needs", models.TextField(blank=True, verbose_name="young people together: needs")),
                (
                    "young_say",
                    models.TextField(blank=True, verbose_name="what young people say of one another and of being here"),
                ),
                (
                    "guardian_strengths",
                    models.TextField(
                        blank=True, verbose_name="guardianship: who looks after it, and what they do well"
                    ),
                ),
                ("guardian_needs", models.TextField(blank=True, verbose_name="guardianship: what is missing")),
                ("guardian_say", models.TextField(blank=True, verbose_name="what young people say of the adults here")),
                (
                    "design_strengths",
                    models.TextField(blank=True, verbose_name="resources, design and policy: what helps"),
                ),
                (
                    "design_needs",
                    models.TextField(blank=True, verbose_name="resources, design and policy: what is missing"),
                ),
                (
                    "design_say",
                    models.TextField(blank=True, verbose_name="what young people say of the place and its rules"),
                ),
                ("who", models.CharField(blank=True, max_length=300, verbose_name="who took part")),
                (
                    "context",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assessments", to="contexts.context"
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
                        name="contexts_assessment_error_whole",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ContextEvent",
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
                ("what", models.TextField(verbose_name="what happened")),
                (
                    "source",
                    kith.record.rows.models.CodeField(
                        default="not_known", list_name="context_source", max_length=40, verbose_name="who says so"
                    ),
                ),
                (
                    "context",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="contexts.context"
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
                        name="contexts_event_error_whole",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ContextReview",
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
                ("on", models.DateField(verbose_name="planned for")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("found", models.TextField(blank=True, verbose_name="what it found")),
                ("who", models.CharField(blank=True, max_length=300, verbose_name="who took part")),
                (
                    "context",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="contexts.context"
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
                        name="contexts_review_error_whole",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Named",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("made_by", models.UUIDField(editable=False, null=True)),
                (
                    "context",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="named", to="contexts.context"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("context", "user"), name="contexts_named_once")]},
        ),
        migrations.CreateModel(
            name="Weighting",
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
                ("judgement", models.TextField(verbose_name="how far it weighs on them, and why")),
                ("beside", models.TextField(blank=True, verbose_name="beside home, peers, school and other places")),
                ("who", models.CharField(blank=True, max_length=300, verbose_name="who judged it together")),
                (
                    "context",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="weightings", to="contexts.context"
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
                        name="contexts_weighting_error_whole",
                    )
                ]
            },
        ),
    ]
