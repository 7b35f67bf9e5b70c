"""How every field of loads, matches and decisions is handled, and what an erasure makes of each link to a person."""

from __future__ import annotations

from kith.record.interface.handling import Handled

_LOAD, _KEPT = "exchange_load", "with_person"

HANDLING: dict[str, Handled] = {
    "Load.id": Handled("The load's own reference.", "none", _LOAD),
    "Load.state": Handled("Whether it waits, was loaded, undone or dropped.", "none", _LOAD),
    "Load.kind": Handled("Whether a dataset was brought, or files.", "none", _LOAD),
    "Load.made_at": Handled("When it was brought.", "none", _LOAD),
    "Load.made_by": Handled("Which user brought it, by reference.", "personal", _LOAD),
    "Load.loaded_at": Handled("When it was loaded.", "none", _LOAD),
    "Load.loaded_by": Handled("Which user confirmed it, by reference.", "personal", _LOAD),
    "Load.ended_at": Handled("When it was undone or dropped.", "none", _LOAD),
    "Load.ended_by": Handled("Which user did that, by reference.", "personal", _LOAD),
    "Load.first_on": Handled("The first day that it speaks of.", "none", _LOAD),
    "Load.last_on": Handled("The last day that it speaks of.", "none", _LOAD),
    "Load.counts": Handled("How many rows of each table were new, changed and so on.", "none", _LOAD),
    "Load.told": Handled("What was wrong in it: rule, table, row, column.", "none", _LOAD),
    "RowMatch.id": Handled("The match's own number.", "none", _KEPT),
    "RowMatch.table": Handled("Which table of the dataset.", "none", _KEPT),
    "RowMatch.row_id": Handled("The row's id in the dataset.", "personal", _KEPT),
    "RowMatch.object_id": Handled("The row of the record, by reference.", "none", _KEPT),
    "RowMatch.person": Handled("Whom the row is about.", "personal", _KEPT),
    "RowMatch.person_ref": Handled("The authority's own id of the person.", "personal", _KEPT),
    "RowMatch.digest": Handled("A digest of what the row said when it was loaded.", "personal", _KEPT),
    "LoadedRow.id": Handled("The line's own number.", "none", _KEPT),
    "LoadedRow.load": Handled("Of which load.", "none", _KEPT),
    "LoadedRow.table": Handled("Which table of the dataset.", "none", _KEPT),
    "LoadedRow.object_id": Handled("The row of the record, by reference.", "none", _KEPT),
    "LoadedRow.person": Handled("Whom the row is about.", "personal", _KEPT),
    "LoadedRow.made": Handled("Whether the load made the row.", "none", _KEPT),
    "LoadedRow.version": Handled("The row's version after the load.", "none", _KEPT),
    "LoadedRow.before": Handled("What the fields that it changed said before.", "special_category", _KEPT),
    "Decision.id": Handled("The decision's own number.", "none", _KEPT),
    "Decision.table": Handled("Which table of the dataset.", "none", _KEPT),
    "Decision.row_id": Handled("The row's, or the person's, id in the dataset.", "personal", _KEPT),
    "Decision.digest": Handled("A digest of what the dataset said.", "personal", _KEPT),
    "Decision.answer": Handled("What was decided.", "none", _KEPT),
    "Decision.object_id": Handled("The row of the record, by reference.", "none", _KEPT),
    "Decision.person": Handled("Whom it is about.", "personal", _KEPT),
    "Decision.made_at": Handled("When it was decided.", "none", _KEPT),
    "Decision.made_by": Handled("Which user decided, by reference.", "personal", _KEPT),
}

REACHED: dict[str, str] = {
    "exchange.RowMatch.person": "goes",
    "exchange.LoadedRow.person": "goes",
    "exchange.Decision.person": "goes",
}
"""Every relation that leads to a person, and what becomes of it when they are erased."""
