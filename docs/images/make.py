"""Makes the picture in the README: run by hand when the report changes. It needs Chromium, and the test tools of this project.

.venv/bin/python docs/images/make.py     (after `python3 start.py`)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kith.cli.demonstrations import DEMO_MONTH, MADE_UP
from kith.figures.reports.returns import make_return
from kith.figures.synth import write_authority
from kith.foundation.dates import Month

SIZE = {"width": 1200, "height": 1500}
PICTURE = Path(__file__).with_name("report.png")


def main() -> None:
    """The top of the demonstration's report, as a browser shows it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        made = write_authority(Path(place) / "authority", children=3000, seed=1)
        outcome = make_return(made.folder, made.authority, Month.parse(DEMO_MONTH), Path(place) / "out", notice=MADE_UP)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(outcome.report.resolve().as_uri())
        page.screenshot(path=PICTURE)
        browser.close()
    sys.stdout.write(f"Written: {PICTURE}, {PICTURE.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
