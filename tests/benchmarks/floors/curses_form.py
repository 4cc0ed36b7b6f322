"""The other floor: the same form and rows in curses, drawn by hand."""

import curses

ROWS = [f"C-{n:05}  Somebody {n:<5} 2025-{n % 12 + 1:02}-01  open  worker {n % 7}" for n in range(200)]


def draw_form(window: curses.window, values: list[str], at: int) -> None:
    width = window.getmaxyx()[1]
    for number, value in enumerate(values):
        style = curses.A_UNDERLINE if number == at else 0
        window.addnstr(1 + number, 0, f"Field {number}: {value}", width, style)
    window.move(1 + at, min(width - 1, 9 + len(values[at])))


def draw_rows(window: curses.window, row: int) -> None:
    height, width = window.getmaxyx()
    top = max(0, row - (height - 3))
    for number, text in enumerate(ROWS[top : top + height - 2]):
        style = curses.A_REVERSE if top + number == row else 0
        window.addnstr(1 + number, 0, text.ljust(width), width, style)
    window.move(1 + row - top, 0)


def main(window: curses.window) -> None:
    """Eight fields (F2), two hundred rows (F3), until F10."""
    values, at, row, form = [""] * 8, 0, 0, True
    while True:
        height, width = window.getmaxyx()
        window.erase()
        window.addnstr(0, 0, "Form".ljust(width), width, curses.A_REVERSE)
        window.insstr(height - 1, 0, "F2 Form  F3 Rows  F10 Quit".ljust(width), curses.A_REVERSE)
        if form:
            draw_form(window, values, at)
        else:
            draw_rows(window, row)
        window.refresh()
        key = window.getch()
        if key == curses.KEY_F10:
            return
        if key in (curses.KEY_F2, curses.KEY_F3):
            form = key == curses.KEY_F2
        elif form and key == ord("\t"):
            at = (at + 1) % 8
        elif form and 32 <= key < 127:
            values[at] += chr(key)
        elif key == curses.KEY_DOWN:
            row = min(len(ROWS) - 1, row + 1)


if __name__ == "__main__":
    curses.wrapper(main)
