"""The forms of signing in, of oneself, and of administering accounts; those of allauth in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from kith.record.accounts import service_tokens
from kith.record.accounts.models import Team, User
from kith.record.accounts.rules import FACTOR_RESET_REASONS
from kith.record.interface.forms import DateField

_WIDTH = "govuk-input--width-20"
LENGTH_HINT = _("At least 12 characters. Three words that only you would put together are easy to remember.")
CODE_HINT = _("The 6 digits that your authenticator app shows now, or one of your recovery codes.")


class InOurWords(forms.BaseForm):
    """Labels and hints of the house on a form of allauth; no placeholders, which vanish as one types."""

    words: dict[str, tuple[Any, Any]] = {}
    hides_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = f"govuk-input--width-{10 if name == 'code' else 20}"
            field.label, field.help_text = self.words.get(name, (field.label, ""))


class SignInForm(InOurWords, account_forms.LoginForm):
    words = {"login": (_("Email address"), ""), "password": (_("Password"), "")}


class ForgottenPasswordForm(InOurWords, account_forms.ResetPasswordForm):
    words = {"email": (_("Email address"), _("The one that you sign in with."))}


class NewPasswordByLinkForm(InOurWords, account_forms.ResetPasswordKeyForm):
    words = {
        "password1": (_("New password"), LENGTH_HINT),
        "password2": (_("The same again"), ""),
    }


class ChangePasswordForm(InOurWords, account_forms.ChangePasswordForm):
    words = {
        "oldpassword": (_("Present password"), ""),
        "password1": (_("New password"), LENGTH_HINT),
        "password2": (_("The same again"), ""),
    }


class PasswordAgainForm(InOurWords, account_forms.ReauthenticateForm):
    words = {"password": (_("Password"), "")}


class CodeForm(InOurWords, factor_forms.AuthenticateForm):
    words = {"code": (_("Code"), CODE_HINT)}


class CodeAgainForm(InOurWords, factor_forms.ReauthenticateForm):
    words = {"code": (_("Code"), CODE_HINT)}


class FirstCodeForm(InOurWords, totp_forms.ActivateTOTPForm):
    words = {"code": (_("Code"), _("The 6 digits that the app shows now."))}


class AddPasskeyForm(InOurWords, passkey_forms.AddWebAuthnForm):
    words = {
        "name": (_("Name of this passkey"), _("So that you know it again, like “work laptop”.")),
        "passwordless": (
            _("Sign in with it alone, without a password"),
            _("It then asks for its PIN, finger or face."),
        ),
    }


class RenamePasskeyForm(InOurWords, passkey_forms.EditWebAuthnForm):
    words = {"name": (_("Name of this passkey"), "")}


class ChoosePasswordForm(forms.Form):
    """The password of someone who was invited."""

    password = forms.CharField(
        label=_("Password"),
        help_text=LENGTH_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": _WIDTH, "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"class": _WIDTH, "autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") != data["password"]:
            self.add_error("again", _("This is not the same as the password above"))
        return data


class OwnForm(forms.ModelForm):
    """What a user changes about themselves."""

    class Meta:
        model = User
        fields = ("name", "language")
        widgets = {
            "name": forms.TextInput(attrs={"class": _WIDTH, "autocomplete": "name"}),
            "language": forms.RadioSelect,
        }


class AccountForm(forms.ModelForm):
    """An account as an administrator makes or changes it."""

    class Meta:
        model = User
        fields = ("email", "name", "role_key", "team", "manager")
        widgets = {
            "email": forms.EmailInput(attrs={"class": _WIDTH}),
            "name": forms.TextInput(attrs={"class": _WIDTH}),
        }
        help_texts = {
            "email": _("The work address. They sign in with it."),
            "role_key": _("One role an account. Who has two duties has two accounts. A new role ends their sessions."),
            "team": _("A new team ends their sessions."),
            "manager": _("Who is told when they open a record in an emergency."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(closed_on=None)
        self.fields["manager"].queryset = User.objects.filter(is_active=True).exclude(pk=self.instance.pk)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ResetFactorsForm(forms.Form):
    """Why someone's second factors are taken away."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        widget=forms.RadioSelect,
        choices=list(
            zip(
                FACTOR_RESET_REASONS,
                (
                    _("The device is lost or broken"),
                    _("They have a new device"),
                    _("They have come back to work here"),
                    _("Somebody else may have used the account"),
                ),
                strict=True,
            )
        ),
    )


class TeamForm(forms.ModelForm):
    """A team."""

    closed = forms.BooleanField(label=_("This team is closed"), required=False)

    class Meta:
        model = Team
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed"].initial = self.instance.closed_on is not None
        if self.instance._state.adding:
            del self.fields["closed"]


class ServiceForm(forms.Form):
    """What is asked before a service is let in."""

    name = forms.CharField(
        label=_("Which service"), max_length=120, help_text=_("The program, and who answers for it.")
    )
    account = forms.ModelChoiceField(
        label=_("As which account it acts"),
        queryset=User.objects.none(),
        help_text=_(
            "It sees what this account sees and no more. Make an account of its own for it, with a role and a team."
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=service_tokens.scopes, widget=forms.CheckboxSelectMultiple,
        help_text=_("As little as it needs."),
    )  # fmt: skip
    expires_on = DateField(label=_("Last day"), help_text=_("A year from now at most."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = User.objects.filter(is_active=True, role_key__in=service_tokens.ACTS_AS)
