"""How the fields of jobs are handled: nothing here is of a person."""

from kith.record.interface.handling import Handled

_KEPT = "job_run"

HANDLING = {
    "Run.id": Handled("The run's own reference.", "none", _KEPT),
    "Run.job": Handled("Which job, as a key.", "none", _KEPT),
    "Run.due_at": Handled("When it was to run.", "none", _KEPT),
    "Run.state": Handled("Whether it waits, runs, is done or failed.", "none", _KEPT),
    "Run.tries": Handled("How often it was tried.", "none", _KEPT),
    "Run.free_at": Handled("From when a process may take it.", "none", _KEPT),
    "Run.begun_at": Handled("When it was last begun.", "none", _KEPT),
    "Run.ended_at": Handled("When it was done or had failed.", "none", _KEPT),
    "Run.many": Handled("How many things it did.", "none", _KEPT),
    "Run.trouble": Handled("The kind of error, never its text.", "none", _KEPT),
}
