"""How people sign in, as settings: passwords, second factors, a council's own sign-on, limits by account, sessions."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from kith.site.config.environment import flag, is_local, setting

_LIVE = setting("KITH_MODE", "", default="demo") == "live"

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

# Argon2id takes a fortieth of a core-second a sign-in where scrypt, which OWASP holds for equal, takes nine times that; the others
# check what was hashed with them before, and the next sign-in hashes it anew.
PASSWORD_HASHERS = [
    "kith.record.accounts.hashing.Argon2",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# NCSC, "Password administration for system owners": length and a list of common ones; no composition rules, no forced change.
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "kith.record.accounts.passwords.WordsOfOnesOwn"},
]
SECRET_KEY_FALLBACKS = setting("KITH_SECRET_KEYS_BEFORE", "", default="").split()
"""Earlier values of KITH_SECRET_KEY, the newest first: what they sealed or signed still opens."""

PASSWORD_RESET_TIMEOUT = 3600  # the link of a forgotten password lives an hour

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

# Limits and codes already used are counted where every process sees them: in the database (a model of `accounts`).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counted",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

ACCOUNT_ADAPTER = "kith.record.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # there is no sign-up; allauth reads here that passwords exist
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator gives the address; an invitation goes to it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Kith: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a name
_FORMS = "kith.record.accounts.forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignInForm",
    "reset_password": f"{_FORMS}.ForgottenPasswordForm",
    "reset_password_from_key": f"{_FORMS}.NewPasswordByLinkForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "reauthenticate": f"{_FORMS}.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.CodeAgainForm",
    "activate_totp": f"{_FORMS}.FirstCodeForm",
    "add_webauthn": f"{_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_FORMS}.RenamePasskeyForm",
}

# By account, never by address: a council is one address, so a limit by address would lock out everyone on a Monday morning,
# and whoever attacks has many. Ten wrong passwords or codes of one account within a quarter of an hour close its password and
# its codes until the quarter has passed; passkeys, which cannot be guessed, and a council's own sign-on stay open.
LOCKED_AFTER, LOCKED_FOR = 10, 900
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": f"{LOCKED_AFTER}/{LOCKED_FOR}s/key",
    "reset_password": "3/h/key",
    "reset_password_from_key": None,
    "signup": None,
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}

MFA_ADAPTER = "kith.record.accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Kith"
MFA_TOTP_TOLERANCE = 1  # a clock half a minute off; a code used is never taken again
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _LIVE  # http://localhost, for the demo

SECOND_FACTOR_ENFORCED = True
"""Whether a role that demands a second factor gets nowhere without; off only where tests of other slices sign in directly."""

SESSION_IDLE_MINUTES = int(setting("KITH_SESSION_IDLE_MINUTES", "", default="30"))
SESSION_HOURS = int(setting("KITH_SESSION_HOURS", "", default="10"))

# A council's own sign-on (OpenID Connect). Without KITH_OIDC_SERVER there is none.
OIDC_SERVER = setting("KITH_OIDC_SERVER", "", default="")
OIDC_NAME = setting("KITH_OIDC_NAME", "", default="the council's sign-on")
OIDC_EMAIL_VERIFIED_CLAIM = setting("KITH_OIDC_EMAIL_VERIFIED_CLAIM", "", default="email_verified")
OIDC_SECOND_FACTOR_ACR = frozenset(setting("KITH_OIDC_SECOND_FACTOR_ACR", "", default="").split())
OIDC_SECOND_FACTOR_AMR = frozenset(setting("KITH_OIDC_SECOND_FACTOR_AMR", "", default="").split())

SOCIALACCOUNT_ADAPTER = "kith.record.accounts.adapters.SignOn"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # `SignOn` matches by verified address itself, and says why
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if _LIVE and OIDC_SERVER and not OIDC_SERVER.startswith("https://"):
    raise ImproperlyConfigured(
        "KITH_OIDC_SERVER has to begin with https://: who signs in is told to Kith over that line."
    )
if OIDC_SERVER:
    _why = "KITH_OIDC_SERVER is set, so this is needed too; the council's identity team gives it with the registration of Kith."
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "council",
                "name": OIDC_NAME,
                "client_id": setting("KITH_OIDC_CLIENT_ID", _why),
                "secret": setting("KITH_OIDC_CLIENT_SECRET", _why),
                "settings": {"server_url": OIDC_SERVER},
            }
        ],
    }


def origin(url: str) -> str:
    """Scheme, name and port of an address, for the content policy."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


FORM_TARGETS = [origin(url) for url in (OIDC_SERVER, *setting("KITH_OIDC_ORIGINS", "", default="").split()) if url]
"""Where a form may lead besides the site: a browser holds the step over to the council's sign-on to `form-action`."""


def _mail(url: str) -> dict[str, Any]:
    """Django's mail settings from `smtp://user:password@host:25`, `smtp+tls://…` (STARTTLS) or `smtps://…`."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise ImproperlyConfigured(
            "KITH_MAIL is not understood. Write smtp+tls://user:password@host:587, smtps://… or smtp://…; leave it out where "
            "there is no mail server: invitations are then handed over as links, and nobody can reset a forgotten password."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": float(dict(parse_qsl(parts.query)).get("timeout", 10)),
        "DEFAULT_FROM_EMAIL": setting(
            "KITH_MAIL_FROM", "Give the address from which Kith writes, as your mail server allows."
        ),
    }


_mail_url = setting("KITH_MAIL", "", default="")
if _LIVE and _mail_url.startswith("smtp://") and not is_local(urlsplit(_mail_url).hostname or ""):
    raise ImproperlyConfigured(
        "KITH_MAIL goes over a network, so it has to be encrypted: write smtp+tls:// or smtps://. Invitations open accounts."
    )
MAIL_WORKS = _LIVE and bool(_mail_url)
"""Whether invitations and forgotten passwords go by email; never in the demo."""
if MAIL_WORKS:
    globals().update(_mail(_mail_url))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DIGEST_MAIL = flag("KITH_DIGEST_MAIL", default=True)
"""Whether each worker's digest goes by email every morning, besides the notice; urgent notices go at once whatever it says."""
