"""The rows of the register: a row is one case as lists show it, and a line of the register's cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from casetui.data.keys.known_revisions import KnownRevision
from casetui.data.store.base import Stamp


@dataclass(slots=True)
class Due:
    """A task of a case with a last day."""

    day: str
    """The last day on which the task is on time, as ``2026-11-21``."""
    what: str
    area: str
    record: str = ""
    kind: str = ""
    """``what`` without the words that a person typed; empty where ``what`` has none."""


@dataclass(slots=True)
class SignOffRequest:
    """A request that somebody has to sign or see, or its answer."""

    kind: str
    """The key of the kind of request, such as ``closure``; see ``desk.requests``."""
    record: str
    by: str
    on: str
    what: str
    for_me: bool
    """Whether the register's owner may answer it, by their roles or because it names them."""


@dataclass(slots=True)
class Row:
    """One case as lists show it. Days are texts like ``2026-11-21``, empty where there is none."""

    number: str
    client_id: str = ""
    name: str = ""
    known_as: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    birth: str = ""
    method: str = ""
    method_version: str = ""
    """Digest of the packs by which the case is judged."""
    limit: int = 0
    """Clients a case manager by this method; 0 for no limit."""
    step: str = ""
    """Letter and title of the step the case is at."""
    area: str = ""
    not_same: tuple[str, ...] = ()
    """Ids of clients of whom somebody said that they are other people than this client."""
    state: str = "open"
    manager: str = ""
    team: str = ""
    opened_on: str = ""
    closed_on: str = ""
    listed: bool = True
    """Whether the person may list the case. A case that they may not list only counts in caseloads."""
    source: str = ""
    dues: tuple[Due, ...] = ()
    requests: tuple[SignOffRequest, ...] = ()
    answers: tuple[SignOffRequest, ...] = ()
    """The person's own requests that were answered: ``by`` is who answered, ``on`` the instant in UTC."""
    alerts: tuple[str, ...] = ()
    """The alerts: what to know before a call or a visit."""
    ready_to_close: bool = False
    restricted: bool = False
    named: bool = False
    """Whether a restricted case names the person."""
    lent_until: str = ""
    """The last day on which the case is lent to the person; empty where it is not."""
    problem: str = ""
    """Why the case file could not be read, as a sentence; the rest of the row is then empty."""
    not_genuine: str = ""
    """Sentences on requests and sign-offs in it that are not genuine; empty where all are."""
    revision: int = 0
    """The number of the revision that the row was made from; 0 for a case that is only counted."""
    digest: str = ""
    """The digest of that revision."""
    saved_at: str = ""
    """The instant of the save by the revision itself, in UTC."""
    key_ended: str = ""
    """The instant at which the last key of the author ended, in UTC; empty while they have a key."""
    known: KnownRevision | None = field(default=None, compare=False, repr=False)
    """The revision to remember; ``None`` for a row from the cache, and for a case that is only counted."""

    def __post_init__(self) -> None:
        """Let rows share equal texts: a big vault has thousands of rows, and few teams and people."""
        self.manager, self.team, self.state = intern(self.manager), intern(self.team), intern(self.state)

    @property
    def open(self) -> bool:
        """Whether the case counts in a caseload: it is open or paused."""
        return self.state != "closed" and not self.problem

    def next_due(self) -> Due | None:
        """Return the earliest due, or ``None``."""
        return min(self.dues, key=lambda due: due.day, default=None)


class Rows:
    """Rows by case number."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows = {row.number: row for row in rows}
        """Also the rows of cases that are only counted: open cases that the person may not list."""

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows that the person may list."""
        return iter([row for row in list(self.rows.values()) if row.listed])


def clients(rows: Iterable[Row]) -> int:
    """Return the number of distinct clients of these rows, which is the size of a caseload."""
    return len({row.client_id for row in rows})


_PLAIN = [name for name in Row.__slots__ if name not in ("dues", "requests", "answers", "listed", "known")]
_COUNTED = ("number", "client_id", "manager", "state", "limit", "team", "not_genuine")


def packed(row: Row) -> list[Any]:
    """Return a row as JSON values; of a case that is only counted, the few fields that count."""
    if not row.listed:
        return [[getattr(row, name) for name in _COUNTED]]
    dues = [[d.day, d.what, d.area, d.record, d.kind] for d in row.dues]
    asked = [
        [[r.kind, r.record, r.by, r.on, r.what, r.for_me] for r in some]
        for some in (row.requests, row.answers)
    ]
    return [[getattr(row, name) for name in _PLAIN], dues, *asked]


def unpacked(values: list[Any]) -> Row:
    """Return the row that ``packed`` was given; raise ``ValueError`` or ``TypeError`` for other values."""
    plain, *more = values
    if not more:
        return Row(listed=False, **dict(zip(_COUNTED, plain, strict=True)))
    plain = [tuple(value) if isinstance(value, list) else value for value in plain]
    row = Row(**dict(zip(_PLAIN, plain, strict=True)))
    dues, requests, answers = more
    row.dues = tuple(Due(*due) for due in dues)
    row.requests = tuple(SignOffRequest(*request) for request in requests)
    row.answers = tuple(SignOffRequest(*answer) for answer in answers)
    return row


def read_line(line: bytes) -> tuple[str, Stamp, Row | None]:
    """Return the case number in a line of the cache, the stamp of the case file, and its row if any."""
    number, changed, size, *values = json.loads(line)
    row = unpacked(values) if values else None
    # the row's own text of the number, so that memory holds it once
    return row.number if row else str(number), (int(changed), int(size)), row
