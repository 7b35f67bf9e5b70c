"""Who is who where files share no id: certain joins, suggestions with reasons, and a sheet in which a person decides."""

from kith.reading.linkage.identities import Identities, identities
from kith.reading.linkage.link import Linked, link
from kith.reading.linkage.matches import is_matches, read_matches, write_matches
from kith.reading.linkage.suggestion import SUGGESTION

__all__ = [
    "SUGGESTION",
    "Identities",
    "Linked",
    "identities",
    "is_matches",
    "link",
    "read_matches",
    "write_matches",
]
