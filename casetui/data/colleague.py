"""A colleague as lists show them: what there is to know of somebody without the models of the agency file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

Role = Literal["worker", "line manager", "administrator"]


class Colleague(Protocol):
    """Somebody who signs in, or did: a ``Worker`` of the agency file, or plain ``Somebody``."""

    id: str
    name: str
    login: str
    team: str
    roles: list[str]
    limit: int | None
    second_signatory: bool | None
    left_on: date | None

    def has(self, role: Role) -> bool:
        """Return whether the person holds ``role``."""

    def here_on(self, day: date) -> bool:
        """Return whether the person has not left by ``day``; the day of leaving is the last one here."""


@dataclass
class Somebody:
    """A colleague without the model."""

    id: str
    name: str
    login: str = ""
    team: str = ""
    roles: list[str] = field(default_factory=list)
    limit: int | None = None
    second_signatory: bool | None = None
    left_on: date | None = None

    @classmethod
    def of(cls, one: Colleague) -> Somebody:
        """Return the same person without the model."""
        return cls(
            one.id, one.name, one.login, one.team, list(one.roles),
            one.limit, one.second_signatory, one.left_on,
        )  # fmt: skip

    @classmethod
    def read(cls, values: dict[str, Any]) -> Somebody:
        """Return somebody from what was kept as JSON; raise ``ValueError``, ``KeyError`` or ``TypeError``."""
        left_on = values["left_on"]
        return cls(**{**values, "left_on": date.fromisoformat(left_on) if left_on else None})

    def has(self, role: Role) -> bool:
        """Return whether the person holds ``role``."""
        return role in self.roles

    def here_on(self, day: date) -> bool:
        """Return whether the person has not left by ``day``; the day of leaving is the last one here."""
        return self.left_on is None or day <= self.left_on
