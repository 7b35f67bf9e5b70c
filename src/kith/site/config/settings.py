"""The site's settings. `KITH_MODE` is `demo` (loopback only), `test`, or `live`, which alone demands secrets from outside."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from kith.site.config.environment import database, flag, kept_secret, over_tls, setting
from kith.site.config.sign_in import *  # noqa: F403 - settings, each with its reason there
from kith.site.config.sign_in import APPS, FORM_TARGETS, SESSION_HOURS

MODE = setting("KITH_MODE", "", default="demo")
LIVE, TEST = MODE == "live", MODE == "test"
DEBUG = False  # never: a page of Django's debugging shows values

DATA = Path(setting("KITH_DATA", "", default=str(Path.cwd() / "kith-data"))).absolute()
"""Where the embedded database, uploads and the audit's witness lie in the demo; in `live` each is set by itself."""


def _secret(name: str, explain: str) -> str:
    """A secret of `live` from the environment; the demo's own is kept with its data; a test's lasts as long as its process."""
    if LIVE:
        return setting(name, explain)
    return setting(name, "", default=secrets.token_urlsafe(48) if TEST else kept_secret(DATA / f"{name.lower()}.demo"))


SECRET_KEY = _secret(
    "KITH_SECRET_KEY",
    "It signs sessions. Make one with `python -c 'import secrets; print(secrets.token_urlsafe(48))'`, keep it outside the "
    "database and its backups, and give the same to every process.",
)
AUDIT_KEY = _secret(
    "KITH_AUDIT_KEY",
    "It keys the audit's chain, so that whoever can write to the database cannot forge it. Make one as for KITH_SECRET_KEY and "
    "keep it where neither the database nor its administrators have it.",
)
AUDIT_OLD_KEYS = tuple(setting("KITH_AUDIT_OLD_KEYS", "", default="").split())
"""Audit keys of before, which still check the events of their time."""
AUDIT_WITNESS = Path(
    setting(
        "KITH_AUDIT_WITNESS",
        "It is the file, on another disk than the database, to which the audit's newest hash goes after each commit; without it "
        "a cut-off end could not be noticed.",
        default=None if LIVE else str(DATA / "audit-witness.log"),
    )
)
DATABASES = {
    "default": database(
        setting(
            "KITH_DATABASE",
            "Write postgresql://user:password@host:5432/name for PostgreSQL, or sqlite:////folder/kith.sqlite3 for the embedded "
            "database (one machine, a few users).",
            default=None if LIVE else f"sqlite:///{DATA / 'kith.sqlite3'}",
        )
    )
}
if LIVE:
    over_tls(DATABASES["default"])
AUTHORITY = setting(
    "KITH_AUTHORITY",
    "One installation serves one authority: give its national statistics code, like E09000012.",
    default=None if LIVE else "E09000012" if TEST else "E08000036",  # the demo's files are of a made-up Wakefield
)
ALLOWED_HOSTS = setting(
    "KITH_HOSTS",
    "Give the names under which people reach the site, separated by commas, like kith.council.gov.uk.",
    default=None if LIVE else "localhost,127.0.0.1,[::1],testserver",
).split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if LIVE else []

SLICES = [
    "kith.record.interface",
    "kith.record.audit",
    "kith.record.accounts",
    "kith.record.notices",
    "kith.record.jobs",
    "kith.record.access",
    "kith.record.rows",
    "kith.record.people",
    "kith.record.contexts",
    "kith.record.notes",
    "kith.record.harms",
    "kith.record.moments",
    "kith.record.placements",
    "kith.record.relocations",
    "kith.record.plans",
    "kith.record.letters",
    "kith.record.worklists",
    "kith.record.exchange",
    "kith.record.figures",
]
"""The record's slices from the bottom up (decision 8)."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "kith.site.config.static.Static",
    "django_htmx",
    "csp",
    *SLICES,
    "kith.site.web",
    "ninja",  # else the page of its documentation, which is not offered here, would load scripts from outside
    *APPS,  # allauth, after the slices, whose templates come before its own
    "django.forms",  # last, so that the interface's templates of fields come before its own
]
MIDDLEWARE = [
    "kith.record.accounts.middleware.DemoStaysHere",
    "django.middleware.security.SecurityMiddleware",
    "kith.site.api.middleware.TokensAlone",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kith.record.accounts.middleware.SignInFirst",  # nothing is reachable without signing in unless it says so
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kith.record.accounts.middleware.SessionLimits",
    "kith.record.accounts.middleware.SecondFactorFirst",
    "kith.record.access.middleware.ReadOnce",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kith.record.interface.context.page",
                "kith.site.web.navigation.menu",
                "kith.site.web.navigation.side",
                "kith.record.people.context.identity",
            ],
        },
    },
]
FORM_RENDERER = "kith.record.interface.forms.Renderer"
ROOT_URLCONF = "kith.site.config.urls"
WSGI_APPLICATION = "kith.site.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
MAY_SEE_SUBJECT = (
    "kith.record.contexts.queries.may_see"  # asked by `accounts`, below it, before it names who else is there
)
WHERE_TONIGHT = "kith.record.placements.queries.tonight"  # asked by `people`, below it, before it looks at addresses
HARMS_IN = "kith.record.harms.queries.harms_in"  # asked by `contexts`, below it, of whom a harm lives there
OWN_PLANS = "kith.record.plans.queries.own_plans"  # asked by `harms`, below it, of children said to have harmed
ACCOUNT_LEAVING = "kith.record.access.handing"  # asked by `accounts` before an account is closed, told after it
API_SCOPES = "kith.site.api.scopes.choices"  # asked by `accounts`, below it: what a service may be allowed
JOBS = "kith.site.config.background.JOBS"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [Path(__file__).parents[2] / "record" / "interface" / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = Path(setting("KITH_UPLOADS", "", default=str(DATA / "uploads")))

# Strict: nothing from elsewhere, no inline script. Styles of one kind of chart are set by their hash where they are used.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *FORM_TARGETS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY, CSRF_COOKIE_SAMESITE = True, "Lax"
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = LIVE
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no words of a page lie in a cookie
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
if LIVE:
    # A browser takes a cookie of such a name over HTTPS alone, for this very host.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    SECURE_SSL_REDIRECT = flag("KITH_HTTPS_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [
        "^health$",
        "^api/",
    ]  # programs are refused, not led on: the next call would say its token again
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("KITH_BEHIND_PROXY", default=False) else None

# A log says what happened where, never a value of a person; Django's own error mails are not used.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["screen"], "level": "WARNING"},
}
