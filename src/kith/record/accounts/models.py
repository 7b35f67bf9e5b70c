"""Users, the teams they work in, their drafts and who is on a record just now. A user has one role, so that each view has one reason."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kith.record.accounts.roles import ROLES, Capability, Role


class Team(models.Model):
    """People who share work: young people can be allocated to a team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Makes users; there are no superusers, since nobody may see everything."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One account: who signs in, under which role, in which team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role_key = models.CharField(_("role"), max_length=40, choices=[(key, role.title) for key, role in ROLES.items()])
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    manager = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="managed", verbose_name=_("manager")
    )
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", "English"), ("cy", "Cymraeg")], default="en"
    )
    is_demo = models.BooleanField(_("for the demonstration"), default=False)
    sessions_round = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = Users()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name", "role_key"]

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role_key__in=list(ROLES)), name="accounts_user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role(self) -> type[Role]:
        return ROLES[self.role_key]

    def may(self, capability: Capability) -> bool:
        """Whether the role allows it at all; about whom is for `access` to say."""
        return self.is_active and capability in self.role.may

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session lives while this stays the same: a new password or a new round of sessions ends every session at once."""
        what = f"{self.password} {self.sessions_round} {self.is_active}"
        return salted_hmac("kith.accounts.session", what, secret=secret, algorithm="sha256").hexdigest()

    # Django's own admin and permission tables are not used: no superuser, no staff.
    @property
    def is_staff(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Draft(models.Model):
    """What one user has typed into one form about one subject and not yet saved; sealed, so that no other user's key opens it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    form_key = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    sealed = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "form_key", "subject_id"], name="accounts_draft_one_a_subject"),
            # SQLite holds two empty subjects for different, so the form for something new has its own constraint.
            models.UniqueConstraint(
                fields=["user", "form_key"],
                condition=models.Q(subject_id__isnull=True),
                name="accounts_draft_one_without_subject",
            ),
        ]


class Presence(models.Model):
    """That a user has a record open: asked for again every twenty seconds, so a minute's silence means gone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    subject_id = models.UUIDField(db_index=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "subject_id"], name="accounts_presence_once"),
        ]


class Counted(models.Model):
    """The table of Django's database cache: tries counted by account, and codes that were used and must not be taken again."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_counted"


class ServiceToken(models.Model):
    """What another program shows to ask for records: it acts as one account, with fewer rights than that or the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("service"), max_length=120)
    hashed = models.CharField(max_length=64, unique=True, editable=False)
    account = models.ForeignKey(User, models.PROTECT, related_name="service_tokens", verbose_name=_("acts as"))
    scopes = models.JSONField(_("what it may do"), default=list)
    expires_on = models.DateField(_("last day"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.UUIDField(null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    revoked_by = models.UUIDField(null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    minute = models.BigIntegerField(default=0, editable=False)
    calls = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="accounts_token_revoked_whole",
            ),
        ]

    @property
    def reference(self) -> str:
        """By what the audit names it: never the secret, nor what the secret could be found by."""
        return f"api-{self.id.hex[:12]}"

    @property
    def holds(self) -> bool:
        """Whether it opens anything today."""
        return self.revoked_at is None and self.expires_on >= timezone.localdate() and self.account.is_active


class ServiceAnswer(models.Model):
    """That a service asked for something to be made, and what was made: asked again under the same key, it is not made again."""

    id = models.BigAutoField(primary_key=True)
    token = models.ForeignKey(ServiceToken, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    made_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="accounts_service_answer_once"),
        ]
