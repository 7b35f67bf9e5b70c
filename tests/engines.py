"""Which engines the measures can be tested on here."""

from __future__ import annotations

import importlib.util
import shutil


def spark_absent() -> str:
    """Why Spark cannot be tested here; the empty text where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed (the spark extra)"
    return "" if shutil.which("java") else "there is no Java here, which Spark needs"
