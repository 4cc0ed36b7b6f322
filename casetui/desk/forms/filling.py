"""Filling in a form, for both faces: what a draft keeps, warnings, and merging with a colleague's save."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

from casetui.data.drafts import Typed
from casetui.data.fields import field_warnings
from casetui.desk.errors import Clash, SavedMeanwhile, chosen

MINE, THEIRS, BOTH = "m", "t", "b"
"""Which value stands where two people changed one field."""


class Fields(Protocol):
    """The fields of a form that is being filled in."""

    def knows(self, name: str) -> bool:
        """Return whether there is a field ``name``."""

    def untouched(self, name: str) -> bool:
        """Return whether the field ``name`` still has its first entry."""

    def put(self, name: str, value: Any, *, typed: bool = False) -> None:
        """Put a value into the field ``name``; unless ``typed``, it counts as the field's first entry."""


def kept_of(entries: Mapping[str, Any], typed: Typed, *, new: bool) -> Typed:
    """Return what a draft keeps: the entries ``typed`` that differ from the first ones.

    Of a ``new`` record it is also those that the form began with, such as today.
    """
    if not typed or not new:
        return typed
    return {name: entry for name, entry in entries.items() if entry or name in typed}


class Warnings:
    """The warnings of one form, such as of a CPR number. Each is shown once before a save."""

    def __init__(self, of: Callable[[Mapping[str, Any]], Mapping[str, str]] = field_warnings) -> None:
        """``of`` returns the warnings of checked values, as ``FormSpec.sure`` does."""
        self._of = of
        self._shown: Mapping[str, str] = {}

    def new(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        """Return the warnings by field; none where the same ones were returned the last time."""
        found = self._of(values)
        if not found or found == self._shown:
            return {}
        self._shown = found
        return found


class Merge:
    """Merges a form with what a colleague saved meanwhile."""

    def __init__(self, form: Fields) -> None:
        self._form = form
        self.clashes: list[Clash] = []
        """The fields in which the person has yet to choose a value."""
        self._chosen: list[Clash] = []

    def take(self, error: SavedMeanwhile) -> bool:
        """Take the fields that only the colleague changed; return whether the person is to choose in others.

        Where a field that both changed is not in the form, there is nothing to choose.
        """
        for name, value in error.taken.items():
            if self._form.knows(name) and self._form.untouched(name):
                self._form.put(name, value)
        known = all(self._form.knows(clash.field) for clash in error.clashes)
        self.clashes = list(error.clashes) if known else []
        return bool(self.clashes)

    def next_clash(self, values: Mapping[str, Any]) -> Clash | None:
        """Drop the clashes that the present ``values`` of the form settle; return the first one left."""
        left = []
        for clash in self.clashes:
            if self._form.untouched(clash.field):  # the person's own change was taken back
                self._form.put(clash.field, clash.theirs)
            elif values.get(clash.field) != clash.theirs:
                left.append(replace(clash, mine=values.get(clash.field)))
        self.clashes = left
        return left[0] if left else None

    def choose(self, answer: str) -> None:
        """Put the value into the form that stands in the first clash: ``MINE``, ``THEIRS`` or ``BOTH``."""
        clash = self.clashes.pop(0)
        self._chosen.append(clash)
        if answer == THEIRS:
            self._form.put(clash.field, clash.theirs)
        elif answer == BOTH:
            self._form.put(clash.field, clash.both(), typed=True)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Tell the act that is done inside in which clashes the person has chosen."""
        token = chosen.set(tuple(self._chosen))
        try:
            yield
        finally:
            chosen.reset(token)
