"""What the widgets of a form have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from textual.message import Message
from textual.widget import Widget

from casetui.data.fields import Checked, FormField, From
from casetui.widgets.text import safe
from casetui.words import say

Entry = str | list[str]
"""What stands in a field: text, or a list of texts for ``several``."""
Choices = Callable[[FormField], Mapping[str, str]]
"""Gives the choices of a field: label by key."""
Read = Callable[[FormField, Entry], Checked]
"""Reads one field as the model would."""


@dataclass
class FieldChanged(Message):
    """Something was typed or chosen in a field."""

    widget: Widget
    field: FormField


@dataclass
class FieldLeft(Message):
    """The person goes on to the next field (1), or back to the one before (-1), without Tab."""

    widget: Widget
    step: int


def labels_of(field: FormField, choices: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """Return the choices' labels as they are shown; only the model's own have words put in."""
    if isinstance(field.ask.choices, From):
        return {key: safe(label) for key, label in choices.items()}
    return {key: safe(say(label, **words)) for key, label in choices.items()}
