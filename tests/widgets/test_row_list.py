import time

from casetui.widgets.row_list import Column, Line, RowList, column_widths
from tests.widgets.harness import HARMLESS, HOSTILE, Bench, screen_text


def people(*names):
    return [Line(name, (name,)) for name in names]


async def test_arrows_move_and_enter_opens():
    rows = RowList(lines=people("a", "b", "c"))
    async with Bench(rows).run_test() as pilot:
        await pilot.press("down", "j", "k", "enter")
        assert pilot.app.messages[-1] == ("chosen", "b")
        await pilot.press("end")
        assert rows.cursor_key == "c"
        await pilot.press("down", "home")
        assert rows.cursor_key == "a"


async def test_headings_are_stepped_over():
    rows = RowList(
        lines=[
            Line("h", ("Today",), heading=True),
            *people("a"),
            Line("i", ("Later",), heading=True),
            *people("b"),
        ]
    )
    async with Bench(rows).run_test() as pilot:
        assert rows.cursor_key == "a"
        await pilot.press("down")
        assert rows.cursor_key == "b"
        await pilot.press("home")
        assert rows.cursor_key == "a"
        assert screen_text(pilot.app)[0].startswith("Today")


async def test_the_cursor_stays_on_its_key_when_lines_change():
    rows = RowList(lines=people("a", "b", "c"))
    async with Bench(rows).run_test() as pilot:
        await pilot.press("down")
        rows.set_lines(people("x", "y", "b", "z"))
        assert rows.cursor_key == "b"
        rows.set_lines(people("x", "y"))
        assert rows.cursor_key == "y"
        rows.set_lines([])
        assert rows.cursor_key == ""
        await pilot.press("enter", "down", "pagedown", "home", "end")
        assert ("chosen", "") not in pilot.app.messages


async def test_an_empty_list_says_so():
    rows = RowList(empty="No clients yet.")
    async with Bench(rows).run_test() as pilot:
        await pilot.pause()
        assert "No clients yet." in screen_text(pilot.app)[0]


async def test_ten_thousand_lines_cost_no_more_than_those_seen():
    rows = RowList(lines=[Line(str(n), (f"client {n}",)) for n in range(10_000)])
    async with Bench(rows).run_test(size=(80, 24)) as pilot:
        began = time.process_time()
        await pilot.press("end", "pageup", "pagedown", "home", "end")
        assert time.process_time() - began < 2
        assert rows.cursor_key == "9999"
        assert "client 9999" in screen_text(pilot.app)[-1]
        assert "↑" in screen_text(pilot.app)[0]


async def test_titles_stay_on_top():
    rows = RowList(
        (Column(None, "Client"), Column(6, "Next", right=True)),
        [Line(str(n), (f"c{n}", "3 d")) for n in range(99)],
        titles=True,
    )
    async with Bench(rows).run_test(size=(40, 10)) as pilot:
        await pilot.press("end")
        text = screen_text(pilot.app)
        assert text[0].split() == ["Client", "Next"]
        assert "c98" in text[-1]


async def test_moving_draws_two_rows_only():
    rows = RowList(lines=people(*"abcdefgh"))
    async with Bench(rows).run_test() as pilot:
        await pilot.pause()
        drawn = []
        draw = rows.render_line
        rows.render_line = lambda y: drawn.append(y) or draw(y)
        await pilot.press("down")
        await pilot.pause()
        assert set(drawn) == {0, 1}


async def test_the_terminal_cursor_follows():
    rows = RowList(lines=people("a", "b", "c"))
    async with Bench(rows).run_test() as pilot:
        await pilot.press("down", "down")
        assert pilot.app.cursor_position == (0, 2)


async def test_the_terminal_cursor_goes_along_with_the_focus():
    first, second = RowList(lines=people("a", "b")), RowList(lines=people("x", "y"))
    async with Bench(first, second).run_test() as pilot:
        first.styles.height = second.styles.height = 2
        await pilot.press("down")
        assert pilot.app.cursor_position == (0, 1)
        await pilot.press("tab")
        assert pilot.app.cursor_position == (0, 2)
        first.set_lines(people("a", "b", "c"))
        assert pilot.app.cursor_position == (0, 2), "a list that lost it leaves it alone"


async def test_hostile_cells_are_text():
    rows = RowList((Column(None), Column(5)), [Line("a", (HOSTILE, "late"))])
    async with Bench(rows).run_test() as pilot:
        await pilot.pause()
        assert HARMLESS in screen_text(pilot.app)[0]


def test_narrow_screens_leave_columns_out_before_the_flexible_one_starves():
    columns = (Column(2), Column(None), Column(12, drop=2), Column(8))
    assert column_widths(columns, 60) == {0: 2, 1: 35, 2: 12, 3: 8}
    assert column_widths(columns, 30) == {0: 2, 1: 18, 3: 8}
    assert column_widths(columns, 18) == {0: 2, 1: 15}
    assert column_widths((Column(5), Column(5)), 3) == {0: 5}


async def test_a_click_selects_and_a_second_opens():
    rows = RowList(lines=people("a", "b", "c"))
    async with Bench(rows).run_test() as pilot:
        await pilot.click(rows, offset=(1, 2))
        assert rows.cursor_key == "c"
        await pilot.click(rows, offset=(1, 2))
        assert pilot.app.messages[-1] == ("chosen", "c")
