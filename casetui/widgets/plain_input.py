"""The line to type in that forms and questions use."""

from __future__ import annotations

from textual.events import Paste
from textual.geometry import Offset, Size
from textual.widgets import Input
from textual.widgets.input import Selection

from casetui.widgets.text import safe


class PlainInput(Input):
    """A line to type in, without border and blinking cursor; control characters are left out of its text."""

    DEFAULT_CSS = """
    PlainInput {
        background: $surface;
        color: $foreground;
        &:focus { background-tint: $foreground 5%; }
        & > .input--cursor { text-style: reverse; }
        &:ansi > .input--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
        &:ansi > .input--selection { color: ansi_default; background: ansi_default; text-style: reverse; }
        &:ansi:focus { background: ansi_default; background-tint: ansi_default 0%; }
    }
    """

    def __init__(
        self, value: str = "", *, select: bool = False, secret: bool = False, classes: str | None = None
    ) -> None:
        """With ``select`` the first key typed replaces ``value``; with ``secret`` the text is not shown."""
        super().__init__(compact=True, select_on_focus=select, password=secret, classes=classes)
        self.set_reactive(Input.cursor_blink, False)
        self.set_reactive(Input.value, safe(value))
        self.set_reactive(Input.selection, Selection.cursor(len(self.value)))
        self._initial_value = False

    def on_mount(self) -> None:
        """Measure the first value, which was set without a message."""
        self.virtual_size = Size(self.content_width, 1)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put in ``text`` without control characters. Every key, paste and cut comes through here."""
        super().replace(safe(text), start, end)

    def action_delete_left(self) -> None:
        """Delete one character, even where the focus has just selected all: only typing replaces all."""
        if self.select_on_focus and self.selection == (0, len(self.value)):
            self.cursor_position = len(self.value)
        super().action_delete_left()

    def _on_paste(self, event: Paste) -> None:
        """Put in the whole paste: Textual would take only its first line."""
        event.prevent_default()
        event.stop()
        self.replace(event.text.strip(), *self.selection)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The place for the terminal's own cursor: the text cursor's, also at the end of the line."""
        x, y, *_ = self.content_region
        return Offset(x + self._position_to_cell(self.cursor_position) - self.scroll_offset.x, y)
