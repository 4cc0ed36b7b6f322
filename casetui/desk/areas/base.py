"""What a work area is: sections of records, and the acts that belong to it. Data, not screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casetui.data.casefile import CaseFile
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Flow
from casetui.desk.telling.sections import Section


@dataclass(frozen=True)
class AreaAct:
    """Something that is done in a work area by choosing its line."""

    label: str
    flow: Callable[[Desk, OpenCase], Flow]
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
