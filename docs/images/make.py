"""Makes the pictures in the README and the tutorial: `python3 start.py pictures`, by hand when pages change. It needs Chromium.

Those of the record are taken by the test that follows the tutorial, where the tutorial has them, on one invented morning.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kith.cli.demonstrations import DEMO_MONTH, MADE_UP
from kith.figures.reports.returns import make_return
from kith.figures.synth import write_authority
from kith.foundation.dates import Month

SIZE = {"width": 1200, "height": 1500}
FOLDER = Path(__file__).parent
PICTURE = FOLDER / "report.png"


def main() -> None:
    """The top of the demonstration's report, as a browser shows it, then the pages of the record."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        made = write_authority(Path(place) / "authority", children=3000, seed=1)
        outcome = make_return(made.folder, made.authority, Month.parse(DEMO_MONTH), Path(place) / "out", notice=MADE_UP)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(outcome.report.resolve().as_uri())
        page.screenshot(path=PICTURE)
        browser.close()
    follow = [sys.executable, "-m", "pytest", "-q", "tests/docs/test_tutorial.py"]
    done = subprocess.run(follow, cwd=FOLDER.parents[1], env=os.environ | {"KITH_PICTURES": str(FOLDER)}, check=False)  # noqa: S603 - our own words
    for made in sorted(FOLDER.glob("*.png")):
        sys.stdout.write(f"{made.name}: {made.stat().st_size // 1000} kB\n")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
