from textual.binding import Binding
from textual.screen import ModalScreen

from casetui.widgets.key_bar import KeyBar, fitting
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.row_list import Line, RowList
from tests.widgets.harness import Bench


class Keys(Bench):
    BINDINGS = [
        Binding("n", "new", "New"),
        Binding("slash", "find", "Find"),
        Binding("question_mark", "help", "Help"),
        Binding("ctrl+s", "save", "Save"),
        Binding("x,y", "hidden", "Hidden", show=False),
        Binding("g,h", "go", "Go"),
    ]

    def action_new(self): ...
    def action_find(self): ...
    def action_help(self): ...
    def action_save(self): ...
    def action_go(self): ...


async def test_keys_are_shown_as_typed_in_their_order():
    bar = KeyBar()
    async with Keys(bar).run_test() as pilot:
        await pilot.pause()
        assert bar.text == " n New  / Find  ^S Save  g Go  ? Help "


async def test_keys_that_would_be_typed_are_left_out():
    bar = KeyBar()
    async with Keys(PlainInput(), bar).run_test() as pilot:
        await pilot.pause()
        assert bar.text == " ^S Save "


async def test_help_is_there_on_the_narrowest_screen():
    bar = KeyBar()
    async with Keys(bar).run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        assert bar.text.endswith(" ? Help ")
        assert len(bar.text) <= 20


def test_items_that_do_not_fit_are_left_out_whole():
    assert fitting([("a", "One"), ("b", "Two")], ("?", "Help"), 15) == [("a", "One"), ("?", "Help")]


def test_the_way_back_always_fits_and_keeps_its_place():
    hints, help_hint = [("a", "One"), ("q", "Back"), ("b", "Two")], ("?", "Help")
    back = hints[1:2]
    assert fitting(hints, help_hint, 80, back) == [*hints, help_hint]
    assert fitting(hints, help_hint, 23, back) == [*hints[:2], help_hint]
    assert fitting(hints, help_hint, 16, back) == [*back, help_hint]


def test_what_is_wanted_takes_the_room_before_what_is_declared_earlier():
    hints = [("a", "One"), ("q", "Back"), ("s", "Save")]
    assert fitting(hints, None, 15, [hints[2], hints[1]]) == [hints[1], hints[2]]


async def test_the_bar_is_drawn_only_when_its_text_changes():
    bar = KeyBar()
    async with Keys(RowList(lines=[Line(c, (c,)) for c in "abc"]), PlainInput(), bar).run_test() as pilot:
        await pilot.pause()
        drawn = []
        draw = bar.render_line
        bar.render_line = lambda y: drawn.append(y) or draw(y)
        await pilot.press("down", "down", "up")
        pilot.app.screen.refresh_bindings()
        await pilot.pause()
        assert drawn == []
        await pilot.press("tab")
        await pilot.pause()
        assert drawn


class Over(ModalScreen):
    BINDINGS = [Binding("enter", "ok", "OK")]

    def action_ok(self): ...

    def compose(self):
        yield KeyBar()


async def test_a_modal_shows_its_own_keys_only():
    app = Keys(KeyBar())
    async with app.run_test() as pilot:
        screen = Over()
        app.push_screen(screen)
        await pilot.pause()
        assert screen.query_one(KeyBar).text == " Enter OK "
