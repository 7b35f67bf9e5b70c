"""Settings: each missing one is a paragraph, each is in the how-to, and the demonstration's secrets last."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kith.site.config.environment import database, kept_secret, over_tls

CONFIG = Path(__file__).parents[1]
HOW_TO = CONFIG.parents[3] / "docs" / "how-to" / "deploy.md"
NEEDED = {
    "KITH_SECRET_KEY": "s",
    "KITH_AUDIT_KEY": "a",
    "KITH_AUDIT_WITNESS": "witness",
    "KITH_DATABASE": "sqlite:////nowhere/kith.sqlite3",
    "KITH_AUTHORITY": "E09000012",
    "KITH_HOSTS": "kith.example.org",
}


ASK = "import kith.site.config.settings as s; print(s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"


def read_live(code: str = ASK, **given: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, as `live`, with these alone."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "DJANGO_", "COV"))}
    ask = [sys.executable, "-c", code]
    return subprocess.run(ask, capture_output=True, text=True, check=False, env=clean | {"KITH_MODE": "live"} | given)


@pytest.mark.parametrize("name", NEEDED)
def test_a_setting_that_live_needs_is_asked_for_in_a_paragraph(name: str) -> None:
    done = read_live(**{key: value for key, value in NEEDED.items() if key != name})
    last = done.stderr.strip().splitlines()[-1]
    assert re.fullmatch(rf".*ImproperlyConfigured: {name} is not set\. \S.{{40,}}", last)


def test_live_with_all_it_needs_is_secure() -> None:
    done = read_live(**NEEDED)
    assert done.stdout.split() == ["True", "True", "False"], done.stderr


def test_every_setting_is_in_the_how_to() -> None:
    used = {name for path in CONFIG.glob("*.py") for name in re.findall(r"\"(KITH_[A-Z_]+)\"", path.read_text("utf-8"))}
    said = set(re.findall(r"^\| `(KITH_[A-Z_]+)` \|", HOW_TO.read_text(encoding="utf-8"), re.M))
    assert used == said


def test_a_secret_of_the_demonstration_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret"
    made = kept_secret(path)
    assert len(made) >= 48
    assert kept_secret(path) == made
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="KITH_DATA"):
        kept_secret(tmp_path / "file" / "below" / "secret")


def test_a_database_is_read_from_its_address() -> None:
    read = database("postgresql://a%40b:p%2Fw@host:5433/kith?sslmode=require")
    assert [read[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == ["a@b", "p/w", "host", "5433", "kith"]
    assert read["OPTIONS"] == {"options": "-c jit=off", "sslmode": "require"}


def test_an_address_that_is_no_database_is_refused_without_showing_it() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        database("mysql://user:hunter2@host/kith")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("rest", ["", "?sslmode=require"])
def test_a_database_over_a_network_has_to_be_encrypted_and_known(rest: str) -> None:
    done = read_live(**NEEDED | {"KITH_DATABASE": f"postgresql://kith:p@db.example.org/kith{rest}"})
    assert "sslmode=verify-full" in done.stderr.strip().splitlines()[-1]


def test_a_database_here_or_over_an_encrypted_line_is_taken() -> None:
    for address in ("localhost/kith", "/kith?host=/run/postgresql", "db.example.org/kith?sslmode=verify-full"):
        found = database(f"postgresql://kith:p@{address}")
        assert over_tls(found) is found


def test_mail_over_a_network_has_to_be_encrypted() -> None:
    far = {"KITH_MAIL": "smtp://mail.example.org", "KITH_MAIL_FROM": "kith@example.org"}
    assert "smtp+tls://" in read_live(**NEEDED | far).stderr.strip().splitlines()[-1]
    assert read_live(**NEEDED | far | {"KITH_MAIL": "smtp+tls://mail.example.org"}).returncode == 0


def test_a_proxys_word_counts_only_where_the_settings_say_that_there_is_one() -> None:
    ask = "import kith.site.config.settings as s; print(s.SECURE_PROXY_SSL_HEADER, s.SECURE_REDIRECT_EXEMPT)"
    assert read_live(code=ask, **NEEDED).stdout.startswith("None ")
    assert "HTTP_X_FORWARDED_PROTO" in read_live(code=ask, **NEEDED | {"KITH_BEHIND_PROXY": "1"}).stdout
