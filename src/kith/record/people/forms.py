"""What people type about people: each form asks what its row holds, with choices from `definitions` and a reason for each question."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.interface.forms import DateField
from kith.record.people.models import Address, FamilyTie, Identifier, Involvement, Name, Person
from kith.record.people.rules import is_nhs_number, whole_postcode
from kith.record.rows.forms import Code, RowForm, Spanned, choices
from kith.record.rows.models import Row


class NameForm(Spanned):
    model = Name
    kind = Code("name_kind", label=_("Kind of name"), initial="legal")
    given = forms.CharField(label=_("Given names"), max_length=120, required=False)
    family = forms.CharField(label=_("Family name"), max_length=120, required=False)
    called = forms.CharField(
        label=_("Likes to be called"), max_length=120, required=False, help_text=_("What you would say to them.")
    )
    from_on = DateField(label=_("From"), required=False)
    to_on = DateField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("given", "family", "called")):
            self.add_error("given", _("Enter a name, or what they are called"))
        return cleaned


class AddressForm(Spanned):
    model = Address
    kind = Code("address_kind", label=_("Kind of address"), initial="home")
    lines = forms.CharField(label=_("Address"), max_length=300)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    withheld = Code(
        "withheld",
        label=_("Withhold this address"),
        initial="no",
        help_text=_("A withheld address is shown to nobody who is not allowed it, on any page, letter or list."),
    )
    from_on = DateField(label=_("From"), required=False)
    to_on = DateField(label=_("Until"), required=False)

    def clean_postcode(self) -> str:
        text = self.cleaned_data["postcode"]
        tight = whole_postcode(text)
        if text and len(tight) < 5:
            raise forms.ValidationError(_("Enter a whole postcode, or leave it empty"))
        return f"{tight[:-3]} {tight[-3:]}" if tight else ""


class InvolvementForm(Spanned):
    model = Involvement
    status = Code("involvement", label=_("Involvement"))
    from_on = DateField(label=_("From"), required=False)
    to_on = DateField(label=_("Until"), required=False, help_text=_("Leave empty while it is open."))


class IdentifierForm(RowForm):
    model = Identifier
    scheme = Code("identifier", label=_("Whose number"))
    value = forms.CharField(label=_("Number"), max_length=60)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("scheme") == "nhs" and cleaned.get("value") and not is_nhs_number(cleaned["value"]):
            self.add_error("value", _("Enter an NHS number of 10 digits: a digit is wrong or missing"))
        return cleaned


class FamilyForm(Spanned):
    model = FamilyTie
    q = forms.CharField(label=_("Find them by name"), required=False, help_text=_("Among the people you may see."))
    other_id = forms.ChoiceField(label=_("Who"), required=False, widget=forms.RadioSelect)
    kind = Code("family_tie", label=_("What they are to this person"))
    responsibility = Code("state", label=_("Has parental responsibility"), initial="not_known")
    from_on = DateField(label=_("From"), required=False)
    to_on = DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, found: list[tuple[str, str]] | None = None, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["other_id"].choices = found or []
        if not found:
            del self.fields["other_id"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("other_id"):
            self.add_error("other_id" if "other_id" in self.fields else "q", _("Find the person and choose them"))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "q"}


class DetailsForm(RowForm):
    """What stands in a person's own row."""

    model = Person
    kind = Code("person_kind", label=_("Who they are"), initial="young_person")
    born_on = DateField(
        label=_("Birth date"), required=False, help_text=_("If only the month or year is known, give the first.")
    )
    birth_precision = Code("birth_precision", label=_("How exact the birth date is"), initial="day")
    died_on = DateField(label=_("Died on"), required=False)
    sex = Code("sex", label=_("Sex"), initial="U", help_text=_("As the statutory returns ask for it."))
    gender = Code(
        "gender", label=_("Gender"), initial="not_known", help_text=_("In their own words, as near as the list comes.")
    )
    ethnicity = Code("ethnicity", label=_("Ethnicity"), initial="NOBT")
    language = Code("language", label=_("Language they speak most easily"), initial="not_known")
    interpreter = Code("state", label=_("Needs an interpreter"), initial="not_known")
    disability = Code("state", label=_("Has a disability"), initial="not_known")
    disabilities = forms.MultipleChoiceField(
        label=_("Kinds of disability"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    immigration_status = Code("immigration_status", label=_("Immigration status"), initial="not_known")

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["disabilities"].choices = [pair for pair in choices("disability")() if pair[0] != "NONE"]

    def clean(self) -> dict[str, Any]:
        return clean_birth(self, clean_disability(self, super().clean() or self.cleaned_data))


def clean_birth(form: forms.Form, cleaned: dict[str, Any]) -> dict[str, Any]:
    """A date and its precision agree; the date of a vague one is the first of its month or year."""
    born_on, precision = cleaned.get("born_on"), cleaned.get("birth_precision")
    if born_on is None:
        cleaned["birth_precision"] = "not_known"
    elif precision in {"not_known", "", None}:
        cleaned["birth_precision"] = "day"
    elif precision in {"month", "year"}:
        cleaned["born_on"] = date(born_on.year, born_on.month if precision == "month" else 1, 1)
    today = timezone.localdate()
    if born_on and born_on > today and cleaned["birth_precision"] != "expected":
        form.add_error(
            "born_on", _("The birth date is in the future. If the child is not yet born, say that it is expected.")
        )
    return cleaned


def clean_disability(form: forms.Form, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Kinds are given of a disability alone."""
    if cleaned.get("disabilities") and cleaned.get("disability") != "yes":
        form.add_error("disability", _("Say yes, or leave the kinds empty"))
    return cleaned


class NewPersonForm(forms.Form):
    """What is asked before a record is begun: enough to see whether there is one already."""

    kind = Code("person_kind", label=_("Who they are"), initial="young_person")
    given = forms.CharField(label=_("Given names"), max_length=120, required=False)
    family = forms.CharField(label=_("Family name"), max_length=120, required=False)
    called = forms.CharField(label=_("Likes to be called"), max_length=120, required=False)
    born_on = DateField(
        label=_("Birth date"), required=False, help_text=_("If only the month or year is known, give the first.")
    )
    birth_precision = Code("birth_precision", label=_("How exact the birth date is"), initial="day")
    postcode = forms.CharField(
        label=_("Postcode of their home"),
        max_length=10,
        required=False,
        help_text=_("It helps to find a record there may be."),
    )
    lines = forms.CharField(label=_("Address"), max_length=300, required=False)
    scheme = Code("identifier", label=_("Whose number"), required=False, initial="la", widget=forms.Select())
    value = forms.CharField(label=_("A number they are known by"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = clean_birth(self, super().clean() or self.cleaned_data)
        if not any(cleaned.get(name) for name in ("given", "family", "called")):
            self.add_error("given", _("Enter a name, or what they are called"))
        return cleaned

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "born_on", "birth_precision")}

    def name(self) -> dict[str, Any]:
        return {"kind": "legal", **{name: self.cleaned_data[name] for name in ("given", "family", "called")}}

    def rows(self) -> list[Row]:
        """The address and number typed, as rows not yet saved."""
        said, made = self.cleaned_data, list[Row]()
        if said["lines"] or said["postcode"]:
            made.append(Address(lines=said["lines"] or "-", postcode=whole_postcode(said["postcode"])))
        if said["value"]:
            made.append(Identifier(scheme=said["scheme"] or "other", value=said["value"]))
        return made


class SearchForm(forms.Form):
    """What is looked for; anything of it will do."""

    q = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("In any order, former names too. Slips are forgiven."),
    )
    born_on = DateField(label=_("Birth date"), required=False)
    postcode = forms.CharField(label=_("Postcode, or its beginning"), max_length=10, required=False)
    number = forms.CharField(
        label=_("Number"), max_length=60, required=False, help_text=_("Any number they are known by.")
    )
    hides_optional = True


class FilterForm(forms.Form):
    """Which of my young people are listed."""

    status = forms.ChoiceField(label=_("Involvement"), required=False, choices=choices("involvement", first=_("Any")))
    ages = forms.ChoiceField(
        label=_("Age"),
        required=False,
        choices=[("", _("Any")), ("10-12", "10–12"), ("13-15", "13–15"), ("16-17", "16–17"), ("18-25", "18–25")],
    )
    hides_optional = True


class PhotoForm(forms.Form):
    """A photo to be made anew from what is uploaded."""

    image = forms.ImageField(
        label=_("Photo"), help_text=_("JPEG or PNG, up to 5 MB. Where and with what it was taken is removed.")
    )
    taken_on = DateField(label=_("Taken on"), required=False)
