"""A line of a list, described once: a screen draws its cells, ``--plain`` says its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Leads = TypeVar("Leads")


@dataclass(frozen=True)
class ListLine(Generic[Leads]):
    """One line of a list, such as a client on the caseload or a person of the agency.

    Example: a thing of the agenda that is late has the cells ``(" !", "Assessment", "Aoife Nolan", "Mary
    Byrne")``, the tone ``late``, the heading ``Late, since Thu 19 Nov`` and is said as ``Aoife Nolan:
    Assessment, late, 2 days``.
    """

    key: str
    """Names the line: it stays the same while other lines come and go, so that a cursor stays on it."""
    cells: tuple[str, ...]
    """What stands in the columns of a screen, in their order."""
    said: str
    """The whole line in words, for who hears it or reads it alone; empty where another line says it.

    Example: a screen draws a line for each field of the client's record, ``--plain`` says the record once.
    """
    leads: Leads
    """What choosing the line leads to, such as the place in a case."""
    tone: str = ""
    """``late``, ``due``, ``quiet``, ``done`` or empty."""
    heading: str = ""
    """The heading that the line stands under. Lines under one heading follow each other; it is shown once."""


@dataclass(frozen=True)
class CasePlace:
    """Where in a case a line leads to."""

    number: str
    """The case number, without ``C-``."""
    area: str = ""
    """The key of the work area; empty for the step that the case is at."""
