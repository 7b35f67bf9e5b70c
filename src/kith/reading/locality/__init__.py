"""Where a placement lies, from postcodes: the four meanings of out of area kept apart, and *not known* a state of its own."""

from kith.reading.locality.directory import Directory, FolderDirectory, NationalDirectory, national
from kith.reading.locality.folder import directory_from, directory_part
from kith.reading.locality.locate import REASONS, Located, locate

__all__ = [
    "REASONS",
    "Directory",
    "FolderDirectory",
    "Located",
    "NationalDirectory",
    "directory_from",
    "directory_part",
    "locate",
    "national",
]
