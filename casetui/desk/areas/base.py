"""What a work area is: sections of records, and the acts that belong to it. Data, not screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from casetui.data.casefile import CaseFile
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.forms.form_spec import Asks
from casetui.desk.telling.sections import Section


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
