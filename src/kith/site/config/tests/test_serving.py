"""Serving: the demonstration stays on its machine, health tells little, the commands are there only with Django."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from django.core.management import call_command
from django.db import connection
from django.test import Client
from typer.testing import CliRunner

from kith.record.interface.assets import VENDOR
from kith.site.config import commands


def app() -> typer.Typer:
    made = typer.Typer()
    commands.register(made)
    return made


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "kith.example.org"])  # noqa: S104 - what is refused
def test_the_demonstration_is_served_on_no_address_but_loopback(host: str, settings: object) -> None:
    settings.MODE = "demo"
    done = CliRunner().invoke(app(), ["serve", "--host", host])
    assert done.exit_code == 3
    assert "on this machine alone" in done.output


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)]
)
def test_loopback_is_told_from_other_addresses(host: str, here: bool) -> None:
    assert commands.is_loopback(host) is here


def test_without_django_there_are_no_commands_of_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "find_spec", lambda name: None)
    assert app().registered_commands == []


def test_the_record_has_its_commands() -> None:
    made = app()
    assert [command.callback.__name__ for command in made.registered_commands] == ["serve", "demo_site", "manage"]
    assert {group.name for group in made.registered_groups} >= {"audit", "backup", "retention"}


@pytest.mark.django_db
def test_health_is_ok_and_says_no_more(client: Client) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok\njobs last ran: never\n")


@pytest.mark.django_db
def test_health_is_not_ok_while_a_migration_waits(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")
    answer = client.get("/health")
    assert (answer.status_code, answer.content) == (503, b"not ok")


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_style_sheets_are_gathered_with_every_file_they_name(settings: object, tmp_path: Path) -> None:
    if not (VENDOR / "govuk-frontend.min.css").exists():
        pytest.skip("the pages' style sheets are not here: python3 start.py test fetches them")
    settings.STATIC_ROOT = tmp_path
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["django_htmx"])
    gathered = "\n".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.css"))
    assert gathered
    for forbidden in ("GDS Transport", "govuk-crest", "@font-face", "url(http", "url(//"):
        assert forbidden not in gathered
