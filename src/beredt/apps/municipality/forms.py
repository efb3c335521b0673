"""Forms of the room: what is typed, turned into arguments; whether it may stand there is for the doors and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from beredt.apps.municipality import labels
from beredt.apps.municipality.doors import PackColumn
from beredt.domain.municipality.tables import BASES
from beredt.kit.language import Language, mark

Choices = Sequence[tuple[str, str]]


class ManyFilesInput(forms.ClearableFileInput):
    """A file field in which several files can be chosen."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; at least one where the field is required."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each of them judged by itself."""
        return [super(ManyFilesField, self).clean(file, initial) for file in (data or [None])]


class TokenForm(forms.Form):
    """A form that has an effect once, however often it is sent."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["token"].initial = str(uuid4())


class OriginForm(TokenForm):
    """Where what is typed comes from."""

    basis = forms.ChoiceField(widget=forms.RadioSelect)
    source = forms.CharField(required=False, max_length=2_000)
    as_of = forms.CharField(required=False, max_length=40)

    def __init__(self, *arguments: Any, language: Language, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.language = language
        say = language.say
        self.fields["basis"].label = say(mark("How sure is it?"))
        _offer(self.fields["basis"], [(basis, say(labels.CHOICES[basis])) for basis in BASES])
        self.fields["source"].label = say(mark("Source"))
        self.fields["source"].help_text = say(mark("Who or what says so: a function, a document. No person's name."))
        self.fields["as_of"].label = say(mark("As of"))
        self.fields["as_of"].help_text = say(mark("The day, month or year it held, for instance 23-11-2026."))


class ValueForm(OriginForm):
    """One value with its origin; `expected_version` is the row as it was when the form was made."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    value = forms.CharField(required=False, strip=False, max_length=20_000)

    field_order = ("value", "basis", "source", "as_of")

    def __init__(self, *arguments: Any, column: PackColumn, choices: Choices = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["value"] = value_field(column, self.language, choices=choices)
        self.order_fields(self.field_order)


class RowForm(OriginForm):
    """A whole new row of a table with its origin."""

    def __init__(
        self, *arguments: Any, columns: Sequence[PackColumn], choices: Mapping[str, Choices], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        names = [column.name for column in columns if column.name not in {"basis", "source", "as_of"}]
        for column in columns:
            if column.name in names:
                self.fields[column.name] = value_field(column, self.language, choices=choices.get(column.name, ()))
        self.order_fields([*names, "basis", "source", "as_of"])


class UploadForm(TokenForm):
    """Files to take in, and what they are."""

    chosen = ManyFilesField()
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    table = forms.ChoiceField(required=False)
    sheet = forms.CharField(required=False, max_length=200)

    def __init__(self, *arguments: Any, language: Language, **named: Any) -> None:
        super().__init__(*arguments, **named)
        say = language.say
        self.fields["chosen"].label = say(mark("Files"))
        self.fields["chosen"].help_text = say(
            mark("A pack as .zip, or its files; a spreadsheet (.xlsx, .csv); a filled call list. At most 200 MB.")
        )
        self.fields["kind"].label = say(mark("What is it?"))
        self.fields["kind"].initial = "pack"
        kinds = [
            ("pack", say(mark("A pack, or some of its files"))),
            ("table", say(mark("A spreadsheet with rows of one table"))),
            ("calls", say(mark("A filled call list"))),
        ]
        _offer(self.fields["kind"], kinds)
        self.fields["table"].label = say(mark("Which table are the rows of?"))
        tables = [(table, say(title)) for table, title in labels.TABLES.items()]
        _offer(self.fields["table"], [("", say(mark("(only for a spreadsheet)"))), *tables])
        self.fields["sheet"].label = say(mark("Which sheet?"))
        self.fields["sheet"].help_text = say(mark("Only where the workbook has several."))


def value_field(column: PackColumn, language: Language, *, choices: Choices = ()) -> forms.Field:
    """The field for a value of a column: a choice where only some words can stand there, else a line of text."""
    say = language.say
    label = say(labels.COLUMNS[column.name]) if column.name in labels.COLUMNS else column.name
    words = [(word, say(labels.CHOICES.get(word, word))) for word in column.choices]
    if column.type == "boolean":
        words = [("", say(mark("not known"))), ("ja", say(mark("yes"))), ("nej", say(mark("no")))]
    elif words and column.blank != "error":
        words = [("", "–"), *words]
    elif choices:
        words = list(choices) if column.blank == "error" else [("", "–"), *choices]
    is_needed = column.blank == "error"
    if words:
        return forms.ChoiceField(label=label, choices=words, required=is_needed)
    field = forms.CharField(label=label, required=False, strip=False, max_length=20_000)
    if column.unit:
        field.help_text = say(mark("In {unit}; a decimal comma."), unit=_unit(column.unit, language))
    if column.type in {"number", "integer"}:
        field.widget.attrs["inputmode"] = "decimal"
    return field


def typed_text(value: Any, language: Language) -> str:
    """A value as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        return text.replace(".", ",") if language.code == "da" else text
    return str(value)


def _offer(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def _unit(unit: str, language: Language) -> str:
    words = {
        "h": mark("hours"),
        "persons": mark("persons"),
        "kr": mark("kroner"),
        "degrees": mark("degrees"),
        "beds": mark("beds"),
    }
    return language.say(words[unit]) if unit in words else unit
