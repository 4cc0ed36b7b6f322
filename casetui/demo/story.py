"""Builds one made-up case: its records, each with an author, an instant and an entry."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import Calendar
from casetui.data.record_file import Tables
from casetui.data.records import Case, Consent, Entry, Record
from casetui.demo.cast import Seat

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """What the stories of one demo share. ``today`` is the day that the demo is made for."""

    today: date
    calendar: Calendar
    method: Method
    sign: Callable[[str, Sequence[str]], str]
    """Returns a person's signature over the words of a statement, by the person's id."""
    names: dict[str, str] = field(default_factory=dict)
    """The people's names by id."""
    closed: list[Story] = field(default_factory=list)
    """The stories of closed cases whose clients may come back."""
    first: dict[str, Story] = field(default_factory=dict)
    """By team, the story of its first open case."""


class Story:
    """A case, told from its first day to yesterday: ``today`` is left to the person who tries the demo."""

    def __init__(self, stage: Stage, seat: Seat, number: str, rng: random.Random) -> None:
        self.stage = stage
        self.seat = seat
        self.rng = rng
        self.tables: Tables = {}
        self.case = Case(
            number=number, client_id="", method=stage.method.key, method_version=stage.method.version,
            team=seat.team, manager=seat.manager, opened_on=stage.today,
        )  # fmt: skip
        self.last = self.at(stage.today - timedelta(days=9999))
        self._made: dict[date, int] = {}
        self.sharing = Consent(kind="sharing", given_on=stage.today, how="signed")
        """The consent to sharing on which services and referrals rest; ``steps.plan`` sets it."""

    # -- days ------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day the demo is made for."""
        return self.stage.today

    @property
    def opened(self) -> date:
        """The day of intake."""
        return self.case.opened_on

    def ago(self, days: int) -> date:
        """Return the day that is ``days`` days before today."""
        return self.today - timedelta(days=days)

    def after(self, days: int) -> date:
        """Return the day that is ``days`` days after intake, but never later than yesterday."""
        return min(self.opened + timedelta(days=days), max(self.ago(1), self.opened))

    def working(self, day: date) -> date:
        """Return ``day``, or the last working day before it, but never one before intake."""
        found = day
        while not self.stage.calendar.works(found):
            found -= timedelta(days=1)
        return max(found, self.opened)

    def working_days_ago(self, days: int) -> date:
        """Return the last day after which ``days`` working days end no later than today."""
        found = self.today
        while self.stage.calendar.add_working_days(found, days) > self.today:
            found -= timedelta(days=1)
        return found

    def at(self, day: date) -> datetime:
        """Return nine o'clock on ``day`` in the agency's zone, as an instant in UTC."""
        return datetime.combine(day, time(9), self.stage.calendar.zone_info).astimezone(UTC)

    # -- chance ----------------------------------------------------------------------------------

    def choice(self, things: Sequence[T]) -> T:
        """Return one of ``things`` by chance."""
        return things[int(self.rng.random() * len(things))]

    def number(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high`` by chance."""
        return self.rng.randint(low, high)

    def maybe(self, chance: float) -> bool:
        """Return ``True`` with the probability ``chance`` (0 to 1)."""
        return self.rng.random() < chance

    # -- records ---------------------------------------------------------------------------------

    @property
    def worker(self) -> str:
        """Id of the case's author: its case manager, or the line manager while it has none."""
        return self.case.manager or self.seat.line_manager

    def add(self, record: R, on: date | None = None, by: str = "", act: str = "add") -> R:
        """Add a record and its entry, as made on the day ``on``, by default the record's own day."""
        day = min(on or record.day() or self.opened, self.today)
        self._made[day] = self._made.get(day, 0) + 1
        at = self.at(day) + timedelta(minutes=4 * self._made[day])
        by = by or self.worker
        record.made_by, record.made_at = by, at
        self._put(record)
        self.entry(act, at, by, record)
        return record

    def change(self, record: R, on: date, by: str = "", act: str = "save", **values: Any) -> R:
        """Replace a record by one with ``values``, as changed on the day ``on``; return the new record."""
        changed = record.model_copy(update=values)
        self._made[on] = self._made.get(on, 0) + 1
        at = self.at(on) + timedelta(minutes=4 * self._made[on])
        changed.changed_by, changed.changed_at = by or self.worker, at
        self._put(changed)
        self.entry(act, at, by or self.worker, changed, sorted(values))
        return changed

    def entry(self, act: str, at: datetime, by: str, record: Record, fields: list[str] | None = None) -> None:
        """Add the entry of an act on a record."""
        entry = Entry(
            at=at,
            by=by,
            act=act,
            about=record.table,
            record=record.id,
            fields=fields or [],
            made_by=by,
            made_at=at,
        )
        self._put(entry)
        self.last = max(self.last, at)

    def every(self, kind: type[R]) -> list[R]:
        """Return the records of a kind as they are now."""
        documents = self.tables.get(kind.table, {})
        return [kind.model_validate({**document, "id": key}) for key, document in documents.items()]

    def _put(self, record: Record) -> None:
        document = record.document()
        del document["id"]
        self.tables.setdefault(record.table, {})[record.id] = document

    def saved_last(self) -> tuple[CaseFile, str, datetime]:
        """Return the case file at the end of the story, the id of the person who saved it last, and when."""
        self.case.made_by, self.case.made_at = self.worker, self.at(self.opened)
        self._put(self.case)
        ordered = {Case.table: self.tables.pop(Case.table), **self.tables}
        by = self.case.manager or self.seat.line_manager
        return CaseFile(f"cases/{self.case.number}", ordered), by, self.last


Situation = Callable[[Story], None]
SITUATIONS: dict[str, list[Situation]] = {"open": [], "over": [], "unassigned": [], "closed": [], "again": []}
"""The situations by the kind of seat they fit, in the order in which they fill the seats."""


def situation(kind: str) -> Callable[[Situation], Situation]:
    """Register a function as a situation for seats of this kind."""

    def enter(tell: Situation) -> Situation:
        SITUATIONS[kind].append(tell)
        return tell

    return enter
