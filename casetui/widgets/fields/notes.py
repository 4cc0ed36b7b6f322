"""A text of several lines."""

from __future__ import annotations

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from casetui.data.fields import FormField
from casetui.widgets.fields.base import Entry, FieldChanged, FieldLeft
from casetui.widgets.text import safe_lines


class TextField(TextArea):
    """A text of as many lines as the model says; it scrolls. Tab leaves it, as do Up and Down at its ends."""

    DEFAULT_CSS = """
    TextField {
        border: none;
        padding: 0;
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: ansi_default;
        scrollbar-background-hover: ansi_default;
        scrollbar-background-active: ansi_default;
        &:focus { border: none; background-tint: $foreground 5%; }
        &:ansi { background: ansi_default; }
        &:ansi:focus { background-tint: ansi_default 0%; }
        &:ansi .text-area--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
        &:ansi .text-area--selection { color: ansi_default; background: ansi_default; text-style: reverse; }
    }
    """

    def __init__(self, field: FormField, entry: str = "") -> None:
        super().__init__(
            safe_lines(entry), compact=True, soft_wrap=True, tab_behavior="focus", show_line_numbers=False,
            highlight_cursor_line=False,
        )  # fmt: skip
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.field = field
        self.lines = max(2, field.ask.lines)
        """The rows that it takes at least."""
        self.styles.height = self.lines
        self._given = entry
        self._start = self.text

    @property
    def entry(self) -> str:
        """The text of the field; the first entry, untouched, if nothing was typed."""
        return self._given if self.text == self._start else self.text

    def grow(self, rows: int) -> None:
        """Take this many rows more than ``lines``: those that would stay empty below the form."""
        if self.styles.height is None or self.styles.height.value != self.lines + rows:
            self.styles.height = self.lines + rows

    def put(self, entry: Entry) -> None:
        """Replace the entry, as if it had been the first one."""
        self._given = str(entry)
        self.load_text(safe_lines(self._given))
        self._start = self.text

    def on_focus(self) -> None:
        """Begin at the end of a text that nobody has typed in here: what is typed goes on with it."""
        if self.text == self._start and self.cursor_location == (0, 0):
            self.move_cursor(self.document.end)

    def edit(self, edit: Edit) -> EditResult:
        """Make an edit without control characters. Every key and paste comes through here."""
        edit.text = safe_lines(edit.text)
        return super().edit(edit)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(FieldChanged(self, self.field))

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up; from the first line, to the field before."""
        if not select and self._at_first:
            self.post_message(FieldLeft(self, -1))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down; from the last line, to the next field."""
        if not select and self._at_last:
            self.post_message(FieldLeft(self, 1))
        else:
            super().action_cursor_down(select)

    @property
    def _at_first(self) -> bool:
        return self.navigator.is_first_wrapped_line(self.cursor_location)

    @property
    def _at_last(self) -> bool:
        return self.navigator.is_last_wrapped_line(self.cursor_location)
