"""What a line manager sees rather than signs: over-limit assignments, gaps, emergency disclosures."""

from __future__ import annotations

from casetui.data.records import Assignment, Disclosure, GapOrBlock, Record
from casetui.desk.access import answers_for
from casetui.desk.acts.changes import Change, commit
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say

KINDS: dict[str, tuple[type[Record], str, str]] = {
    "over limit": (Assignment, "seen_by", "seen_on"),
    "gap": (GapOrBlock, "seen_by", "seen_on"),
    "disclosure": (Disclosure, "reviewed_by", "reviewed_on"),
}
"""For each kind of request: the record, and the fields that say who saw it and when."""


def mark_seen(desk: Desk, opened: OpenCase, kind: str, record: str, note: str = "") -> None:
    """Keep that the line manager saw something. Raises ``NotAllowed`` for anybody else, or one's own.

    The second signatory stands in for a disclosure by the only line manager.
    """
    model, by, on = KINDS[kind]
    found = opened.file.get(model, record)
    desk.catch_up_agency()
    if kind != "disclosure" and opened.access != "own":
        raise NotAllowed(say(N_("A line manager of that team sees this.")))
    if found is None or getattr(found, by):
        raise NotAllowed(say(N_("This was seen already.")))
    may = desk.who.has("line manager")
    if kind == "disclosure":
        may = answers_for(desk.who, found.made_by, desk.people.values(), desk.today())
    if not may:
        raise NotAllowed(say(N_("This is for a line manager.")))
    if kind == "disclosure" and found.made_by == desk.who.id:
        raise NotAllowed(say(N_("Another line manager reviews what you disclosed yourself.")))
    seen = found.model_copy(update={by: desk.who.id, on: desk.today()})
    commit(desk, opened, "see", [Change(seen, found)], reason=note, writes=False, merges=False)
