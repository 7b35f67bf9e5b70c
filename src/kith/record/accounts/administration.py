"""Pages on which an administrator keeps accounts and teams."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kith.record.accounts import actions, queries
from kith.record.accounts.events import about
from kith.record.accounts.forms import AccountForm, ResetFactorsForm, TeamForm
from kith.record.accounts.models import Team, User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.accounts.rules import INVITATION_DAYS
from kith.record.audit.actions import record_refusal, record_view

View = Callable[..., HttpResponse]


def administrators(view: View) -> View:
    """For whoever may manage accounts; anyone else is refused, and the audit is told."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may(Capability.MANAGE_ACCOUNTS):
            record_refusal(request, "access.refused", subject="account")
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


@administrators
def accounts(request: HttpRequest) -> HttpResponse:
    """Whose accounts are there?"""
    asked, role_key = request.GET.get("asked", "").strip(), request.GET.get("role", "")
    closed = request.GET.get("closed") == "yes"
    found = queries.accounts(asked=asked, role_key=role_key, closed=closed)
    record_view(request, "accounts.listed", subject="account")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    said = {
        "page_title": _("Accounts"),
        "page": page,
        "head": [_("Name"), _("Role"), _("Team"), _("Last signed in")],
        "rows": [_line(one) for one in page],
        "asked": asked,
        "role_key": role_key,
        "closed": closed,
        "roles": ROLES,
    }
    return render(request, "accounts/administration/list.html", said)


def _line(user: User) -> list[Any]:
    name = {"text": user.name, "href": _page(user)}
    seen = formats.date_format(timezone.localtime(user.last_login), "j F Y") if user.last_login else _("Never")
    return [name, user.role.title, user.team or "", seen]


@administrators
def account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """What about this account?"""
    user = get_object_or_404(User.objects.select_related("team", "manager"), pk=user_id)
    record_view(request, "account.viewed", **about(user))
    said = {"page_title": user.name, "account": user, "factors": queries.second_factors(user), "crumbs": _crumbs()}
    return render(request, "accounts/administration/account.html", said)


@administrators
def add(request: HttpRequest) -> HttpResponse:
    """Make an account and invite its owner."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = actions.make_account(by=request, **form.cleaned_data)
        return _invited(request, user)
    return _asked(request, form, _("Add an account"))


@administrators
def change(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Change an account."""
    user, back = get_object_or_404(User, pk=user_id), reverse("accounts:account", args=[user_id])
    name, form = user.name, AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        fields = {"email": said["email"], "name": said["name"], "role_key": said["role_key"]}
        keys = {"team_id": said["team"] and said["team"].pk, "manager_id": said["manager"] and said["manager"].pk}
        if _done(request, form, actions.change_account, user=User.objects.get(pk=user_id), **fields, **keys):
            messages.success(request, _("The account has been changed"))
            return redirect(back)
    return _asked(request, form, _("Change an account"), (name, back))


@administrators
@require_POST
def invite(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Invite someone, or invite them again."""
    return _invited(request, get_object_or_404(User, pk=user_id, is_active=True))


@administrators
@require_POST
def close(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Close an account; where a restricted record would be left without anybody, warned of first."""
    user = get_object_or_404(User, pk=user_id)
    try:
        actions.close_account(by=request, user=user, anyway=request.POST.get("anyway") == "yes")
    except ValidationError as error:
        if error.code == "only_named":
            said = {
                "page_title": _("Close this account?"),
                "account": user,
                "crumbs": _crumbs((user.name, _page(user))),
            }
            return render(request, "accounts/administration/closing.html", said, status=409)
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The account is closed and signed out"))
    return redirect(_page(user))


@administrators
@require_POST
def open_again(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    return _act(request, user_id, actions.open_again, _("The account is open. Invite its owner to choose a password."))


@administrators
def reset_factors(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Take someone's second factors away, saying why."""
    form = ResetFactorsForm(request.POST or None)
    user, back = get_object_or_404(User, pk=user_id), reverse("accounts:account", args=[user_id])
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(request, form, actions.reset_second_factors, user=user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("Their second factors are gone. They set up new ones when they next sign in."))
        return redirect(back)
    return _asked(request, form, _("Reset second factors"), (user.name, back))


@administrators
def teams(request: HttpRequest) -> HttpResponse:
    """Which teams are there?"""
    said = {"page_title": _("Teams"), "teams": queries.teams(), "crumbs": _crumbs()}
    return render(request, "accounts/administration/teams.html", said)


@administrators
def add_team(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, form, actions.make_team, **form.cleaned_data):
        return redirect("accounts:teams")
    return _asked(request, form, _("Add a team"), (_("Teams"), reverse("accounts:teams")))


@administrators
def change_team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Rename, close or open a team."""
    form = TeamForm(request.POST or None, instance=get_object_or_404(Team, pk=team_id))
    if request.method == "POST" and form.is_valid():
        team = Team.objects.get(pk=team_id)
        if _done(request, form, actions.change_team, team=team, **form.cleaned_data):
            return redirect("accounts:teams")
    return _asked(request, form, _("Change a team"), (_("Teams"), reverse("accounts:teams")))


def _done(request: HttpRequest, form: Form, action: Callable[..., object], **what: Any) -> bool:
    """Whether the action went through; what it refuses stands on the form."""
    try:
        action(by=request, **what)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _act(request: HttpRequest, user_id: UUID, action: Callable[..., object], said: str) -> HttpResponse:
    try:
        action(by=request, user=get_object_or_404(User, pk=user_id))
        messages.success(request, said)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("accounts:account", user_id=user_id)


def _page(user: User) -> str:
    return reverse("accounts:account", args=[user.pk])


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """Where the page stands: below the accounts, and what else is given as text and address."""
    return [{"text": text, "href": href} for text, href in ((_("Accounts"), reverse("accounts:list")), *more)]


def _asked(request: HttpRequest, form: Form, title: str, *crumbs: tuple[str, str]) -> HttpResponse:
    said = {"page_title": title, "form": form, "crumbs": _crumbs(*crumbs)}
    return render(request, "accounts/administration/form.html", said)


def _invited(request: HttpRequest, user: User) -> HttpResponse:
    """The invitation by email; where no mail goes, its link for the administrator to hand over."""
    try:
        token = actions.invite(by=request, user=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("accounts:account", user_id=user.pk)
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    if settings.MAIL_WORKS:
        with override(user.language):
            body = render_to_string(
                "accounts/invitation.txt", {"link": link, "name": user.name, "days": INVITATION_DAYS}
            )
            send_mail(_("Your Kith account"), body, None, [user.email])
    said = {
        "page_title": _("Invitation"),
        "account": user,
        "link": "" if settings.MAIL_WORKS else link,
        "days": INVITATION_DAYS,
    }
    return render(request, "accounts/administration/invited.html", said)
