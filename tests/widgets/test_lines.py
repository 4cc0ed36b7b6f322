"""The line at the top of a screen."""

import pytest
from textual.app import App

from casetui.widgets.lines import TitleLine, fitting_parts
from tests.widgets.harness import screen_text


class Titled(App):
    def compose(self):
        yield TitleLine()


@pytest.mark.parametrize("width", [60, 80])
async def test_what_is_cut_on_the_left_leaves_a_space_before_what_stands_on_the_right(width):
    async with Titled().run_test(size=(width, 4)) as pilot:
        pilot.app.query_one(TitleLine).show("C-DFF6W5  Guidebook  " + "Chloe Daly " * 9, "intake Sun 22 Nov")
        await pilot.pause()
        first = screen_text(pilot.app)[0]
        assert "… intake Sun 22 Nov" in first


def test_of_what_waits_a_title_says_what_there_is_room_for_the_first_before_all():
    parts = ["1 not saved: d", "2 wait: s", "3 answers: s"]
    assert fitting_parts(parts, 80) == "1 not saved: d · 2 wait: s · 3 answers: s"
    assert fitting_parts(parts, 60) == "1 not saved: d · 2 wait: s"
    assert fitting_parts(parts, 40) == "1 not saved: d" and fitting_parts(parts, 20) == ""


async def test_a_demo_says_that_it_is_one_in_the_first_line_only(monkeypatch):
    monkeypatch.setattr(TitleLine, "mark", "DEMO")

    class Lines(App):
        def compose(self):
            for _ in range(2):
                line = TitleLine()
                line.show("Agenda", "Mary Byrne")
                yield line

    app = Lines()
    async with app.run_test() as pilot:
        await pilot.pause()
        first, second, *_ = screen_text(app)
        assert "DEMO  Agenda" in first and "DEMO" not in second and "Agenda" in second
