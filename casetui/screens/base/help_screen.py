"""Help: what a screen is for, and its keys, made from its bindings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from casetui.screens.base.commands import commands_of
from casetui.screens.base.desk_screen import DeskScreen
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import TitleLine
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import wrap
from casetui.words import N_, say

FINDER_KEY = "^P"
"""The key of the finder, shown for commands without a key of their own."""


@dataclass(frozen=True)
class Topics:
    """The help of one screen."""

    about: str
    keys: tuple[tuple[str, str], ...]
    title: str = ""
    """The screen's title line in full; a narrow window cuts it off."""


def topics_of(screen: Screen[object]) -> Topics:
    """Return the help of a screen: its ``ABOUT``, and every key that works there now."""
    keys = {(command.key or FINDER_KEY, command.what): None for command in commands_of(screen)}
    title = screen.title_line.whole if isinstance(screen, DeskScreen) else ""
    return Topics(say(getattr(screen, "ABOUT", "")), tuple(keys), title)


GENERAL = (
    N_("Arrows move, Enter opens, / finds a line of the list by typing, Tab goes to the next part."),
    N_('Days can be typed as 21/11, 21/11/2026, "today", "+7", "-3", "fri", "last mon" or "12 nov".'),
    N_(
        "Marks: ! late or not allowed, · due today, ✓ done, ○ open and yours to tick, ◌ open and follows by "
        "itself, ● where the case is at, – does not apply."
    ),
    N_("-12 d is 12 days late, +5 d is due in 5 days."),
)


class _Page(RowList):
    """Lines to read: the arrows scroll them, and no line is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.leave", show=False),
    ]

    def action_move(self, step: int) -> None:
        """Go a line up (-1) or down (1)."""
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, force=True, immediate=True)

    def action_page(self, step: int) -> None:
        """Go a screenful up (-1) or down (1)."""
        self.action_move(step * max(1, self.size.height - 1))

    def action_end(self, step: int) -> None:
        """Go to the beginning (-1) or the end (1)."""
        self.action_move(step * len(self.lines))


class HelpScreen(Screen[None]):
    """The help of the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,enter,question_mark,ctrl+x", "leave", N_("Back"), key_display="q"),
    ]

    def __init__(self, topics: Topics) -> None:
        super().__init__()
        self._topics = topics
        self._list = _Page((Column(None),))
        self._title = TitleLine()

    def compose(self) -> ComposeResult:
        """One list of lines."""
        yield self._title
        yield self._list
        yield KeyBar()

    def on_mount(self) -> None:
        """Write the lines."""
        self._title.show(say(N_("Help")), " ")
        self._list.focus()

    def on_resize(self) -> None:
        """Break the sentences to the width there is."""
        width = max(20, self.app.size.width - 3)
        lines: list[str] = wrap(self._topics.title, width)
        lines += ["", *wrap(self._topics.about, width)] if lines else wrap(self._topics.about, width)
        lines += ["", *(f"  {key:<10} {what}" for key, what in self._topics.keys), ""]
        for sentence in GENERAL:
            lines += wrap(say(sentence), width)
        self._list.set_lines([Line(str(n), (" " + line,), goes_on=True) for n, line in enumerate(lines)])

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
