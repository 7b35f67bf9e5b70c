"""Who may see a context, as a page that a lawyer can read, made from the rules; a test fails where the two differ."""

from __future__ import annotations

from kith.record.access.rules import Act
from kith.record.accounts.roles import ROLES
from kith.record.contexts.rules import ERASED_AFTER_DAYS, EXPIRY_MONTHS, RELATION_SAYS, REVIEW_MONTHS, SIGHT

_HEAD = f"""<!-- Made by `python -m kith.record.contexts.pages` (under DJANGO_SETTINGS_MODULE) from the rules: change src/kith/record/contexts/rules.py, not this page. -->
# Who may see which context

What a person sees of a context (a peer group, a school, a place, an online space) is their role × how their work relates them to it
× whether it is limited to named people. A limit wins over everything, and naming opens nothing that their work does not.

- **Limited to named people**: everyone else gets *no such page*; it is in no list, count, search, link, export or pack of theirs.
- **Who is connected**: only those whose record the user may read; of the others nothing is said, not even how many.
- **A tie** of a person to a context is looked at again after {REVIEW_MONTHS} months and held for {EXPIRY_MONTHS} unless renewed with a reason
  and evidence. The day after, it is on no page and opens nothing; {ERASED_AFTER_DAYS} days later it is erased.
- **Removed** ties are erased at once, with the values of their history. No list of those removed is kept.
- The exploitation lead and a team manager may limit a context, if they may change it.
"""


def page() -> str:
    """The page as Markdown: role × relation, with what may be done and why."""
    lines = [
        _HEAD,
        "| role | relation | not limited | limited, named | limited, not named | what it means |",
        "|---|---|---|---|---|---|",
    ]
    for key, role in ROLES.items():
        if not SIGHT[key]:
            lines.append(f"| {role.title} | any | – | – | – | This role sees no contexts. |")
        for relation, acts in SIGHT[key].items():
            may = "read, write" if Act.WRITE in acts else "read"
            name = relation.value.replace("_", " ")
            lines.append(f"| {role.title} | {name} | {may} | {may} | – | {RELATION_SAYS[relation]} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import django

    django.setup()
    print(page(), end="")  # noqa: T201
