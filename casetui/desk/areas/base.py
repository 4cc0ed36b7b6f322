"""The description of a work area: sections of records, and acts. Data, not screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casetui.data.casefile import CaseFile
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Flow
from casetui.desk.telling.sections import Section


@dataclass(frozen=True)
class AreaAct:
    """An act that has a line of its own in a work area."""

    label: str
    flow: Callable[[Desk, OpenCase], Flow]
    offered: Callable[[CaseFile], bool]
    """Returns whether the act can be done with the case as it is."""


@dataclass(frozen=True)
class Area:
    """A work area. Client and consent are work areas too, which one key opens from every other."""

    key: str
    title: str
    sections: tuple[Section, ...]
    acts: tuple[AreaAct, ...] = ()
    notes: Callable[[Desk, CaseFile], list[str]] = lambda desk, case: []
    """Returns sentences that are shown above the sections."""
