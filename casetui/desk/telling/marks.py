"""The marks before a line. A mark has one meaning on every screen.

``!`` late, refused or dangerous; ``·`` due today; ``○`` open, to be ticked by hand; ``◌`` open, and follows
from what is written down; ``✓`` done; ``–`` does not apply.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casetui.checklists.base import Finding, State
from casetui.checklists.standing import ItemStanding

LATE, TODAY, TICK, FOLLOWS = "!", "·", "○", "◌"
MARKS: dict[State, str] = {"done": "✓", "open": TICK, "due": TODAY, "late": LATE, "not applicable": "–"}
TONES: dict[State, str] = {"done": "done", "late": "late", "due": "due", "not applicable": "quiet"}


def item_mark(item: ItemStanding) -> tuple[str, str]:
    """Return the mark and the tone of an item; an open one that cannot be ticked has a mark of its own."""
    mark = FOLLOWS if item.computed and item.state == "open" else MARKS[item.state]
    return mark, TONES.get(item.state, "")


def finding_mark(finding: Finding, day: date) -> tuple[str, str]:
    """Return the mark and the tone of a finding on ``day``.

    What holds back and has no day is a breach, such as sharing after a withdrawal. A warning without a day is
    never late, nor due.
    """
    if finding.due is None and finding.weight == "hold":
        return LATE, "late"
    if finding.due is None:
        return FOLLOWS, ""
    state = finding.state(day)
    return (FOLLOWS if state == "open" else MARKS[state]), TONES.get(state, "")


def gravest_mark(findings: Iterable[Finding], day: date) -> tuple[str, str]:
    """Return the mark and the tone of the gravest of several findings; both are empty where there is none."""
    marks = [finding_mark(finding, day) for finding in findings]
    return min(marks, key=lambda mark: (LATE, TODAY, FOLLOWS).index(mark[0]), default=("", ""))
