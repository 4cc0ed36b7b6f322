"""The columns of a record in words, for rows and the timeline."""

from __future__ import annotations

from casetui.checklists.pack import Method
from casetui.data.fields import FormField
from casetui.data.records import Record


def labelled(method: Method, record: Record, field: FormField, text: str) -> str:
    """Return a column's text, after its label where the text alone would not say what it is."""
    if not text or field.name not in record.labelled:
        return text
    label = method.say(field.ask.label)
    return f"{label[:1].lower()}{label[1:]}: {text}"
