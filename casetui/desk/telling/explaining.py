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


def lacks_consent(finding: Finding) -> bool:
    """Return whether what is missing is a consent of the client (rules 1 and 2)."""
    return finding.rule in (1, 2)


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


def item_not_ticked(item: ItemStanding) -> str:
    """Return why a computed item cannot be ticked: what makes it done, or made it so."""
    if item.settled:
        sentence = N_('"{text}" cannot be ticked: it stands so because of what is written in the case.')
    else:
        sentence = N_('"{text}" cannot be ticked: it is done as soon as that is written in the case.')
    return say(sentence, text=item.text)


def finding_not_ticked(finding: Finding, *, opens: bool) -> str:
    """Return why a warning or something due cannot be ticked: what is to be done instead.

    ``opens`` says whether Enter opens the record that it is about.
    """
    way = say(N_("Enter opens it.")) if opens else ""
    return _joined(say(N_("This cannot be ticked.")), finding.do, way)


def list_not_ticked(one: ListStanding) -> str:
    """Return why a checklist cannot be ticked as a whole."""
    return say(N_("{title} cannot be ticked as a whole: tick its items one by one."), title=one.title)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
