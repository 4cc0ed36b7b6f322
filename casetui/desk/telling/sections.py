"""Sections of a work area: the records of one kind, their order, and the records below them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.records import Record
from casetui.desk.desk import Desk, OpenCase


def _always(case: CaseFile, day: date) -> bool:
    return True


def _nothing(opened: OpenCase, slot: str) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Section:
    """The records of one kind in a work area."""

    kind: type[Record]
    title: str = ""
    """The heading, as a message; empty for the title of the kind."""
    slots: str = ""
    """A field whose choices each have a line of their own, written or not, such as the domains."""
    slots_of: Callable[[CaseFile], Collection[str]] | None = None
    """Returns which of the choices have a line, such as the goals that are open; without it all have."""
    unwritten: Callable[[Desk, OpenCase, str], tuple[str, str]] | None = None
    """Returns the text and the tone of a slot in which nothing is written; ``None`` for a dash."""
    child: type[Record] | None = None
    """Records that stand below their parent, such as a goal's actions."""
    parent: str = ""
    """The child's field that holds its parent's id."""
    belongs_to: type[Record] | None = None
    """The kind of record to whose newest record these belong, such as domains to an assessment."""
    owner: str = ""
    """The field that holds the id of the record to which these belong."""
    asked: Callable[[CaseFile], bool] = lambda case: True
    """Returns whether a slot in which nothing is written has a line."""
    newest_first: bool = False
    only_written: bool = False
    """Whether the section is shown only where it has records. Nothing is added to it by hand."""
    shown: Callable[[CaseFile, date], bool] = _always
    """Returns whether the section is shown on a day, such as while a review is in hand."""
    begins: Callable[[OpenCase, str], Mapping[str, Any]] = _nothing
    """Returns the values with which a new record begins, by field, such as those of the former plan. It is
    given the slot of the record."""
    recalls: Callable[[CaseFile], list[str]] | None = None
    """Returns sentences that are shown above the form of a new record, such as what was reached before."""
    minds: Callable[[Desk, OpenCase], list[str]] | None = None
    """Returns sentences on what is to mind as a new record is written, such as what the plan lacks."""
