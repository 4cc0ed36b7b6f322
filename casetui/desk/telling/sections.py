"""Sections of a work area: the records of one kind, their order, and the records below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.records import Record
from casetui.desk.desk import OpenCase


@dataclass(frozen=True)
class Section:
    """The records of one kind in a work area."""

    kind: type[Record]
    slots: str = ""
    """A field whose choices each have a line of their own, written or not, such as the domains."""
    child: type[Record] | None = None
    """Records that stand below their parent, such as a goal's actions."""
    parent: str = ""
    """The child's field that holds its parent's id."""
    belongs_to: type[Record] | None = None
    """The kind of record to whose newest record these belong, such as domains to an assessment."""
    owner: str = ""
    """The field that holds the id of the record to which these belong."""
    begins: Callable[[OpenCase, str], Mapping[str, Any]] = lambda opened, slot: {}
    """Returns the values with which a new record in a slot begins, by field name, such as the former need."""
    asked: Callable[[CaseFile], bool] = lambda case: True
    """Returns whether a slot in which nothing is written has a line."""
    newest_first: bool = False
    only_written: bool = False
    """Whether the section is shown only where it has records. Nothing is added to it by hand."""
