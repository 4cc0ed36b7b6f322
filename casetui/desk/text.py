"""A line of what is shown of a record: a label, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A label and what stands beside it."""

    label: str
    text: str
    tone: str = ""
    heading: bool = False
