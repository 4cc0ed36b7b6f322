"""A mark means one thing: late, today, to be ticked, or following from what is written down."""

from datetime import date, timedelta

import pytest

from casetui.checklists.base import Finding
from casetui.checklists.lists import ItemStanding
from casetui.data.records import Contact
from casetui.desk.telling.marks import finding_mark, gravest_mark, item_mark

TODAY = date(2026, 11, 21)


def finding(weight="warn", days=None):
    due = None if days is None else TODAY + timedelta(days=days)
    return Finding(weight=weight, area="plan", what="A goal", do="Write it", due=due)


@pytest.mark.parametrize("weight", ["warn", "due"])
@pytest.mark.parametrize(("days", "mark"), [(-1, "!"), (0, "·"), (1, "◌"), (None, "◌")])
def test_only_what_is_late_has_the_sign_for_late(weight, days, mark):
    assert finding_mark(finding(weight, days), TODAY)[0] == mark


@pytest.mark.parametrize(("days", "mark"), [(-1, "!"), (0, "·"), (1, "◌"), (None, "!")])
def test_what_is_not_allowed_has_it_too(days, mark):
    assert finding_mark(finding("hold", days), TODAY)[0] == mark
    assert finding_mark(finding("hold"), TODAY)[1] == "late"


def test_only_what_is_late_is_red():
    tones = {days: finding_mark(finding(days=days), TODAY)[1] for days in (-1, 0, None)}
    assert [days for days, tone in tones.items() if tone == "late"] == [-1]


@pytest.mark.parametrize("weight", ["warn", "hold", "due"])
def test_a_colour_says_nothing_that_the_mark_does_not(weight):
    drawn = {finding_mark(finding(weight, days), TODAY) for days in (-1, 0, 1, None)}
    assert drawn == {("!", "late"), ("·", "due"), ("◌", "")}


@pytest.mark.parametrize(
    ("computed", "state", "mark"),
    [
        (False, "open", "○"),
        (True, "open", "◌"),
        (True, "late", "!"),
        (True, "done", "✓"),
        (False, "due", "·"),
    ],
)
def test_what_may_be_ticked_looks_other_than_what_follows_by_itself(computed, state, mark):
    kind = Contact if computed else None
    item = ItemStanding("review", "contact", "Contact is kept", state, computed=computed, kind=kind)
    assert item_mark(item)[0] == mark


def test_of_several_findings_the_gravest_marks_the_record():
    assert gravest_mark([finding(), finding(days=0), finding(days=-3)], TODAY)[0] == "!"
    assert gravest_mark([finding(), finding(days=0)], TODAY)[0] == "·"
    assert gravest_mark([], TODAY) == ("", "")
