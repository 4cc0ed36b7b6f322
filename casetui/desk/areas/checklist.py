"""The checklist of a work area: its lines, and where each of them leads."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from casetui.checklists.base import Finding
from casetui.checklists.pack import Method
from casetui.checklists.standing import ItemStanding, ListStanding, Standing, gravity
from casetui.data.days import away
from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.desk.areas import AREAS
from casetui.desk.areas.place import Place
from casetui.desk.areas.settling import area_of
from casetui.desk.desk import OpenCase
from casetui.desk.telling.explaining import (
    finding_explained,
    finding_not_ticked,
    item_explained,
    item_not_ticked,
    list_explained,
    list_not_ticked,
)
from casetui.desk.telling.lines import ListLine
from casetui.desk.telling.marks import MARKS, finding_mark, gravest_mark, item_mark
from casetui.desk.telling.standing_words import finding_words, item_words, list_words
from casetui.desk.telling.wording import joined
from casetui.words import N_, say, say_n

DETAIL = 6
"""The most characters of an item's detail that stand beside its text on a screen, such as ``7/12``."""


MOST_WARNINGS = 3
"""How many warnings stand on a case; the others are counted, and a key shows them."""
WARNINGS = "warnings"
"""What the warnings are folded as, where a checklist is folded by its key."""
MORE_WARNINGS = f"item:{WARNINGS}:"
"""Stands among the folded keys as long as no more than three warnings are shown."""


@dataclass(frozen=True)
class OtherArea:
    """Another work area of the case in which something is to be settled."""

    key: str
    record: str = ""
    """The id of the record in it on which it is settled, if there is one."""


@dataclass(frozen=True)
class SettledIn:
    """The work area in which an item that follows from records is settled, and the kind of these records."""

    area: str
    kind: type[Record]


@dataclass(frozen=True)
class Folded:
    """Items of a step or checklist that are done or do not apply, or the warnings beyond three: one line."""

    list_key: str
    """Key of the checklist, or of the work area for a step's own items; ``WARNINGS`` for warnings."""


ChecklistLeads = Finding | ItemStanding | ListStanding | Folded
"""What a line is about."""
ChecklistLine = ListLine[ChecklistLeads]


def checklist_lines(
    standing: Standing, area: str, method: Method, folded: Container[str] = ()
) -> list[ChecklistLine]:
    """Return the lines beside a work area: the case's warnings, what is due, the step's items and checklists.

    Cells are the sign, the text, and a detail or a day in words; the line of a checklist has one cell. Items
    whose keys are in ``folded`` are one line a list, as long as they are settled. So are the warnings beyond
    the gravest three (design: a case that says everything at once says nothing).
    """
    step = standing.step_of(area)
    lines = [*_warnings(standing, area, folded), *_to_come(standing, area)]
    if step:
        lines += _items(area, step.items, folded)
        for checklist in step.lists:
            lines += [_list(checklist, standing), *_items(checklist.key, checklist.items, folded)]
    return lines


def _warnings(standing: Standing, area: str, folded: Container[str]) -> list[ChecklistLine]:
    """Return the lines of the case's warnings, the gravest first; beyond three they are one line.

    Of equally grave ones those of the work area come first.
    """
    day = standing.day
    found = sorted(standing.warnings(), key=lambda finding: (gravity(finding, day), finding.area != area))
    shown = found[:MOST_WARNINGS] if MORE_WARNINGS in folded else found
    lines = [_finding(standing, finding) for finding in shown]
    if more := len(found) - len(shown):
        text = say_n("{n} more warning", "{n} more warnings", more)
        mark, tone = gravest_mark(found[MOST_WARNINGS:], standing.day)
        lines.append(ListLine("folded:warnings", (f" {mark}", text, ""), text, Folded(WARNINGS), tone))
    return lines


def _to_come(standing: Standing, area: str) -> list[ChecklistLine]:
    """Return the lines of what falls due in a work area on a day to come."""
    return [
        _finding(standing, finding) for finding in standing.findings
        if finding.area == area and finding.weight == "due" and finding.state(standing.day) == "open"
    ]  # fmt: skip


def _finding(standing: Standing, finding: Finding) -> ChecklistLine:
    when = away(finding.due, standing.day) if finding.due else ""
    mark, tone = finding_mark(finding, standing.day)
    said = finding_words(finding, standing.day)
    number = standing.findings.index(finding)
    return ListLine(f"finding:{number}", (f" {mark}", finding.what, when), said, finding, tone)


def _items(list_key: str, items: Sequence[ItemStanding], folded: Container[str]) -> list[ChecklistLine]:
    """Return the lines of a step's or a checklist's items; those that are folded are one line at the end."""
    lines = [_item(item) for item in items if not (item.settled and item_key(item) in folded)]
    hidden = [item for item in items if item.settled and item_key(item) in folded]
    done = sum(item.state == "done" for item in hidden)
    apply_not = len(hidden) - done
    text = joined(
        say_n("{n} done", "{n} done", done) if done else "",
        say_n("{n} does not apply", "{n} do not apply", apply_not) if apply_not else "",
    )
    if hidden:
        mark = MARKS["done" if done else "not applicable"]
        tone = "done" if done else "quiet"
        lines.append(ListLine(f"folded:{list_key}", (f" {mark}", text, ""), text, Folded(list_key), tone))
    return lines


def _item(item: ItemStanding) -> ChecklistLine:
    detail = item.detail if len(item.detail) <= DETAIL else ""
    mark, tone = item_mark(item)
    return ListLine(item_key(item), (f" {mark}", item.text, detail), item_words(item), item, tone)


def folded_at_first(standing: Standing, area: str) -> set[str]:
    """Return the keys of what is folded when a work area is shown: its settled items, and more warnings."""
    step = standing.step_of(area)
    lists = [step.items, *(checklist.items for checklist in step.lists)] if step else []
    return {MORE_WARNINGS, *(item_key(item) for items in lists for item in items if item.settled)}


def item_key(item: ItemStanding) -> str:
    """Return the key of an item's line."""
    return f"item:{item.list_key}:{item.key}"


def _list(checklist: ListStanding, standing: Standing) -> ChecklistLine:
    open_until = checklist.due if checklist.state not in ("done", "not applicable") else None
    when = away(open_until, standing.day) if open_until else ""
    title = f" {MARKS[checklist.state]} {checklist.title}  {checklist.detail}  {when}".rstrip()
    return ListLine(f"list:{checklist.key}", (title,), list_words(checklist, standing.day), checklist)


Settled = OtherArea | SettledIn | Place | ItemStanding | Folded
"""Where a line is settled."""


def settled_at(opened: OpenCase, area: str, leads: ChecklistLeads) -> Settled | None:
    """Return where that which a line is about is settled, as seen from the work area ``area``.

    That is another area, a record of this area, the records from which an item follows, the form of an item
    that is ticked by hand, or of a checklist its first open item. ``None`` where the line leads nowhere: its
    explanation is all there is.
    """
    match leads:
        case Folded():
            return leads
        case Finding() if leads.area != area:
            return OtherArea(leads.area, leads.record)
        case Finding():
            return place_of(opened, area, leads.record)
        case ItemStanding(kind=kind) if kind:
            where = area_of(kind)
            return SettledIn(where, kind) if where else None
        case ItemStanding():
            return leads
        case ListStanding():
            return next((item for item in leads.items if not item.settled), None)
        case _:
            return None


def place_of(opened: OpenCase, area: str, record: str) -> Place | None:
    """Return the place of a record in a work area, by the record's id; ``None`` where it is not in it."""
    for section in AREAS[area].sections:
        for kind in (section.kind, section.child):
            if record and kind and form_fields(kind) and opened.file.get(kind, record):
                return Place(kind, record)
    return None


def explained(leads: ChecklistLeads | None) -> str:
    """Return what a line means: what is wrong, since when, what to do, and which source asks for it."""
    match leads:
        case Finding():
            return finding_explained(leads)
        case ListStanding():
            return list_explained(leads)
        case ItemStanding():
            return item_explained(leads)
        case Folded():
            return _unfolds(leads)
        case _:
            return ""


def not_ticked(leads: ChecklistLeads | None, *, opens: bool) -> str:
    """Return why a line cannot be ticked; ``opens`` says whether choosing the line opens a record."""
    match leads:
        case Finding():
            return finding_not_ticked(leads, opens=opens)
        case ListStanding():
            return list_not_ticked(leads)
        case ItemStanding():
            return item_not_ticked(leads)
        case Folded():
            return _unfolds(leads)
        case None:
            return say(N_("There is nothing to tick here."))


def _unfolds(fold: Folded) -> str:
    """Return what Enter shows on the line of a fold."""
    return say(N_("Enter shows them.") if fold.list_key == WARNINGS else N_("Enter shows what is done."))
