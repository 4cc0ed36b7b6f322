"""Something that can be mended, and how files are called when it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from casetui.words import N_, say


@dataclass(frozen=True)
class Mend:
    """Something that can be mended."""

    found: str
    """What is to be done, as a sentence."""
    act: Callable[[], str]
    """Mends it and says in a sentence what was done; raises ``VaultError`` or ``OSError``."""
    loses: bool = False
    """Whether somebody's later saves are lost by it."""


def label(name: str) -> str:
    """Return how a file is called in sentences: ``C-7K3F9Q`` or ``agency``."""
    return f"C-{name.removeprefix('cases/')}" if name.startswith("cases/") else name


def written(at: datetime | None) -> str:
    """Return an instant as sentences show it."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else say(N_("an unknown time"))
