"""A colleague as lists show them, without the models of the agency file, whose import takes time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from casetui.words import N_

Role = Literal["worker", "line manager", "administrator"]


class Colleague(Protocol):
    """A person who signs in, or did: a ``Worker`` of the agency file, or a ``PlainColleague``."""

    id: str
    name: str
    login: str
    team: str
    roles: list[str]
    limit: int | None
    second_signatory: bool | None
    left_on: date | None
    retired_on: date | None

    def has(self, role: Role) -> bool:
        """Return whether the person holds ``role``."""

    def here_on(self, day: date) -> bool:
        """Return whether the person has not left by ``day``, as ``is_here_on`` says."""


def is_here_on(who: Colleague, day: date) -> bool:
    """Return whether a person has not left by ``day``.

    The day of leaving is the last one here. Who was retired at once is gone on that day already, as their key
    ended on it.
    """
    return who.left_on is None or day < who.left_on or (day == who.left_on and who.retired_on != day)


def signs_off(who: Colleague) -> bool:
    """Return whether a person signs off for the agency: a line manager or the second signatory."""
    return who.has("line manager") or bool(who.second_signatory)


@dataclass
class PlainColleague:
    """The fields of a colleague, without the model."""

    id: str
    name: str
    login: str = ""
    team: str = ""
    roles: list[str] = field(default_factory=list)
    limit: int | None = None
    second_signatory: bool | None = None
    left_on: date | None = None
    retired_on: date | None = None

    @classmethod
    def of(cls, colleague: Colleague) -> PlainColleague:
        """Return a copy of a colleague's fields."""
        return cls(
            colleague.id, colleague.name, colleague.login, colleague.team, list(colleague.roles),
            colleague.limit, colleague.second_signatory, colleague.left_on,
            colleague.retired_on,
        )  # fmt: skip

    @classmethod
    def read(cls, values: dict[str, Any]) -> PlainColleague:
        """Return a colleague from JSON values; raise ``ValueError``, ``KeyError`` or ``TypeError``."""
        days = {name: date.fromisoformat(day) for name in ("left_on", "retired_on") if (day := values[name])}
        return cls(**{**values, **days})

    def has(self, role: Role) -> bool:
        """Return whether the person holds ``role``."""
        return role in self.roles

    def here_on(self, day: date) -> bool:
        """Return whether the person has not left by ``day``, as ``is_here_on`` says."""
        return is_here_on(self, day)


def told_as(who: Colleague | None, others: str, line_manager: str) -> str:
    """Return the words for ``who``: a line manager is not told to ask or tell a line manager.

    Both are messages: ``others`` for everybody else, also where nobody acts, and ``line_manager``.
    """
    return line_manager if who is not None and who.has("line manager") else others


def a_line_manager(who: Colleague | None) -> str:
    """Return the message that says whom ``who`` can ask: a line manager, or another one."""
    return told_as(who, N_("a line manager"), N_("another line manager"))
