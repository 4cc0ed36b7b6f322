"""An export of another system as the import takes it: stays, and their clients and users."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from casetui.exchange.export_days import DayOrder
from casetui.exchange.table import BadRow

Reason = Literal["death", "moved", "other"]


@dataclass(frozen=True)
class ExportedClient:
    """A client of the export."""

    id: str
    name: str
    """Empty where the export has a hash instead of a name."""
    birth: date | None = None
    age: int | None = None
    """Age in years on the day of reading, where the date of birth is not known exactly."""
    gender: str = ""


@dataclass(frozen=True)
class Exit:
    """How a stay ended."""

    on: date
    reason: Reason
    """What the closure of the case gives as its reason."""
    words: str
    """Where the client went, in words."""


@dataclass(frozen=True)
class Stay:
    """One enrollment: a client's stay in a project."""

    id: str
    person: ExportedClient
    entered: date
    user: str = ""
    """Id of the user who recorded the stay."""
    project: str = ""
    project_type: str = ""
    organization: str = ""
    living: str = ""
    """Where the client lived when the stay began, in words."""
    relationship: str = ""
    household: str = ""
    exit: Exit | None = None


@dataclass
class Export:
    """The content of one export."""

    source: str = ""
    """The installation of the system that made the export, such as HMIS's SourceID; empty where not given."""
    hashed: bool = False
    people: dict[str, ExportedClient] = field(default_factory=dict)
    stays: dict[str, Stay] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    """Names by user id."""
    bad: list[BadRow] = field(default_factory=list)
    """The rows that could not be read, in the order of files and lines."""
    deleted_people: set[str] = field(default_factory=set)
    """Ids of clients who were deleted there."""
    deleted_stays: set[str] = field(default_factory=set)
    """Ids of stays that were deleted there, or whose client was."""
    left_out: int = 0
    """How many stays are not in ``stays``: they were deleted, their client was, or they could not be read."""


@dataclass(frozen=True)
class System:
    """Another system, whose exports can be imported."""

    key: str
    """Names the system on the command line, and for good in the cases that come from it: ``hmis``."""
    title: str
    """What the system is called in records: ``HMIS``."""
    read: Callable[[Path, date, DayOrder | None], Export]
    """Reads the export in a folder on a day; the order is that of its short days, where it is known.

    Raises ``CaseTUIError`` where that cannot be done.
    """
