"""How long former revisions are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Keep:
    """How long former revisions are kept after they were replaced; the newest one is always kept."""

    hours: int = 24
    """Every former revision is kept for so many hours."""
    days: int = 30
    """The newest of each day is kept for so many days."""

    @classmethod
    def of(cls, about: object) -> Keep:
        """Return the value in a ``vault.json``; raise ``ValueError`` where it has no whole numbers from 1."""
        if about is None:
            return cls()
        if not isinstance(about, dict):
            raise ValueError(about)
        numbers = [about.get("hours", cls.hours), about.get("days", cls.days)]
        if any(type(number) is not int or not 1 <= number <= 100_000 for number in numbers):
            raise ValueError(about)
        return cls(*numbers)


EVERY = Keep(hours=2_000_000_000)
"""Every former revision is kept, for good."""
