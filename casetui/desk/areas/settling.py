"""Where the lines of a checklist are settled: the work area and the line of it that a person goes to."""

from __future__ import annotations

from collections.abc import Sequence

from casetui.data.records import Record
from casetui.desk.areas import AREAS
from casetui.desk.areas.lines import AreaLine
from casetui.desk.areas.place import NEW, Place


def area_of(kind: type[Record]) -> str:
    """Return the key of the work area that has records of a kind; empty where none has."""
    for area in AREAS.values():
        if any(kind in (section.kind, section.child) for section in area.sections):
            return area.key
    return ""


def line_of(kind: type[Record], lines: Sequence[AreaLine]) -> str:
    """Return the key of the line on which records of a kind are written down.

    That is a line with a mark, else one that is not written yet, else the first of the kind. Where there is
    no line of the kind, such as an action without a goal, it is the first line of the area.
    """
    places = [(line, line.leads) for line in lines if isinstance(line.leads, Place)]
    found = [(line, place) for line, place in places if place.kind is kind] or places
    marked = [line.key for line, _ in found if line.cells[0].strip()]
    unwritten = [line.key for line, place in found if place.record == NEW]
    return next(iter([*marked, *unwritten, *(line.key for line, _ in found)]), "")
