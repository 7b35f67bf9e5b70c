"""How the audit's fields are handled: events hold no value and are kept with the chain; history holds values and can be erased."""

from kith.record.interface.handling import Handled

_KEPT, _ERASED = "audit", "with_person"

HANDLING = {
    "Event.seq": Handled("The event's place in the chain.", "none", _KEPT),
    "Event.at": Handled("When it was.", "none", _KEPT),
    "Event.user_id": Handled("Which user did it, by reference.", "personal", _KEPT),
    "Event.role": Handled("The role in which it was done.", "none", _KEPT),
    "Event.session": Handled("A reference to the session, from which its key cannot be had.", "none", _KEPT),
    "Event.action": Handled("What was done, as a key of the vocabulary.", "none", _KEPT),
    "Event.outcome": Handled("Whether it was done or refused.", "none", _KEPT),
    "Event.subject": Handled("The kind of record.", "none", _KEPT),
    "Event.subject_id": Handled("The record, by reference.", "none", _KEPT),
    "Event.person_id": Handled("The person, by reference.", "personal", _KEPT),
    "Event.fields": Handled("The names of the fields that changed.", "none", _KEPT),
    "Event.relation": Handled("The relation that allowed it, as a key.", "none", _KEPT),
    "Event.break_glass": Handled("The opening in an emergency, by reference.", "none", _KEPT),
    "Event.reason": Handled("The reason, as a key.", "none", _KEPT),
    "Event.key_id": Handled("The name of the key of the hash.", "none", _KEPT),
    "Event.hash": Handled("The keyed hash of the event and the one before.", "none", _KEPT),
    "Change.id": Handled("The change's own number.", "none", _ERASED),
    "Change.event_seq": Handled("The event that made the change.", "none", _ERASED),
    "Change.at": Handled("When it was.", "none", _ERASED),
    "Change.subject": Handled("The kind of record.", "none", _ERASED),
    "Change.subject_id": Handled("The record, by reference.", "none", _ERASED),
    "Change.person_id": Handled("The person, by reference.", "personal", _ERASED),
    "Change.section": Handled("The section of the record whose readers may read it.", "none", _ERASED),
    "Change.field": Handled("The field.", "none", _ERASED),
    "Change.before": Handled("What the field said before.", "special_category", _ERASED),
    "Change.after": Handled("What the field said after.", "special_category", _ERASED),
}
