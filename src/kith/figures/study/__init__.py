"""The published study of thirteen services, reproduced: a made-up twin, the same measures as any return, and every figure compared."""

from kith.figures.study.compare import Comparison, compare
from kith.figures.study.showing import page, show

__all__ = ["Comparison", "compare", "page", "show"]
