"""Compiles the translations, and finds the texts that want one, without gettext's programs, which few machines have.

A `.po` file is what people edit and git keeps; the `.mo` beside it is made at set-up (its layout: GNU gettext manual, 10.3).
"""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import struct
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from kith.foundation.problems import Rule

LOCALE = Path(__file__).parent / "locale"
SOURCE = Path(__file__).parents[2]

LIBRARIES = (
    "django/contrib/auth/password_validation.py",
    "django/core/paginator.py",
    "django/core/validators.py",
    "django/forms/fields.py",
    "django/forms/models.py",
    "django/utils/dates.py",
    "django/utils/text.py",
    "django/utils/timesince.py",
    "allauth/account/adapter.py",
    "allauth/account/fields.py",
    "allauth/account/forms.py",
    "allauth/mfa/adapter.py",
    "allauth/mfa/totp/forms.py",
    "allauth/mfa/webauthn/forms.py",
    "allauth/socialaccount/adapter.py",
)
"""Modules of others whose texts reach our pages. What their own catalogues lack in a language is ours to translate."""
DECLARING = ("clocks", "dataset", "definitions", "figures", "foundation", "reading")
"""Packages of ours whose modules declare rules of input."""
_OTHERS = ("django/conf", "django/contrib/auth", "allauth")

_KINDS = {
    "_": (False, False),
    "gettext": (False, False),
    "gettext_noop": (False, False),
    "ngettext": (False, True),
    "pgettext": (True, False),
    "npgettext": (True, True),
    "Detail": (False, False),  # of a problem, in the lower half
}
"""Each function that asks for a translation: whether a context comes first, whether a plural comes after."""
_STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_TEMPLATE_CALL = re.compile(rf"\b((?:_|n?p?gettext)\({_STRING}(?:, ?{_STRING})*)")
Entry = dict[str, str]


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Write the `.mo` of every `.po`; returns those written."""
    return [_write(path.with_suffix(".mo"), catalogue(path)) for path in sorted(locale.glob("*/LC_MESSAGES/*.po"))]


def catalogue(path: Path) -> dict[str, str]:
    """A `.po` file as gettext's keys and values: context before the text after U+0004, plural forms parted by U+0000.

    Texts that are marked fuzzy or not yet translated are left out, so that English stands in.
    """
    found = {}
    for entry in _entries(path.read_text(encoding="utf-8")):
        forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
        if all(forms) and (entry["msgid"] == "" or "fuzzy" not in entry):
            found[_key(entry)] = "\0".join(forms)
    return found


def _key(entry: Entry) -> str:
    key = entry["msgid"] + (f"\0{entry['msgid_plural']}" if "msgid_plural" in entry else "")
    return f"{entry['msgctxt']}\4{key}" if "msgctxt" in entry else key


def _entries(text: str) -> Iterator[Entry]:
    for block in re.split(r"\n\s*\n", text):
        entry: Entry = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                if line.startswith("#,") and "fuzzy" in line and "msgid" not in entry:
                    entry["fuzzy"] = "yes"
                continue
            if not line.startswith('"'):
                name, _space, line = line.partition(" ")
            entry[name] = entry.get(name, "") + ast.literal_eval(line)
        if "msgid" in entry:
            yield entry


def _write(path: Path, messages: dict[str, str]) -> Path:
    """The binary form: a header, two tables of (length, offset), the keys sorted, the values; each ends in a zero byte."""
    keys = [key.encode() for key in sorted(messages, key=str.encode)]
    values = [messages[key.decode()].encode() for key in keys]
    texts = 28 + 16 * len(keys)
    table = b"".join(struct.pack("<2I", length, at) for length, at in _places([*keys, *values], texts))
    header = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, texts)
    half = path.with_suffix(f".{os.getpid()}")
    half.write_bytes(header + table + b"\0".join([*keys, *values, b""]))
    return half.replace(path)  # whole or not at all: a server may be reading it


def _places(texts: list[bytes], start: int) -> Iterator[tuple[int, int]]:
    for text in texts:
        yield len(text), start
        start += len(text) + 1


def wanted(source: Path = SOURCE) -> dict[str, str]:
    """Every text that pages and code ask to be translated, as a catalogue's key, with the first file that asks."""
    found: dict[str, str] = {}
    for path in sorted([*source.rglob("*.html"), *source.rglob("*.py"), *source.rglob("*.txt")]):
        if not {"tests", "migrations", "vendor"} & set(path.parts):
            for key in _asked_by_code(path) if path.suffix == ".py" else _asked_by_template(path):
                found.setdefault(key, str(path.relative_to(source)))
    return found


def declared() -> dict[str, str]:
    """The texts of the lower half that are declared as data and shown on pages, as `wanted` gives them."""
    from kith.figures.reports import page, wording

    texts = {
        "figures/measures/declarations": wording.declared(),
        "figures/reports/page.py": [text for pair in page.METHOD for text in pair],
        "foundation/problems.py": [text for rule in _rules() for text in (rule.says, rule.remedy)],
    }
    return {text: where for where, found in texts.items() for text in found}


def _rules() -> Iterator[Rule]:
    """Every rule that input is held against, from the modules that declare any (not what tests declare beside them)."""
    import kith
    from kith.foundation.problems import Rule

    names = ["kith.record.exchange.rules"]
    for wing in DECLARING:
        found = pkgutil.walk_packages([str(Path(kith.__path__[0]) / wing)], f"kith.{wing}.")
        names += [one.name for one in found if not {"tests", "__main__"} & set(one.name.split("."))]
    for name in names:
        yield from (one for one in vars(importlib.import_module(name)).values() if isinstance(one, Rule))


def borrowed(language: str) -> dict[str, str]:
    """The texts of `LIBRARIES` that nobody has translated into the language, as `wanted` gives them."""
    catalogues = (_library(name) / "locale" / language / "LC_MESSAGES" / "django.po" for name in _OTHERS)
    there = {key for path in catalogues if path.exists() for key in catalogue(path)}
    return {
        key: module for module in reversed(LIBRARIES) for key in _asked_by_code(_library(module)) if key not in there
    }


def _library(path: str) -> Path:
    package, _slash, rest = path.partition("/")
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent / rest


def _asked_by_code(path: Path) -> Iterator[str]:
    yield from _calls(path.read_text(encoding="utf-8"))


def _asked_by_template(path: Path) -> Iterator[str]:
    for call in _TEMPLATE_CALL.findall(templatize(path.read_text(encoding="utf-8"))):
        # A plural's count is a variable of the template, which no Python could read.
        yield from _calls(call + ", 0)" if call.startswith("n") else call + ")")


def _calls(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    names = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            kind = names.get(name, name).removesuffix("_lazy")
            said = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            context, plural = _KINDS.get(kind, (False, False))
            if kind in _KINDS and len(said) >= 1 + context + plural:
                key = "\0".join(said[context : context + 1 + plural])
                yield f"{said[0]}\4{key}" if context else key


def _names(tree: ast.Module) -> dict[str, str]:
    """What a module calls gettext's functions, by import (`import gettext_lazy as _L`) or assignment (`_L = gettext_lazy`)."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            found |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            found |= {
                target.id: found.get(node.value.id, node.value.id)
                for target in node.targets
                if isinstance(target, ast.Name)
                and found.get(node.value.id, node.value.id).removesuffix("_lazy") in _KINDS
            }
    return found


def add_missing(language: str, locale: Path = LOCALE) -> list[str]:
    """Append what is wanted and not yet there to a language's `.po`, untranslated; returns the keys appended."""
    path = locale / language / "LC_MESSAGES" / "django.po"
    there = {_key(entry) for entry in _entries(path.read_text(encoding="utf-8"))}
    missing = {
        key: where for key, where in {**borrowed(language), **declared(), **wanted()}.items() if key not in there
    }
    with path.open("a", encoding="utf-8") as file:
        file.writelines(_blank(key, where) for key, where in missing.items())
    return list(missing)


def _blank(key: str, where: str) -> str:
    context, _mark, text = key.rpartition("\4")
    single, _mark, plural = text.partition("\0")
    lines = [f"#: {where}", *([f"msgctxt {_quoted(context)}"] if context else []), f"msgid {_quoted(single)}"]
    forms = [f'msgstr[{number}] ""' for number in range(4)]
    lines += [f"msgid_plural {_quoted(plural)}", *forms] if plural else ['msgstr ""']
    return "\n" + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    if sys.argv[1:] == ["add-missing"]:
        add_missing("cy")
    compile_all()
