"""Settings come from the environment; one that is missing or wrong is explained in a paragraph, not with a traceback."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def setting(name: str, explain: str, default: str | None = None) -> str:
    """The environment's `name`; where there is none, the default, or a paragraph that says what to set and why."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. {explain}")
    return default


def flag(name: str, *, default: bool) -> bool:
    """Whether the environment's `name` says yes (1, yes, true, on)."""
    value = os.environ.get(name, "").strip().lower()
    return value in {"1", "yes", "true", "on"} if value else default


def kept_secret(path: Path) -> str:
    """The secret in a file of the demonstration, made when it is first asked for and read by its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(
            f"The demonstration's folder {path.parent} cannot be written ({error.strerror}). Stand in a folder where you may "
            "write, or set KITH_DATA to one."
        ) from None
    return path.read_text()


def is_local(host: str) -> bool:
    """Whether a service is on this machine: a socket's folder, no name at all, or a loopback address."""
    return not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}


def over_tls(found: dict[str, Any]) -> dict[str, Any]:
    """Database settings for real data: over a network encrypted, to a server that shows whose it is. Else ImproperlyConfigured."""
    far = "postgresql" in found["ENGINE"] and not is_local(found["HOST"])
    if far and found["OPTIONS"].get("sslmode") != "verify-full":
        raise ImproperlyConfigured(
            "KITH_DATABASE goes over a network, so it has to be encrypted and its server known: add ?sslmode=verify-full to the "
            "address, and &sslrootcert=/path where the certificate is of your own authority."
        )
    return found


def database(url: str) -> dict[str, Any]:
    """Django's database settings from `sqlite:///path` or `postgresql://user:password@host:port/name?sslmode=require`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        # Immediate transactions and a full sync: a deferred one fails under load, and an acknowledged write must survive.
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(unquote(parts.path)), "OPTIONS": options}
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or dict(parse_qsl(parts.query)).get("host", ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Whom somebody may see is a long condition over large tables: compiling it takes longer than asking it.
            "OPTIONS": {"options": "-c jit=off"}
            | {key: value for key, value in parse_qsl(parts.query) if key != "host"},
        }
    raise ImproperlyConfigured(
        "KITH_DATABASE is not understood. Write sqlite:////folder/kith.sqlite3 for the embedded database, or "
        "postgresql://user:password@host:5432/name for PostgreSQL."
    )
