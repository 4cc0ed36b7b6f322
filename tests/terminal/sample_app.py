"""A small app on our driver, to be run in a terminal of the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from casetui.terminal.driver import LineDriver


class Box(ModalScreen[None]):
    """A box that finds its height when it is told how much room there is."""

    CSS = """
    Box { align: center middle; background: transparent; }
    Box > Vertical { width: 20; height: auto; max-height: 100%; border: solid red; }
    Box #lines { height: 1fr; }
    """

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("boxed")
            yield Static("", id="lines")

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#lines").styles.height = event.size.height // 4


class SampleApp(App[int]):
    """Three lines to type in, and a list whose every row changes with each key ``j``."""

    BINDINGS = [
        Binding("ctrl+l", "repaint", priority=True),
        Binding("ctrl+z", "suspend_process", priority=True),
        Binding("ctrl+n", "churn", priority=True),
        Binding("ctrl+b", "box", priority=True),
        Binding("ctrl+q", "exit_now", priority=True),
        Binding("escape", "escaped", priority=True),
    ]
    ENABLE_COMMAND_PALETTE = False
    theme = "ansi-dark"

    def compose(self) -> ComposeResult:
        yield Input(id="first", compact=True, select_on_focus=False)
        yield Input(id="second", compact=True, select_on_focus=False)
        yield Static("ready ✓ │ Æ", id="state")
        yield Static("", id="rows")

    def on_mount(self) -> None:
        self.turn = 0
        for line in self.query(Input):
            line.cursor_blink = False

    def action_churn(self) -> None:
        self.turn += 1
        rows = (f"{(self.turn * 7919 + n) % 100_003:06}" * 12 for n in range(18))
        self.query_one("#rows", Static).update("\n".join(rows) + f"\nturn {self.turn}")

    def action_box(self) -> None:
        self.push_screen(Box())

    def action_escaped(self) -> None:
        self.query_one("#state", Static).update("escaped")

    def action_repaint(self) -> None:
        assert isinstance(self._driver, LineDriver)
        self._driver.repaint()

    def action_exit_now(self) -> None:
        self.exit(7)

    def hang_up(self) -> None:
        if "SAMPLE_DRAFT" in os.environ:
            Path(os.environ["SAMPLE_DRAFT"]).write_text(self.query_one("#first", Input).value)


if __name__ == "__main__":
    driver = None if "SAMPLE_STOCK" in os.environ else LineDriver
    sys.exit(SampleApp(driver_class=driver).run(mouse=False) or 0)
