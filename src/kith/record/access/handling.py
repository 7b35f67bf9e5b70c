"""How the fields of access are handled: who may see whom lives as long as the person's record, since it explains the audit."""

from kith.record.interface.handling import Handled, Sensitivity

_PERSON, _PANEL, _TRIED = "with_person", "accounts.account", "access.tried"


def _made(model: str, kept: str = _PERSON) -> dict[str, Handled]:
    return {
        f"{model}.id": Handled("The row's own reference.", "none", kept),
        f"{model}.made_at": Handled("When it was made.", "none", kept),
        f"{model}.made_by": Handled("Who made it.", "personal", kept),
    }


def _over(model: str, word: str, kept: str = _PERSON) -> dict[str, Handled]:
    return {
        f"{model}.{word}_at": Handled(f"When it was {word}.", "none", kept),
        f"{model}.{word}_by": Handled(f"By whom it was {word}.", "personal", kept),
    }


def _says(name: str, says: str, sensitivity: Sensitivity = "none", kept: str = _PERSON) -> dict[str, Handled]:
    return {name: Handled(says, sensitivity, kept)}


HANDLING: dict[str, Handled] = {
    **_says("Known.id", "The person, by reference.", "personal"),
    **_says("Known.into", "The record into which this one was merged.", "personal"),
    **_says("Known.root_id", "The record that is kept after all merges.", "personal"),
    **_made("Panel", _PANEL),
    **_says("Panel.name", "What the panel is called.", "none", _PANEL),
    **_says("Panel.closed_on", "The day on which the panel was closed.", "none", _PANEL),
    **_made("PanelMember", _PANEL),
    **_over("PanelMember", "ended", _PANEL),
    **_says("PanelMember.panel", "The panel.", "none", _PANEL),
    **_says("PanelMember.user", "Who sits on it.", "personal", _PANEL),
    **_made("Relation"),
    **_over("Relation", "ended"),
    **_says("Relation.person", "Whom it is about.", "personal"),
    **_says("Relation.kind", "What for.", "personal"),
    **_says("Relation.user", "Who works with them.", "personal"),
    **_says("Relation.team", "The team that works with them.", "personal"),
    **_says("Relation.panel", "The panel on whose list they are.", "special_category"),
    **_says("Relation.from_on", "The first day."),
    **_says("Relation.to_on", "The last day."),
    **_made("Restriction"),
    **_over("Restriction", "lifted"),
    **_says("Restriction.person", "Whose record is limited to named people.", "personal"),
    **_says("Restriction.reason", "Why, as a key.", "personal"),
    **_says("Restriction.lifted_why", "Why it was lifted, in words.", "special_category"),
    **_made("Named"),
    **_over("Named", "ended"),
    **_says("Named.restriction", "The restriction.", "personal"),
    **_says("Named.user", "Who may see the record all the same.", "personal"),
    **_made("KeptFrom"),
    **_over("KeptFrom", "lifted"),
    **_says("KeptFrom.person", "Whose record it is.", "personal"),
    **_says("KeptFrom.user", "Who must not see it.", "personal"),
    **_says("KeptFrom.reason", "What the conflict is, in words.", "special_category"),
    **_made("Glass"),
    **_over("Glass", "reviewed"),
    **_says("Glass.person", "Whose record was opened in an emergency.", "personal"),
    **_says("Glass.reason", "Why, in words.", "special_category"),
    **_says("Glass.until", "Until when it is open."),
    **_says("Glass.manager", "Who reviews it.", "personal"),
    **_says("Glass.review_due_on", "The day by which it is reviewed."),
    **_says("Glass.outcome", "Whether the manager agreed.", "personal"),
    **_says("Glass.words", "What the manager said, in words.", "special_category"),
    **_made("Tried", _TRIED),
    **_says("Tried.reason", "Why somebody unseen had to be found, in words.", "special_category", _TRIED),
    **_says("Tried.glass", "What was opened, if anything was.", "personal", _TRIED),
    **_made("StatedReason"),
    **_says("StatedReason.person", "Whose record was opened on call.", "personal"),
    **_says("StatedReason.reason", "Why, in words.", "special_category"),
    **_says("StatedReason.until", "Until when the reason holds."),
    **_made("GuestShare"),
    **_over("GuestShare", "ended"),
    **_says("GuestShare.guest", "With whom it is shared.", "personal"),
    **_says("GuestShare.person", "Whose record it is.", "personal"),
    **_says("GuestShare.section", "Which section is shared.", "personal"),
    **_says("GuestShare.until_on", "The last day of the sharing."),
}
