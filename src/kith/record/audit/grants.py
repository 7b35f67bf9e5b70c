"""Gives the application's PostgreSQL role what it needs and no more: it may add to the audit and read it, never change it."""

from __future__ import annotations

from typing import Any

_EVERYTHING = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE ALL ON audit_event FROM PUBLIC, {role}",
    "GRANT SELECT, INSERT ON audit_event TO {role}",
)


class NotGranted(Exception):
    """Why a role cannot be the application's; the text says what to do."""


def grant(connection: Any, role: str) -> None:
    """Grant, as the tables' owner. NotGranted where the role could change the audit whatever is granted, or is not there."""
    if connection.vendor != "postgresql":
        raise NotGranted(
            "Only PostgreSQL has roles; the embedded database is guarded by triggers, its file's permissions and the witness."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, pg_has_role(rolname, (SELECT tableowner::name FROM pg_tables WHERE tablename = 'audit_event'), 'MEMBER') "
            "FROM pg_roles WHERE rolname = %s",
            [role],
        )
        found = cursor.fetchone()
        if found is None:
            raise NotGranted("There is no such role: CREATE ROLE … LOGIN PASSWORD … first.")
        if any(found):
            raise NotGranted(
                "This role is a superuser, owns the audit's table, or is a member of its owner, so it could take the triggers away. "
                "Migrate as an owner's role and give the application a role of its own."
            )
        quoted = connection.ops.quote_name(role)
        for statement in _EVERYTHING:
            cursor.execute(statement.format(role=quoted))
