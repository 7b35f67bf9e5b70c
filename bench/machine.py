"""What the figures were measured on; nothing that names the place or the person."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("kith-safeguarding", "polars", "narwhals", "lxml", "xlsxwriter", "vl-convert-python", "splink", "duckdb")


def about() -> dict[str, str]:
    """Processor, cores, memory, system, Python and how busy it was when the run began."""
    found = {
        "Processor": _processor(),
        "Cores": str(os.cpu_count()),
        "Memory": _memory(),
        "System": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }
    if hasattr(os, "getloadavg"):
        found["Busy at the start"] = f"{os.getloadavg()[0]:.1f} programs running (mean of a minute)"
    return found


def versions() -> dict[str, str]:
    """Versions of the packages that do the work."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "not known"


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024**3:.0f} GB"
    except (AttributeError, ValueError):  # Windows has no such call
        return "not known"
