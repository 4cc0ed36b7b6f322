"""What a part of a work area shows: records of one kind, in which order, and what stands below them."""

from __future__ import annotations

from dataclasses import dataclass

from casetui.data.records import Record


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
    """The kind whose newest record these belong to, such as domains to their assessment."""
    owner: str = ""
    """The field that holds that record's id."""
    newest_first: bool = False
    only_written: bool = False
    """Not shown, and nothing added to it by hand, while nothing is written."""
