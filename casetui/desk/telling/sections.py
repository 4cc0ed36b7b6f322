"""Sections of a work area: the records of one kind, their order, and the records below them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import Record
from casetui.desk.desk import Desk


@dataclass(frozen=True)
class Section:
    """The records of one kind in a work area."""

    kind: type[Record]
    title: str = ""
    """The heading, as a message; empty for the title of the kind."""
    slots: str = ""
    """A field whose choices each have a line of their own, written or not, such as the domains."""
    only_slots: Callable[[CaseFile], Collection[str]] | None = None
    """Returns the choices that have a line; ``None`` for all."""
    unwritten: Callable[[Desk, CaseFile, Method, str], tuple[str, str]] | None = None
    """Returns the text and the tone of a slot in which nothing is written; ``None`` for a dash."""
    child: type[Record] | None = None
    """Records that stand below their parent, such as a goal's actions."""
    parent: str = ""
    """The child's field that holds its parent's id."""
    belongs_to: type[Record] | None = None
    """The kind of record to whose newest record these belong, such as domains to an assessment."""
    owner: str = ""
    """The field that holds the id of the record to which these belong."""
    newest_first: bool = False
    only_written: bool = False
    """Whether the section is shown only where it has records. Nothing is added to it by hand."""
