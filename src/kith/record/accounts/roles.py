"""The roles: what each may do at all, before it is asked about whom. Readable by a lawyer; a page of the docs is made from it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.utils.translation import gettext_lazy as _


class Capability(StrEnum):
    """A thing that a role may do; about whom is for `access` to say."""

    READ_RECORDS = "read_records"
    WRITE_RECORDS = "write_records"
    CREATE_PEOPLE = "create_people"
    MERGE_PEOPLE = "merge_people"
    ALLOCATE = "allocate"
    DECIDE_MOVES = "decide_moves"  # answers for decisions to move a young person
    RESTRICT = "restrict"
    BREAK_GLASS = "break_glass"
    REVIEW_BREAK_GLASS = "review_break_glass"
    EXPORT_LISTS = "export_lists"
    SEE_FIGURES = "see_figures"
    SEE_SMALL_NUMBERS = "see_small_numbers"  # of figures, which must not leave the authority
    OPEN_FIGURES = "open_figures"  # to whom of those they may see a figure counts
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    SEE_CONTEXTS = "see_contexts"
    OPEN_CONTEXTS = "open_contexts"
    LIMIT_CONTEXTS = "limit_contexts"
    TAKE_DATASET = "take_dataset"  # the whole record, under pseudonyms
    LOAD_DATASET = "load_dataset"
    ADJUST_CLOCKS = "adjust_clocks"  # an authority's own limits and term dates
    EDIT_DOCUMENTS = "edit_documents"
    HANDLE_RIGHTS = "handle_rights"  # subject access, retention, erasure


class Role:
    """One role. `key` is stored; `title` is what people read; `says` why it exists."""

    key: ClassVar[str]
    title: ClassVar[str]
    says: ClassVar[str]
    may: ClassVar[frozenset[Capability]]
    second_factor: ClassVar[bool] = True


_C = Capability


class Practitioner(Role):
    key, title = "practitioner", _("Practitioner")
    says = _("Works with young people who are allocated to them or to their team.")
    may = frozenset(
        {_C.READ_RECORDS, _C.WRITE_RECORDS, _C.CREATE_PEOPLE, _C.BREAK_GLASS, _C.SEE_CONTEXTS, _C.OPEN_CONTEXTS}
    )


class TeamManager(Role):
    key, title = "team_manager", _("Team manager")
    says = _("Answers for the work of a team: allocates, reviews, merges duplicates, restricts a record.")
    may = Practitioner.may | {
        _C.ALLOCATE,
        _C.DECIDE_MOVES,
        _C.MERGE_PEOPLE,
        _C.RESTRICT,
        _C.LIMIT_CONTEXTS,
        _C.REVIEW_BREAK_GLASS,
        _C.EXPORT_LISTS,
        _C.SEE_FIGURES,
        _C.SEE_SMALL_NUMBERS,
        _C.OPEN_FIGURES,
        _C.TAKE_DATASET,
        _C.LOAD_DATASET,
        _C.ADJUST_CLOCKS,
    }


class ExploitationLead(Role):
    key, title = "exploitation_lead", _("Exploitation lead")
    says = _("Leads the panel on exploitation: sees those on the panel, whoever they are allocated to.")
    may = Practitioner.may | {
        _C.EXPORT_LISTS,
        _C.SEE_FIGURES,
        _C.SEE_SMALL_NUMBERS,
        _C.OPEN_FIGURES,
        _C.LIMIT_CONTEXTS,
    }


class IndependentReviewingOfficer(Role):
    key, title = "independent_reviewing_officer", _("Independent reviewing officer")
    says = _("Reviews the plans of those whom they review; writes reviews, not the plan.")
    may = frozenset({_C.READ_RECORDS, _C.WRITE_RECORDS, _C.BREAK_GLASS, _C.SEE_CONTEXTS})


class Placements(Role):
    key, title = "placements", _("Placements and commissioning")
    says = _("Finds homes: sees what a search needs of those whom they are asked to place.")
    may = frozenset({_C.READ_RECORDS, _C.WRITE_RECORDS, _C.SEE_CONTEXTS})


class Analyst(Role):
    key, title = "analyst", _("Analyst")
    says = _("Sees figures, never names.")
    may = frozenset({_C.SEE_FIGURES, _C.SEE_SMALL_NUMBERS, _C.TAKE_DATASET})


class PartnershipLead(Role):
    key, title = "partnership_lead", _("Partnership lead")
    says = _("Answers the partnership's questions from figures, never names.")
    may = frozenset({_C.SEE_FIGURES})


class Administrator(Role):
    key, title = "administrator", _("Administrator")
    says = _("Makes and closes accounts; never sees a young person's record.")
    may = frozenset({_C.MANAGE_ACCOUNTS, _C.ADJUST_CLOCKS, _C.EDIT_DOCUMENTS})


class DataProtectionOfficer(Role):
    key, title = "data_protection_officer", _("Data-protection officer")
    says = _("Reads the audit and handles rights; does not read what is written about a young person.")
    may = frozenset({_C.READ_AUDIT, _C.HANDLE_RIGHTS})


class OnCallWorker(Role):
    key, title = "on_call_worker", _("On-call worker")
    says = _(
        "Answers at night: sees what is needed to keep someone safe now, of anyone not restricted, each with a reason."
    )
    may = frozenset({_C.READ_RECORDS, _C.WRITE_RECORDS, _C.CREATE_PEOPLE, _C.BREAK_GLASS, _C.SEE_CONTEXTS})


class AreaAuthorityGuest(Role):
    key, title = "area_authority_guest", _("Area-authority guest")
    says = _("Works where a young person is placed: sees the sections shared, of that one young person, until a date.")
    may = frozenset({_C.READ_RECORDS})


ROLES: dict[str, type[Role]] = {
    role.key: role
    for role in (
        Practitioner,
        TeamManager,
        ExploitationLead,
        IndependentReviewingOfficer,
        Placements,
        Analyst,
        PartnershipLead,
        Administrator,
        DataProtectionOfficer,
        OnCallWorker,
        AreaAuthorityGuest,
    )
}
"""Every role by its key."""
