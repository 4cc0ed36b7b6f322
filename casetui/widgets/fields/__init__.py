"""One widget for each kind of field that a record's model can have."""

from __future__ import annotations

from collections.abc import Mapping

from casetui.data.fields import YES_NO, FormField
from casetui.widgets.fields.base import (
    Choices,
    Entry,
    FieldChanged,
    FieldLeft,
    Read,
    labels_of,
)
from casetui.widgets.fields.choice import ChoiceField, SeveralField
from casetui.widgets.fields.line import DateField, LineField
from casetui.widgets.fields.notes import TextField
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.text import safe
from casetui.words import say

FieldWidget = LineField | DateField | TextField | ChoiceField | SeveralField


def field_widget(
    field: FormField,
    entry: Entry,
    *,
    choices: Choices,
    words: Mapping[str, str],
    read: Read,
    suggested: bool = False,
) -> FieldWidget:
    """Return the widget for ``field`` and ``entry``, which the first key typed replaces if ``suggested``."""
    label = safe(say(field.ask.label, **words))
    if field.kind == "several":
        keys = [entry] if isinstance(entry, str) and entry else list(entry)
        return SeveralField(field, keys, labels_of(field, choices(field), words), label)
    text = entry if isinstance(entry, str) else ", ".join(entry)
    match field.kind:
        case "one":
            return ChoiceField(field, text, labels_of(field, choices(field), words), label)
        case "yes-no":
            return ChoiceField(field, text, {key: say(answer) for key, answer in YES_NO.items()}, label)
        case "date":
            return DateField(field, text, read=read)
        case "text":
            return TextField(field, text)
        case _:
            return LineField(field, text, suggested=suggested, names=list(choices(field).values()))


__all__ = [
    "ChoiceField",
    "Choices",
    "DateField",
    "Entry",
    "FieldChanged",
    "FieldLeft",
    "FieldWidget",
    "LineField",
    "PlainInput",
    "Read",
    "SeveralField",
    "TextField",
    "field_widget",
    "labels_of",
]
