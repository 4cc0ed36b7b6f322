"""The place of a record, found by its id: a line of a list leads to its own record, never to a namesake."""

from __future__ import annotations

from casetui.data.casefile import CaseFile
from casetui.desk.areas import AREAS
from casetui.desk.areas.place import Place


def record_place(file: CaseFile, record: str, area: str = "") -> tuple[str, Place | None]:
    """Return the work area that shows the record with this id, and its place there.

    ``area`` is looked through first. Where no work area shows the record, it is returned as it is, with
    ``None``.
    """
    if record:
        for key in sorted(AREAS, key=lambda one: one != area):
            for section in AREAS[key].sections:
                for kind in filter(None, (section.kind, section.child)):
                    if found := file.get(kind, record):
                        slot = str(getattr(found, section.slots)) if section.slots else ""
                        return key, Place(kind, record, slot)
    return area, None
