"""What tables, columns and values of the dataset are called in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kith.dataset.schema import Kind
from kith.dataset.tables import TABLES as SCHEMAS
from kith.definitions.codes import codes
from kith.record.exchange.comparing import model_of
from kith.record.exchange.tables import fillers
from kith.record.rows.words import authority_name, day, label

TABLES: dict[str, str | Promise] = {
    "people": _l("People"),
    "contexts": _l("Contexts"),
    "involvements": _l("Involvements"),
    "harms": _l("Concerns"),
    "episodes": _l("Episodes"),
    "episode_roles": _l("Parts in episodes"),
    "assessments": _l("Statutory assessments"),
    "enquiries": _l("Section 47 enquiries"),
    "missing": _l("Times missing or away"),
    "missing_counts": _l("Counts of times missing from lists"),
    "moments": _l("Critical moments"),
    "education": _l("Education"),
    "referrals": _l("Referrals"),
    "placements": _l("Stays away from home"),
    "legal_statuses": _l("Legal statuses"),
    "authorisations": _l("Authorisations"),
    "relocations": _l("Moves for safety"),
    "decisions": _l("Decisions on a move"),
    "after_looks": _l("Looks after a move"),
    "conditions": _l("What must change at home"),
    "voices": _l("Views on a move"),
    "actions": _l("Actions of the plan"),
    "controls": _l("Controls"),
    "visits": _l("Visits"),
    "reviews": _l("Reviews of the plan"),
    "relationships": _l("Relationships"),
    "contacts": _l("Contacts"),
    "safety": _l("Views on safety"),
    "costs": _l("Costs"),
}
"""The tables of the dataset as the record's own pages call them."""
_COLUMNS: dict[str, str | Promise] = {
    "row_id": _l("Row"),
    "authority": _l("Authority"),
    "person_id": _l("Young person"),
    "source": _l("Source"),
    "birth_date": _l("Date of birth"),
    "uasc": _l("Unaccompanied asylum-seeking child"),
    "episode_id": _l("Episode"),
    "placement_id": _l("Stay away from home"),
    "relocation_id": _l("Move for safety"),
}
"""Columns that are no field of the record by themselves."""
_NOT_HELD: dict[str, str | Promise] = {
    "track": _l("Sort of relationship"),
    "place": _l("Where"),
    "effect": _l("Effect"),
    "trusted": _l("The young person calls them trusted"),
    "from_on": _l("First day"),
    "to_on": _l("Last day"),
    "relationship_id": _l("Relationship"),
    "planned_on": _l("Planned for"),
    "held_on": _l("Took place on"),
    "stage": _l("Stage"),
    "dimension": _l("Kind of safety"),
    "voice": _l("Whose view"),
    "rating": _l("How safe, from 1 to 5"),
    "on": _l("Day"),
    "process": _l("Process"),
    "pounds_a_week": _l("Pounds a week"),
}
"""Columns of the tables that the record has no place for yet: what is wrong in them is told too."""


def table_name(table: str) -> str:
    """The table in words; the name of somebody's file stays as it is."""
    return str(TABLES.get(table, table))


def column_name(table: str, column: str) -> str:
    """The column as the record's own forms ask for it; a heading of somebody's file stays as it is."""
    if table not in SCHEMAS or column not in SCHEMAS[table].names:
        return column
    if column in _COLUMNS:
        return str(_COLUMNS[column])
    if table not in fillers():
        return str(_NOT_HELD.get(column, column))
    filled = getattr(fillers()[table], "FILLED", {}).get(table)
    name = filled.fields.get(column, column) if filled else column
    return capfirst(str(model_of(table)._meta.get_field(name).verbose_name))


def said(table: str, column: str, value: Any) -> str:
    """A value as a person reads it: codes by their labels, days in words."""
    if value is None:
        return _("not given")
    declared = SCHEMAS[table].column(column)
    if declared.kind is Kind.DATE:
        return day(value)
    if declared.codes:
        keys = value.split() if declared.kind is Kind.CODES else [value]
        return ", ".join(label(declared.codes, key) if key in codes(declared.codes) else key for key in keys)
    return authority_name(value) if column == "host_authority" else str(value)
