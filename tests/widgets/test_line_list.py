"""A list that the desk describes: headings once, and each line leads where it says."""

from casetui.desk.telling.lines import ListLine
from casetui.plain.room import menu_lines
from casetui.widgets.line_list import LineList
from casetui.widgets.row_list import Column
from tests.widgets.harness import Bench, screen_text

LATE = ListLine("a", (" !", "Plan"), "Plan, late", "Aoife", "late", "Late")
ALSO = ListLine("b", (" !", "Visit"), "Visit, late", "Bert", "late", "Late")
TODAY = ListLine("c", (" ·", "Call"), "Call, today", "Cora", "due", "Today")
FREE = ListLine("d", ("", "Note"), "Note", "Dan")


async def test_a_heading_stands_once_above_its_lines_and_the_cursor_leads_where_its_line_does():
    shown: LineList[str] = LineList((Column(2), Column(None)))
    async with Bench(shown).run_test(size=(30, 10)) as pilot:
        shown.show([LATE, ALSO, TODAY, FREE])
        shown.focus()
        await pilot.pause()
        rows = [row.strip() for row in screen_text(pilot.app)]
        assert rows[:6] == ["Late", "! Plan", "! Visit", "Today", "· Call", "Note"]
        assert shown.selected == "Aoife"
        await pilot.press("down", "down")
        assert shown.selected == "Cora"
        shown.show([TODAY])
        assert shown.selected == "Cora"
        shown.show([])
        assert shown.selected is None


def said(**how):
    return [
        (line.text, line.do() if line.do else None, line.key)
        for line in menu_lines([LATE, ALSO, TODAY, FREE], lambda leads: lambda: leads, **how)
    ]


def test_the_same_lines_are_read_out_and_lead_to_the_same():
    assert said() == [
        ("Plan, late", "Aoife", ""),
        ("Visit, late", "Bert", ""),
        ("Call, today", "Cora", ""),
        ("Note", "Dan", ""),
    ]


def test_headings_are_said_once_and_lines_can_keep_their_numbers():
    assert said(headings=True, keep_numbers=True) == [
        ("Late:", None, ""),
        ("Plan, late", "Aoife", "a"),
        ("Visit, late", "Bert", "b"),
        ("Today:", None, ""),
        ("Call, today", "Cora", "c"),
        ("Note", "Dan", "d"),
    ]
