"""A line of a record as it is shown: a label and a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A label and the text beside it."""

    label: str
    text: str
    tone: str = ""
    heading: bool = False
