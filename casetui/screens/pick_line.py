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

    options: list[tuple[str, str]] = []
    heading = ""
    for line in row_list.lines:
        text = " ".join(cell.strip() for cell in line.cells if cell.strip())
        if line.heading:
            heading = text
        elif line.goes_on and options:
            options[-1] = (options[-1][0], f"{options[-1][1]} {text}")
        else:
            options.append((line.key, f"{text}  ({heading})" if heading else text))
    app.push_screen(Pick(say(N_("Find in this list")), options), go)
