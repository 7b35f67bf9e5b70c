"""Gives every form GOV.UK's markup: `{{ form }}` is an error summary with links, labels, hints, fieldsets and boxes for dates.

Settings name `Renderer`; forms themselves stay plain Django forms. The markup follows govuk-frontend 6 (MIT).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.translation import gettext_lazy as _

_CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "textarea",
    forms.SelectMultiple: "select",
    forms.Select: "select",
    forms.FileInput: "file-upload",
    forms.CheckboxInput: "checkboxes__input",
    Input: "input",
}
"""GOV.UK's class by kind of widget; the first that fits."""
_WITHOUT = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class DateInThree(forms.Widget):
    """A date in three boxes: day, month, year. What was typed comes back as it was when it is no date."""

    template_name = "interface/forms/date.html"
    use_fieldset = True
    parts = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        year, month, day = self._split(value)
        identifier = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["boxes"] = [
            {"name": f"{name}_{part}", "id": f"{identifier}_{part}", "label": label, "width": width, "value": typed}
            for (part, label, width), typed in zip(self.parts, (day, month, year), strict=True)
        ]
        return context

    @staticmethod
    def _split(value: Any) -> tuple[str, str, str]:
        if isinstance(value, datetime.date):
            return str(value.year), str(value.month), str(value.day)
        year, month, day = [*str(value or "").split("-"), "", "", ""][:3]
        return year, month, day

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        day, month, year = ((data.get(f"{name}_{part}") or "").strip() for part, *_rest in self.parts)
        return f"{year}-{month}-{day}" if day or month or year else data.get(name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part, *_rest in self.parts) and name not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_day" if id_ else id_


class InARow(forms.RadioSelect):
    """A few short answers side by side, so that a form of many questions stays short on a phone."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["in_a_row"] = True
        return context


class DateField(forms.DateField):
    """A date asked for in three boxes."""

    widget = DateInThree

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": _("Enter a real date, like 27 3 2011"), **kwargs.pop("error_messages", {})}
        super().__init__(input_formats=["%Y-%m-%d"], error_messages=messages, **kwargs)


class Field(BoundField):
    """A field on a page: knows its GOV.UK class, where its error links to, and what describes it."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)  # the browser's own messages are not read out well, and not in Welsh
        name = next((name for kind, name in _CLASSES.items() if isinstance(widget, kind)), "")
        if name and not isinstance(widget, (*_WITHOUT, forms.HiddenInput)):
            wrong = f"govuk-{name}--error" if self.errors else ""
            counted = "govuk-js-character-count" if self.limit else ""
            classes = [f"govuk-{name}", wrong, counted, widget.attrs.get("class", "")]
            built["class"] = " ".join(filter(None, classes))
        if self.limit:
            built["aria-describedby"] = f"{self.auto_id}-info {built.get('aria-describedby', '')}".strip()
        return built

    @property
    def anchor(self) -> str:
        """The id of the first thing to mend: the field, or its first box."""
        if isinstance(self.field.widget, _WITHOUT):
            return f"{self.auto_id}_0"
        return str(self.id_for_label or self.auto_id)

    @property
    def told(self) -> list[str]:
        """What is wrong, so that it can be understood in a list of errors: an empty field is named."""
        needed = forms.Field.default_error_messages["required"]
        chosen = isinstance(self.field.widget, (forms.Select, *_WITHOUT))
        empty = _("%(label)s – choose an answer") if chosen else _("%(label)s – fill this in")
        return [
            str(empty) % {"label": self.label} if error.message == needed else said
            for error, said in zip(self.errors.as_data(), self.errors, strict=True)
        ]

    @property
    def limit(self) -> int | None:
        """How many characters a long text may have, told while one writes."""
        length = getattr(self.field, "max_length", None)
        return length if isinstance(self.field.widget, forms.Textarea) else None

    @property
    def shown_if(self) -> str:
        """The answer to another question without which this one is not asked, as `name=value` or `name=one another`; the form's `shown_if` says so.

        It is hidden by the page alone: without its script, or once something is typed or ticked in it, it is there.
        """
        return str(getattr(self.form, "shown_if", {}).get(self.name, ""))

    @property
    def is_tick(self) -> bool:
        """Whether it is one box to tick, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def says_optional(self) -> bool:
        """Whether its label says that it may be left empty."""
        return not (self.field.required or self.is_tick or getattr(self.form, "hides_optional", False))


class Renderer(TemplatesSetting):
    """Django's form renderer with the house's templates."""

    form_template_name = "interface/forms/form.html"
    formset_template_name = "interface/forms/formset.html"
    field_template_name = "interface/forms/field.html"
    bound_field_class = Field
