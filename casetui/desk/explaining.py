"""What a line of a checklist means: what is wrong, since when, what to do, and which source asks for it."""

from __future__ import annotations

from casetui.checklists.base import Finding, State
from casetui.checklists.standing import ItemStanding, ListStanding
from casetui.data.days import short_day
from casetui.words import N_, say

LIST_STATES: dict[State, str] = {
    "done": N_("all is done"),
    "open": N_("{settled} done"),
    "due": N_("{settled} done, due today"),
    "late": N_("{settled} done, late"),
    "not applicable": N_("does not apply to this case"),
}


def list_state(one: ListStanding) -> str:
    """Return in words how a checklist stands."""
    return say(LIST_STATES[one.state], settled=one.detail)


def finding_explained(finding: Finding) -> str:
    """Return what a rule found: what is wrong, since when, what to do, and who asks for it."""
    since = say(N_("Since {day}."), day=short_day(finding.since)) if finding.since else ""
    due = say(N_("Due {day}."), day=short_day(finding.due)) if finding.due else ""
    return _joined(finding.what, since, due, finding.do, f"({finding.source})")


def list_explained(one: ListStanding) -> str:
    """Return how a checklist stands, when it is due, and who asks for it."""
    due = say(N_("Due {day}."), day=short_day(one.due)) if one.due else ""
    return _joined(f"{one.title}: {list_state(one)}.", due, f"({one.source})" if one.source else "")


def item_explained(item: ItemStanding) -> str:
    """Return what an item asks for, how it is answered, and who asks for it."""
    detail = f": {item.detail}" if item.detail else ""
    how = say(N_("Follows from what is written.")) if item.computed else ""
    asked = say(N_("Asks for: {what}."), what=item.asks) if item.asks and item.state == "open" else ""
    source = f"({item.source})" if item.source else ""
    return _joined(f"{item.text}{detail}.", item.help, item.note, asked, how, source)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
