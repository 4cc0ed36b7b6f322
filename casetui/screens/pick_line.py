"""Finding a line of any list by typing a part of it."""

from __future__ import annotations

from textual.app import App

from casetui.widgets.pick import Pick
from casetui.widgets.row_list import RowList
from casetui.words import N_, say


def pick_line(app: App[object], row_list: RowList) -> None:
    """Ask for a line of ``row_list`` and put its cursor there."""

    def go(key: str | None) -> None:
        if key is not None:
            row_list.move_to(key)

    options = [
        (line.key, " ".join(cell for cell in line.cells if cell.strip()))
        for line in row_list.lines
        if not line.heading
    ]
    app.push_screen(Pick(say(N_("Find in this list")), options), go)
