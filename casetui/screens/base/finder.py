"""The finder: any client by name, known-as name, phone or reference; and any command of the screen."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from casetui.data.names import folded
from casetui.desk.desk import Desk
from casetui.desk.find import Finder, finder_of
from casetui.desk.telling.case_lines import found_lines
from casetui.screens.base.commands import ScreenCommand, commands_of
from casetui.screens.base.naming import name_of
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.line_list import drawn
from casetui.widgets.lines import TitleLine
from casetui.widgets.panes import Stack
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.row_list import Column, Line, RowList
from casetui.words import N_, say

COMMAND = "command:"
"""Begins the answer for a command, such as ``command:agenda``."""


class FinderScreen(ModalScreen[str | None]):
    """The finder; dismisses with a case number, with ``command:`` and an action, or with ``None``."""

    DEFAULT_CSS = """
    FinderScreen {
        background: $background;
        & > Stack { height: 1fr; }
        & PlainInput { margin: 0 1; width: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("Open"), priority=True),
        Binding("up", "row('move(-1)')", N_("Up"), show=False, priority=True),
        Binding("down", "row('move(1)')", N_("Down"), show=False, priority=True),
        Binding("pageup", "row('page(-1)')", N_("Page up"), show=False, priority=True),
        Binding("pagedown", "row('page(1)')", N_("Page down"), show=False, priority=True),
        Binding("ctrl+x,ctrl+c", "leave", N_("Back"), key_display="^X", priority=True),
        Binding("escape", "clear", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._commands: list[ScreenCommand] = []
        self._finder = Finder(())
        self._begun = False
        self._title = TitleLine()
        self._title.show(say(N_("Find a client")), " ")
        self._input = PlainInput()
        self._list = RowList(
            (Column(None), Column(9), Column(18, drop=2), Column(17, drop=1)),
            empty=N_("Nobody and nothing by that name."),
        )

    def compose(self) -> ComposeResult:
        """A line to type in, and the list of matches."""
        with Stack():
            yield self._title
            yield self._input
            yield self._list
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin in the line to type in."""
        self._input.focus()

    def find_for(self, below: Screen[Any] | None = None, title: str = "") -> None:
        """Also find the commands of the screen ``below``; show ``title``. Call it before the finder shows."""
        self._commands = commands_of(below) if below else []
        title = title or say(N_("Find a client or a command") if below else N_("Find a client"))
        self._title.show(title, " ")

    def on_screen_resume(self, event: ScreenResume) -> None:
        """List the clients when the finder is first on top; something may be typed already."""
        event.refresh_styles = False  # every widget got its styles when it was mounted
        if not self._begun:
            self._begun = True
            self._finder = finder_of(self._desk)
            self._show(self._input.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the matches of the typed text."""
        event.stop()
        self._show(event.value)

    def _show(self, typed: str) -> None:
        wanted = folded(typed)
        commands = [
            Line(COMMAND + command.action, (" " + command.what, command.key, "", ""))
            for command in self._commands
            if wanted and wanted in folded(command.what)
        ]
        clients = found_lines(self._desk, self._finder, typed, name_of)
        self._list.set_lines([*commands, *drawn(clients)])
        self._list.action_end(-1)

    async def action_row(self, action: str) -> None:
        """Move in the list while typing goes on."""
        await self._list.run_action(action)

    def action_choose(self) -> None:
        """Take the selected line."""
        self.dismiss(self._list.cursor_key or None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click on the selected line."""
        event.stop()
        self.action_choose()

    def action_clear(self) -> None:
        """Empty the line; with an empty one, go back."""
        if self._input.value:
            self._input.value = ""
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave without choosing."""
        self.dismiss(None)
