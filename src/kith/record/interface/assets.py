"""Copies the few style sheets and scripts that pages use out of the npm packages, without what a council may not use.

GOV.UK's font, crest, crown, logotype and icon belong to services on GOV.UK; a council's is not one.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
VENDOR = Path(__file__).parent / "static" / "interface" / "vendor"

_FONT_FACE = re.compile(r"/\*![^*]*Margaret Calvert[^*]*\*/|@font-face\s*{[^}]*}")
_CREST = re.compile(r"(?:background-image|background|-webkit-mask|mask)(?:-image)?:[^;}]*crest[^;}]*;?")
_SOURCE_MAP = re.compile(r"(?://|/\*)# sourceMappingURL=\S+(?: \*/)?")
_IMAGE = re.compile(r"/assets/images/([\w.-]+)")


def bring(modules: Path, htmx: Path, to: Path = VENDOR) -> list[str]:
    """Copy from `node_modules` and django-htmx's own folder; returns the names of the files written."""
    shutil.rmtree(to, ignore_errors=True)
    (to / "images").mkdir(parents=True)
    for source in (GOVUK / "govuk-frontend.min.css", MOJ / "moj-frontend.min.css"):
        text = _CREST.sub("", _FONT_FACE.sub("", (modules / source).read_text(encoding="utf-8")))
        text = text.replace("GDS Transport,arial", "Arial,Helvetica")
        for image in set(_IMAGE.findall(text)):
            shutil.copyfile(modules / MOJ / "assets" / "images" / image, to / "images" / image)
        _write(to / source.name, _IMAGE.sub(r"images/\1", text))
    for source in (GOVUK / "govuk-frontend.min.js", MOJ / "moj-frontend.min.js"):
        _write(to / source.name, (modules / source).read_text(encoding="utf-8"))
    _write(to / "htmx.min.js", htmx.read_text(encoding="utf-8"))
    return sorted(str(path.relative_to(to)) for path in to.rglob("*.*"))


def _write(path: Path, text: str) -> None:
    path.write_text(_SOURCE_MAP.sub("", text), encoding="utf-8")


if __name__ == "__main__":
    import django_htmx

    bring(Path(sys.argv[1]), Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js")
