"""Explanations of a checklist's lines: what is wrong, since when, what to do, and by which source."""

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


def list_state(checklist: ListStanding) -> str:
    """Return in words how a checklist stands."""
    return say(LIST_STATES[checklist.state], settled=checklist.detail)


def finding_explained(finding: Finding) -> str:
    """Return a finding in words: what is wrong, since when, when it is due, what to do, and the source."""
    since = say(N_("Since {day}."), day=short_day(finding.since)) if finding.since else ""
    due = say(N_("Due {day}."), day=short_day(finding.due)) if finding.due else ""
    return _joined(finding.what, since, due, finding.do, f"({finding.source})")


def lacks_consent(finding: Finding) -> bool:
    """Return whether a consent of the client is missing (rules 1 and 2)."""
    return finding.rule in (1, 2)


def list_explained(checklist: ListStanding) -> str:
    """Return a checklist in words: how it stands, when it is due, and the source."""
    due = say(N_("Due {day}."), day=short_day(checklist.due)) if checklist.due else ""
    return _joined(
        f"{checklist.title}: {list_state(checklist)}.",
        due,
        f"({checklist.source})" if checklist.source else "",
    )


def item_explained(item: ItemStanding) -> str:
    """Return an item in words: its text, help and note, what it asks for, and the source."""
    detail = f": {item.detail}" if item.detail else ""
    how = say(N_("Follows from what is written.")) if item.computed else ""
    asked = say(N_("Asks for: {what}."), what=item.asks) if item.asks and item.state == "open" else ""
    source = f"({item.source})" if item.source else ""
    return _joined(f"{item.text}{detail}.", item.help, item.note, asked, how, source)


def item_not_ticked(item: ItemStanding) -> str:
    """Return why a computed item cannot be ticked: it follows from what is written in the case."""
    if item.settled:
        sentence = N_('"{text}" cannot be ticked: it stands so because of what is written in the case.')
    else:
        sentence = N_('"{text}" cannot be ticked: it is done as soon as that is written in the case.')
    return say(sentence, text=item.text)


def finding_not_ticked(finding: Finding, *, opens: bool) -> str:
    """Return why a finding cannot be ticked, with what to do instead.

    ``opens`` says whether Enter opens the finding's record.
    """
    way = say(N_("Enter opens it.")) if opens else ""
    return _joined(say(N_("This cannot be ticked.")), finding.do, way)


def list_not_ticked(checklist: ListStanding) -> str:
    """Return why a checklist cannot be ticked as a whole."""
    return say(N_("{title} cannot be ticked as a whole: tick its items one by one."), title=checklist.title)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
