"""The text of a ticked item."""

from __future__ import annotations

from casetui.checklists.pack import Method
from casetui.data.records import Tick


def item_words(method: Method, tick: Tick) -> str:
    """Return the text of a ticked item; its keys where the method no longer has the item."""
    found = method.item_of(tick.checklist, tick.item)
    return method.say(found.text) if found else f"{tick.checklist}: {tick.item}"
