"""Moving a case to the newer version of its method: what would change, and the act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casetui.checklists.pack import Method
from casetui.checklists.standing import ItemStanding, Standing, standing
from casetui.data.rows import Row
from casetui.desk.access import OPEN
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say

NEWER_METHOD = "newer method"
"""The act by which a case is judged by the newer version of its method."""


@dataclass(frozen=True)
class Difference:
    """What changes for a case that moves to the newer version of its method. Texts of items and warnings."""

    open_again: tuple[str, ...]
    """Items that were settled and are open then."""
    new_items: tuple[str, ...]
    """Items that are new and open."""
    warnings: tuple[str, ...]
    """Warnings that come."""
    ended: tuple[str, ...]
    """Warnings that go."""

    @property
    def nothing(self) -> bool:
        """Whether nothing changes but the version."""
        return not (self.open_again or self.new_items or self.warnings or self.ended)


def newer_method(desk: Desk, opened: OpenCase) -> Method | None:
    """Return the newer version of an open case's method; ``None`` where it is judged by the newest."""
    current = desk.methods.methods.get(opened.case.method)
    return current if current and current.version != opened.method.version else None


def difference(desk: Desk, opened: OpenCase, newer: Method) -> Difference:
    """Return what changes for a case that moves to ``newer``, as it stands today."""
    context = desk.context(opened.file)
    before = standing(opened.file, opened.method, context)
    after = standing(opened.file, newer, context)
    was, now = dict(_items(before)), dict(_items(after))
    told, tells = [one.what for one in before.warnings()], [one.what for one in after.warnings()]
    return Difference(
        open_again=tuple(
            item.text for key, item in now.items() if not item.settled and key in was and was[key].settled
        ),
        new_items=tuple(item.text for key, item in now.items() if not item.settled and key not in was),
        warnings=tuple(what for what in tells if what not in told),
        ended=tuple(what for what in told if what not in tells),
    )


def _items(of: Standing) -> Iterator[tuple[tuple[str, str], ItemStanding]]:
    for step in of.steps:
        for item in (*step.items, *(item for checklist in step.lists for item in checklist.items)):
            yield (item.list_key, item.key), item


def take_newer(desk: Desk, opened: OpenCase) -> None:
    """Judge an open case by the newer version of its method from now on.

    Raises ``NotAllowed`` where there is no newer version, and what ``commit`` raises.
    """
    newer = newer_method(desk, opened)
    if newer is None:
        raise NotAllowed(say(N_("The case is judged by the newest version already.")))
    desk.vault.packs.keep(newer.version, newer.texts)
    case = opened.case
    moved = case.model_copy(update={"method_version": newer.version})
    commit(desk, opened, NEWER_METHOD, [RecordChange(moved, case)])
    opened.method = desk.method_of(opened.case)


def cases_behind(desk: Desk) -> list[Row]:
    """Return the open cases of the team that are judged by an older version of their method, oldest first."""
    newest = {key: method.version for key, method in desk.methods.methods.items()}
    rows = (
        row for row in desk.register
        if row.open and row.team == desk.who.team and desk.access(row) in OPEN
        and row.method_version and row.method_version != newest.get(row.method, row.method_version)
    )  # fmt: skip
    return sorted(rows, key=lambda row: (row.opened_on, row.number))
