"""The types and messages that all widgets of a form's fields share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from textual.message import Message
from textual.widget import Widget

from casetui.data.fields import Checked, ChoicesFrom, FormField
from casetui.widgets.text import safe
from casetui.words import say

Entry = str | list[str]
"""What a field holds: a text, or a list of keys for the kind ``several``."""
Choices = Callable[[FormField], Mapping[str, str]]
"""Returns the choices of a field: label by key."""
Read = Callable[[FormField, Entry], Checked]
"""Checks the entry of one field as the record's model does."""


@dataclass
class FieldChanged(Message):
    """Something was typed or chosen in a field."""

    widget: Widget
    field: FormField


@dataclass
class FieldLeft(Message):
    """The person leaves a field without Tab, for the next field (1) or the field before (-1)."""

    widget: Widget
    step: int


def labels_of(field: FormField, choices: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """Return the choices' labels as they are shown.

    ``words`` are put only into labels of the model itself: other labels are foreign text.
    """
    if isinstance(field.ask.choices, ChoicesFrom):
        return {key: safe(label) for key, label in choices.items()}
    return {key: safe(say(label, **words)) for key, label in choices.items()}
