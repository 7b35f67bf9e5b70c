"""What the audit is searched by: a person's reference, a user, an action, a day."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from kith.record.audit.vocabulary import VOCABULARY
from kith.record.interface.forms import DateField

_REFERENCE = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


class Search(forms.Form):
    """Any of its fields, all of them optional."""

    person = forms.CharField(
        label=_("Person"),
        help_text=_("The reference, or the address of a page about the person. Never a name."),
        required=False,
        max_length=300,
    )
    user = forms.ChoiceField(label=_("User"), required=False)
    action = forms.ChoiceField(label=_("What was done"), required=False)
    on = DateField(label=_("Day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = get_user_model().objects.order_by("name").values_list("id", "name", "email")
        anyone, anything = ("", _("Anyone")), ("", _("Anything"))
        self.fields["user"].choices = [anyone, *((str(key), f"{name} ({email})") for key, name, email in users)]
        self.fields["action"].choices = [anything, *sorted(VOCABULARY.items(), key=lambda item: str(item[1]))]

    def clean_person(self) -> UUID | None:
        """The reference in what was typed; only whether there is one is checked here, since nobody may be told who has a record."""
        typed = self.cleaned_data["person"]
        found = _REFERENCE.search(typed)
        if typed and not found:
            raise forms.ValidationError(_("Enter a reference, like 3fb1c2d4-0000-4000-8000-123456789abc"))
        return UUID(found[0]) if found else None

    def wanted(self) -> dict[str, Any]:
        """What to ask `queries.events` for; empty where nothing was filled in or something is wrong."""
        if not (self.is_bound and self.is_valid()):
            return {}
        filled = {name: value for name, value in self.cleaned_data.items() if value}
        if "user" in filled:
            filled["user"] = UUID(filled["user"])
        return {{"person": "person_id", "user": "user_id"}.get(name, name): value for name, value in filled.items()}
