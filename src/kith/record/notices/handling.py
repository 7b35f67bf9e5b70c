"""How the fields of notices are handled: a kind and a reference, kept no longer than someone needs to read them."""

from kith.record.interface.handling import Handled

_KEPT = "notice"

HANDLING = {
    "Notice.id": Handled("The notice's own reference.", "none", _KEPT),
    "Notice.user": Handled("To whom it is.", "personal", _KEPT),
    "Notice.kind": Handled("What happened, as a key.", "none", _KEPT),
    "Notice.subject_id": Handled("What it is about, by reference.", "personal", _KEPT),
    "Notice.urgent": Handled("Whether it could not wait.", "none", _KEPT),
    "Notice.made_at": Handled("When it was told.", "none", _KEPT),
    "Notice.read_at": Handled("When it was read.", "none", _KEPT),
}
