"""Pages of oneself, invitations, drafts and presence."""

from __future__ import annotations

import json

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kith.record.accounts import actions, drafts, invitations, presence, queries
from kith.record.accounts.forms import ChoosePasswordForm, OwnForm
from kith.record.accounts.middleware import poll
from kith.record.accounts.models import User


def own(request: HttpRequest) -> HttpResponse:
    """My account: name and language, second factors, where I am signed in."""
    # The form gets a copy: a name that was refused must not stand in the header.
    form = OwnForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_own(by=request, user=User.objects.get(pk=request.user.pk), **form.cleaned_data)
        messages.success(request, _("Your account has been changed"))
        answer = redirect("accounts:own")
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], samesite="Lax")
        return answer
    said = {
        "page_title": _("My account"),
        "form": form,
        "factors": queries.second_factors(request.user),
        "sessions": queries.sessions(request.user, request.session.session_key),
    }
    return render(request, "accounts/own.html", said)


@require_POST
@reauthentication_required
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """Sign out on one other device."""
    actions.end_session(by=request, user=request.user, number=number)
    return redirect("accounts:own")


@require_POST
@reauthentication_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every device, this one too."""
    actions.sign_out_everywhere(by=request, user=request.user)
    request.session.flush()
    messages.success(request, _("You are signed out on every device"))
    return redirect("account_login")


def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, and which kinds there are."""
    return render(request, "accounts/second_factor.html", {"page_title": _("Set up a second step for signing in")})


@login_not_required
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by the link of an invitation."""
    user = invitations.invited(token)
    if user is None:
        said = {"page_title": _("This invitation is no longer valid")}
        return render(request, "accounts/invitation_over.html", said, status=404)
    form = ChoosePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        actions.choose_password(user=user, password=form.cleaned_data["password"])
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("account_login")
    return render(
        request, "accounts/invitation.html", {"page_title": _("Choose a password"), "form": form, "who": user}
    )


@login_not_required
def no_account(request: HttpRequest) -> HttpResponse:
    """For whoever the council's sign-on knows and Kith does not: no word on why."""
    return render(
        request, "accounts/no_account.html", {"page_title": _("You cannot sign in to Kith with this")}, status=403
    )


@never_cache
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """One draft of one's own: get it, keep it, drop it."""
    found = drafts.addressed(request.user, token)
    if found is None:
        raise Http404
    form_key, subject_id = found
    if request.method == "GET":
        kept = drafts.restore(user=request.user, form_key=form_key, subject_id=subject_id)
        return JsonResponse(_told(kept)) if kept else HttpResponse(status=204)
    if request.method == "DELETE":
        drafts.drop(user=request.user, form_key=form_key, subject_id=subject_id)
        return HttpResponse(status=204)
    try:
        sent = json.loads(request.body)
        fields, version = [(str(name), str(value)) for name, value in sent["fields"]], int(sent["version"])
        kept = drafts.keep(user=request.user, form_key=form_key, subject_id=subject_id, fields=fields, version=version)
    except drafts.Stale:
        return HttpResponse(status=409)
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    return JsonResponse({**_told(kept), "fields": []})


def _told(kept: drafts.Kept) -> dict[str, object]:
    saved = formats.date_format(timezone.localtime(kept.saved_at), "TIME_FORMAT")
    day = formats.date_format(timezone.localtime(kept.saved_at), "DATE_FORMAT")
    said = _("Draft kept at %(time)s on %(day)s") % {"time": saved, "day": day}
    return {"fields": kept.fields, "version": kept.version, "said": said}


@never_cache
@poll
@require_POST
def here(request: HttpRequest, token: str) -> HttpResponse:
    """Who else has this record open."""
    subject_id = presence.addressed(request.user, token)
    if subject_id is None:
        raise Http404
    return render(request, "accounts/here.html", {"others": presence.others_here(request.user, subject_id)})
