"""Closing a case ends nothing that somebody was to see; what it makes pointless is shown as lapsed."""

import pytest

from casetui.data.records import Assignment, Closure, GapOrBlock, Override
from casetui.desk.acts.cases import open_case
from casetui.desk.errors import NotAllowed
from casetui.desk.lists import listed_requests
from casetui.desk.telling.texts import answer_of
from casetui.desk.telling.timeline import happened
from tests.answers import answer, mark_seen, sign_off
from tests.screens.office import TODAY

CLOSURE = Closure(
    id="closure", reason="death", why_no_aftercare="He died", state="asked", asked_by="mary", asked_on=TODAY
)
GAP = GapOrBlock(id="gap", kind="gap", need="A bed", on=TODAY, told_on=TODAY)
OVER = Assignment(id="over", to="mary", on=TODAY, over_limit=True, reason="No other")
OVERRIDE = Override(
    id="override", rule=18, act="change the case manager", why="He knows her", asked_by="mary", asked_on=TODAY
)


@pytest.fixture
def closed(office):
    """A case that Tom closed over a gap, an assignment over the limit and an override that wait."""
    office.case("AB2345", build=lambda b: b.met(TODAY).put(CLOSURE, GAP, OVER, OVERRIDE))
    desk = office.desk("tom")
    opened = open_case(desk, "AB2345")
    sign_off(desk, opened, opened.file.revision)
    assert opened.case.state == "closed"
    return office


def kinds(office, who):
    return sorted(one.request.kind for one in listed_requests(office.desk(who)) if one.request.for_me)


def test_what_is_to_be_seen_waits_in_a_closed_case_until_it_was_seen(closed):
    assert kinds(closed, "tom") == ["gap", "over limit"]
    desk = closed.desk("tom")
    opened = open_case(desk, "AB2345")
    mark_seen(desk, opened, "gap", "gap")
    mark_seen(desk, opened, "over limit", "over")
    assert opened.file.get(GapOrBlock, "gap").seen_by == "tom" and kinds(closed, "tom") == []
    assert (
        open_case(closed.desk("sean"), "AB2345", "to look").case.state == "closed"
    )  # it is genuine to others


def test_an_override_that_nobody_answered_is_shown_as_lapsed(closed):
    desk = closed.desk("mary")
    opened = open_case(desk, "AB2345")
    override = opened.file.get(Override, "override")
    assert [text.text for text in answer_of(desk, override)] == [
        "lapsed, as the case was closed on Sat 21 Nov 2026"
    ]
    assert "lapsed" in next(one.text for one in happened(desk, opened, "override"))
    assert kinds(closed, "tom") == ["gap", "over limit"] == sorted(set(kinds(closed, "tom")))
    with pytest.raises(NotAllowed):
        tom = closed.desk("tom")
        answer(tom, open_case(tom, "AB2345"), "override", "override", "pass", "why not")
