"""Finding a line of a list by typing a part of it."""

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

    choices: list[tuple[str, list[str], str]] = []
    heading = ""
    for line in row_list.lines:
        texts = [cell.strip() for cell in line.cells if cell.strip()]
        if line.heading:
            heading = f"  ({' '.join(texts)})"
        elif line.goes_on and choices:
            choices[-1][1].extend(texts)
        else:
            choices.append((line.key, texts, heading))
    options = [(key, " ".join(texts) + below) for key, texts, below in choices]
    app.push_screen(Pick(say(N_("Find in this list")), options), go)
