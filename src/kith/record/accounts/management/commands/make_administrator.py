"""Makes the first administrator, when nobody is there yet who could invite one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from kith.record.accounts import actions
from kith.record.accounts.roles import Administrator
from kith.record.accounts.rules import INVITATION_DAYS
from kith.record.audit.actions import Actor


class Command(BaseCommand):
    """`kith manage make_administrator EMAIL NAME`: prints the link by which the administrator chooses a password."""

    help = "Make an administrator's account and print the link by which they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the work address with which they sign in")
        parser.add_argument("name", help="their name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        by = Actor.system("set_up")
        try:
            user = actions.make_account(by=by, email=email, name=name, role_key=Administrator.key)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        link = reverse("accounts:invitation", args=[actions.invite(by=by, user=user)])
        host = settings.ALLOWED_HOSTS[0]
        self.stdout.write(f"Hand this link over yourself. It works once, for {INVITATION_DAYS} days:")
        self.stdout.write(f"{'https' if settings.LIVE else 'http'}://{host}{link}")
