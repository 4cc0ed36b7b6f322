"""A line of a list, described once: a screen draws its cells, ``--plain`` says its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Leads = TypeVar("Leads")


@dataclass(frozen=True)
class ListLine(Generic[Leads]):
    """One line of a list, such as a client on the caseload or a person of the agency.

    Example: a late assessment on the agenda has the cells ``(" !", "Assessment", "Aoife Nolan", "Mary
    Byrne")``, the tone ``late``, the heading ``Late, since Thu 19 Nov`` and the sentence ``Aoife Nolan:
    Assessment, late, 2 days``.
    """

    key: str
    """The line's key. It stays the same while other lines come and go, so that the cursor can stay on it."""
    cells: tuple[str, ...]
    """The texts for the columns of a screen, in their order."""
    said: str
    """The whole line in words, for a person who hears it or reads only this line.

    It is empty where another line says it.

    Example: a screen draws a line for each field of the client's record, ``--plain`` says the record once.
    """
    leads: Leads
    """Where choosing the line leads, such as a place in a case."""
    tone: str = ""
    """``late``, ``due``, ``quiet``, ``done`` or empty."""
    heading: str = ""
    """The heading above the line. Lines with the same heading follow each other, and it is shown once."""


@dataclass(frozen=True)
class ListTitle:
    """The title of a list.

    Example: ``ListTitle("My clients", ("7 of 8", "full"))`` is drawn as ``My clients  7 of 8  full`` and said
    as ``My clients: 7 of 8, full``.
    """

    name: str
    """What the list is called."""
    parts: tuple[str, ...] = ()
    """What it shows, such as how many clients; an empty part counts for nothing."""
    number: int | None = None
    """How many lines it has, where the title says so."""

    @property
    def drawn(self) -> str:
        """The title on a screen."""
        return "  ".join(part for part in (self._head, *self.parts) if part)

    @property
    def said(self) -> str:
        """The title in ``--plain``."""
        parts = ", ".join(part for part in self.parts if part)
        return f"{self._head}: {parts}" if parts else self._head

    @property
    def _head(self) -> str:
        return self.name if self.number is None else f"{self.name}: {self.number}"


@dataclass(frozen=True)
class CasePlace:
    """A place in a case to which a line leads."""

    number: str
    """The case number, without ``C-``."""
    area: str = ""
    """The key of the work area; empty for that of the case's step."""
    record: str = ""
    """The id of the record in that area; empty where the line is about no single one."""
