"""What a work area is: sections of records, and the acts that belong to it. Data, not screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from casetui.data.casefile import CaseFile
from casetui.data.records import Record
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.forms.form_spec import Asks


class Hands(Protocol):
    """Whoever shows an open case and does what a person chooses there: a screen, or questions and answers."""

    opened: OpenCase

    @property
    def desk(self) -> Desk:
        """The desk at which the case is open."""

    def do(self, act: Callable[[], object], sentence: str, *, passes: str = "", first: str = "") -> None:
        """Do an act on the case and say ``sentence``.

        ``passes`` is the act's name where a line manager may let it pass, ``first`` what is to be answered
        with yes before.
        """

    def show_form(self, asks: Asks) -> None:
        """Have a form filled in and saved."""


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


@dataclass(frozen=True)
class AreaAct:
    """Something that is done in a work area by choosing its line."""

    label: str
    do: Callable[[Hands], None]
    offered: Callable[[CaseFile], bool]
    """Whether it can be done with the case as it is."""


@dataclass(frozen=True)
class Area:
    """One work area, or one of the two that are one key away from everywhere (client, consent)."""

    key: str
    title: str
    sections: tuple[Section, ...]
    acts: tuple[AreaAct, ...] = ()
    notes: Callable[[CaseFile], list[str]] = lambda case: []
    """Sentences that are shown above the sections."""
