"""Nothing is said by colour alone, and nothing sets a colour that the terminal's own sixteen do not hold."""

import re

import pytest
from rich.color import ColorType

from casetui.data.records import Goal
from casetui.widgets.row_list import RowList
from tests.screens.office import NOW
from tests.screens.places import PLACES, at, busy

RED, YELLOW = 1, 3
BLACKS_AND_WHITES = {0, 7, 8, 15}
SAID = re.compile(
    r"^ *[!·✓→]|\b(late|today|full|over|unassigned|left|closed|ask|mine|restricted|lent|nothing answered)\b",
    re.IGNORECASE,
)
"""A sign before a line, or a word in it, that says what its colour says."""


def segments(app):
    """Return what is drawn: row, column, text and style of each piece."""
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            yield y, x, segment.text, segment.style
            x += segment.cell_length


def number(colour):
    """Return which of the terminal's sixteen a colour is; ``None`` for its own two."""
    return None if colour is None or colour.type is ColorType.DEFAULT else colour.number


def warned(app, lists):
    """Return the rows outside of lists in which something is red or yellow, each with that text."""
    rows = {}
    for y, x, text, style in segments(app):
        inside = any(one.region.contains(x, y) for one in lists)
        if text.strip() and not inside and number(style.color) in (RED, YELLOW):
            rows[y] = rows.get(y, "") + text
    return rows


def without_colour_the_screen_says_the_same(visit):
    """Check of the walk: beside each colour of warning stands a sign or a word."""
    app = visit.seat.app
    lists = list(app.screen.query(RowList))
    for line in (line for one in lists for line in one.lines):
        if line.tone in ("late", "due", "done") and not line.goes_on:
            assert SAID.search(" ".join(line.cells)), line
    rows = warned(app, lists)
    for y, text in rows.items():
        first = max(row for row in range(y + 1) if row in rows and row - 1 not in rows)
        assert rows[first].lstrip()[0] in "!·" or SAID.search(rows[first]), text


def every_colour_is_the_terminals_own(visit):
    """Check of the walk."""
    assert all_are_the_terminals_own(visit.seat.app)


def all_are_the_terminals_own(app):
    """Such colours are as readable as the person made them; one of our own would have to be measured.

    No ground but the terminal's is painted, and nothing in black or white, which may be that ground.
    """
    styles = [style for *_, style in segments(app)]
    grounds = {number(style.bgcolor) for style in styles}
    own = all(style.color.type in (ColorType.DEFAULT, ColorType.STANDARD) for style in styles if style.color)
    return own and grounds == {None} and not {number(style.color) for style in styles} & BLACKS_AND_WHITES


async def test_what_is_selected_in_a_field_is_in_the_terminals_own_colours(office):
    async with at(busy(office), "contact") as seat:
        await seat.fill(summary="She came")
        await seat.press("f7")
        reversed_ = [text for *_, text, style in segments(seat.app) if style.reverse]
        assert "She came" in "".join(reversed_) and all_are_the_terminals_own(seat.app)


@pytest.mark.parametrize("theme", ["", "nord", "textual-light"])
async def test_the_theme_is_the_terminals_whatever_the_environment_asks_for(office, monkeypatch, theme):
    monkeypatch.setattr("textual.constants.DEFAULT_THEME", theme)
    async with office.seat() as seat:
        assert seat.app.theme == "ansi-dark" and seat.app.current_theme.ansi


WARNINGS = {
    "caseload": {"late": "! Bert Late", "so many days late": "d late"},
    "agenda": {"late in the agenda": "Late, since"},
    "a worker's caseload": {"due today": "today", "resting": "resting"},
    "step 1": {
        "alert in the case": "! danger to a worker: A dog",
        "warnings of other steps": "! First-weeks checklists",
    },
    "contact": {"alert above a form": "! danger to a worker: A dog"},
    "contact with errors": {"an error of a field": "! Please fill this in."},
    "leave a form": {"typing not saved": "What you typed is not saved yet."},
    "two values": {"two values": "Keep mine"},
    "held back": {"held back": "This cannot be done yet ! "},
    "new client, likely": {"a likely duplicate": "May be the same person: 1 ! Aoife Nolan"},
    "drafts": {"a draft": "not saved"},
}
"""What is warned of at a place, and the words that say it."""


def each_warning_is_in_words(visit):
    """Check of the walk."""
    unsaid = {what for what, words in WARNINGS.get(visit.name, {}).items() if words not in visit.seat.words}
    assert not unsaid, visit.seat.text


def test_warnings_are_those_of_places():
    assert WARNINGS.keys() <= PLACES.keys()


@pytest.mark.parametrize(("limit", "words"), [(1, "3/1 over"), (3, "3/3 full")])
async def test_a_caseload_at_its_limit_and_over_it_is_in_words(office, limit, words):
    async with at(busy(office), "people") as seat:
        await seat.stand_on("Mary Byrne")
        await seat.press("enter")
        await seat.fill(limit=str(limit))
        await seat.save()
        assert words in " ".join(seat.line("Mary Byrne").split())
        await seat.press("q")
        assert words in seat.words


async def test_a_damaged_case_is_in_words(office):
    (office.folder / "cases" / "BAD222.age").write_text("not a case")
    async with at(busy(office), "caseload") as seat:
        assert "cases/BAD222 is damaged" in seat.words


async def test_what_is_struck_out_or_does_not_apply_is_in_words_or_signs(office):
    goal = Goal(wording="Ski", struck_at=NOW, struck_by="mary", struck_reason="wrong client")
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(goal))
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("3")
        await seat.stand_on("Ski")
        assert "struck out" in seat.line("Ski") and "wrong client" in seat.words


async def test_a_restricted_case_is_in_words_for_those_inside_and_those_outside(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned(), restricted_to=["mary", "tom"])
    async with office.seat("sean") as seat:
        await seat.press("v")
        assert "C-AB2345 is restricted. Ask Mary Byrne." in seat.words
        assert seat.line("C-AB2345 ") and "Aoife" not in seat.text
        assert_said_without_colour(seat)
    async with office.seat("mary", open_case="AB2345") as seat:
        assert "restricted" in seat.lines[0]
        await seat.press("c")
        row = next(line for line in seat.app.screen.focused.lines if "Restricted" in line.cells[-1])
        assert row.tone == "due" and "Restricted: open to Mary Byrne, Tom Walsh only." in seat.words
        assert_said_without_colour(seat)


def assert_said_without_colour(seat):
    """Whatever is in a colour of warning has a sign or a word that says so, and no colour is our own."""
    lists = list(seat.app.screen.query(RowList))
    for line in (line for one in lists for line in one.lines):
        if line.tone in ("late", "due", "done") and not line.goes_on:
            assert SAID.search(" ".join(line.cells)), line
    assert all(text.lstrip()[0] in "!·" for text in warned(seat.app, lists).values())
    assert all_are_the_terminals_own(seat.app)
