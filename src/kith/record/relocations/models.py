"""The rows of relocations, by what they belong to: the move itself, the decision on it, and those who look and hear."""

from kith.record.relocations.deciding import Alternative, Approval, Consent, Decision, Tried
from kith.record.relocations.looking import Answered, Challenge, IndependentLook, View
from kith.record.relocations.moving import AfterLook, Away, Condition, NextHome, Relocation, Told
from kith.record.relocations.requesting import Request

__all__ = [
    "AfterLook",
    "Alternative",
    "Answered",
    "Approval",
    "Away",
    "Challenge",
    "Condition",
    "Consent",
    "Decision",
    "IndependentLook",
    "NextHome",
    "Relocation",
    "Request",
    "Told",
    "Tried",
    "View",
]
