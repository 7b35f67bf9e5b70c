"""All sources put together to one dataset."""

from kith.reading.assembly.assemble import Assembled, assemble

__all__ = ["Assembled", "assemble"]
