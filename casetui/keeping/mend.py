"""A repair that check offers, and how sentences about it name files and instants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from casetui.words import N_, say


@dataclass(frozen=True)
class Mend:
    """A repair that can be made."""

    sentence: str
    """What is wrong and what the repair does, as a sentence."""
    act: Callable[[], str]
    """Makes the repair and returns a sentence on what was done; raises ``VaultError`` or ``OSError``."""
    loses: bool = False
    """Whether the repair loses later saves."""


def label(name: str) -> str:
    """Return how a file is called in sentences: ``C-7K3F9Q`` or ``agency``."""
    return f"C-{name.removeprefix('cases/')}" if name.startswith("cases/") else name


def written(at: datetime | None) -> str:
    """Return an instant as sentences show it."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else say(N_("an unknown time"))
