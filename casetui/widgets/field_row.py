"""A field of a form with its label and its error; and the line "More", which folds seldom used fields."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Spacing
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from casetui.data.fields import FormField
from casetui.widgets.fields import ChoiceField, DateField, Entry, FieldWidget, LineField
from casetui.widgets.fields.notes import TextField
from casetui.widgets.text import fit, safe, wrap
from casetui.words import N_, say

LABEL = 28
"""Cells of the column of labels; the first marks the field with the focus, the last is empty."""


class FieldRow(Widget):
    """A label, a field, and under it the error. The row draws label and error itself, without widgets."""

    DEFAULT_CSS = """
    FieldRow {
        height: auto;
        background: $background;
        color: $foreground;
        & > .field-row--error { color: $error; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"field-row--error"}

    error: reactive[str] = reactive("")
    """What is wrong with the field, as a sentence."""
    narrow: reactive[bool] = reactive(False)
    """Whether the label stands above the field."""

    def __init__(self, widget: FieldWidget, label: str) -> None:
        super().__init__()
        self._widget = widget
        self.label = safe(label)
        self._has_mark = False

    def compose(self) -> ComposeResult:
        """Compose the field alone; ``render_line`` draws label and error."""
        yield self._widget

    @property
    def field(self) -> FormField:
        """The description of the field in the record's model."""
        return self._widget.field

    @property
    def entry(self) -> Entry:
        """The text in the field, or the keys that are ticked."""
        return self._widget.entry

    @property
    def note(self) -> TextField | None:
        """The field, where it is a note of several lines."""
        return self._widget if isinstance(self._widget, TextField) else None

    @property
    def offers_names(self) -> bool:
        """Whether names are offered in the field while one types."""
        return isinstance(self._widget, LineField) and self._widget.suggester is not None

    @property
    def misfit(self) -> str:
        """The letters typed into a choice that fit none of the choices; empty where there are none."""
        return self._widget.misfit if isinstance(self._widget, ChoiceField) else ""

    def put(self, entry: Entry) -> None:
        """Replace the entry."""
        self._widget.put(entry)

    @property
    def label_is_cut(self) -> bool:
        """Whether the label does not fit into its column."""
        return not self.narrow and len(wrap(self._marked, LABEL - 2)) > 2

    @property
    def _marked(self) -> str:
        return f"{self.label} *" if self.field.required else self.label

    def focus(self, scroll_visible: bool = True) -> FieldRow:
        """Focus the field."""
        self._widget.focus(scroll_visible)
        return self

    def focus_now(self) -> None:
        """Focus the field before a key is taken or a frame drawn; ``focus`` only asks the app for it."""
        for part in (self._widget, *self._widget.query()):
            if part.focusable:
                part.has_focus = True  # as where Textual focuses by itself: the first frame shows it
                self.screen.set_focus(part)
                return

    @property
    def rows_needed(self) -> int:
        """The rows that the field takes at least, with its label and its error; a note its own few lines."""
        rows = self.note.lines if self.note else 1
        rows += len(self._errors())
        return rows + len(self._labels()) if self.narrow else max(len(self._labels()), rows)

    def on_mount(self) -> None:
        """Make room for label and error."""
        self._make_room()

    def on_resize(self) -> None:
        """Make room for label and error in the new width."""
        self._make_room()

    def watch_error(self) -> None:
        """Make room for the error. A day field then hides its own sentence, which would say the same."""
        if isinstance(self._widget, DateField):
            self._widget.hide_reading(bool(self.error))
        self._make_room()

    def watch_narrow(self) -> None:
        """Put the label above the field, or beside it."""
        self._make_room()

    def _make_room(self) -> None:
        if not self.is_attached:
            return
        above = len(self._labels()) if self.narrow else 0
        left = 2 if self.narrow else LABEL
        self._widget.styles.margin = Spacing(above, 0, len(self._errors()), left)
        self.styles.min_height = 1 if self.narrow else len(self._labels())
        self.refresh()

    def _labels(self) -> list[str]:
        width = self.app.size.width - 3 if self.narrow else LABEL - 2
        lines = wrap(self._marked, width) or [""]
        return lines if self.narrow or len(lines) < 3 else [lines[0], fit(" ".join(lines[1:]), width)]

    def _errors(self) -> list[str]:
        left = 2 if self.narrow else LABEL
        width = max(8, (self.size.width or self.app.size.width) - left)
        return wrap(f"! {self.error}", width) if self.error else []

    def on_descendant_focus(self) -> None:
        """Mark the field that has the focus."""
        self._has_mark = True
        self.refresh()

    def on_descendant_blur(self) -> None:
        """Take the mark of the focus away."""
        self._has_mark = False
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the label on the left of the field or above it, and the error below it."""
        width, style = self.size.width, self.rich_style
        labels, errors = self._labels(), self._errors()
        errors_from = self.size.height - len(errors)
        left, right, wrong = "", "", Style()
        if y < len(labels):
            left = (">" if self._has_mark and y == 0 else " ") + labels[y]
        if errors and y >= errors_from:
            right = errors[y - errors_from]
            wrong = self.get_component_rich_style("field-row--error", partial=True)
        column = min(width, width if self.narrow and left else 2 if self.narrow else LABEL)
        segments = [Segment(fit(left, column), style), Segment(fit(right, width - column), style + wrong)]
        return Strip(segments, width)


class MoreLine(Widget, can_focus=True):
    """The line "More" of a form, which shows or folds the seldom used fields below it."""

    DEFAULT_CSS = """
    MoreLine {
        height: 1;
        color: $accent;
        background: $background;
        &:focus { text-style: reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "turn", N_("More or less")),
    ]

    open: reactive[bool] = reactive(False)
    """Whether the fields are shown."""
    number: reactive[int] = reactive(0)
    """How many fields the line folds."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def action_turn(self) -> None:
        """Show or fold the fields. The form watches ``open``, so that it is done before the next key."""
        self.open = not self.open

    def on_click(self, event: events.Click) -> None:
        """Show or fold the fields."""
        event.stop()
        self.action_turn()

    def on_focus(self) -> None:
        """Put the terminal's own cursor on the line."""
        self.app.cursor_position = self.cursor_screen_offset

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs."""
        return Offset(*self.content_region.offset)

    def render_line(self, y: int) -> Strip:
        """Draw the line with the number of fields that it folds: ``+ More (4)``."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        sign = "-" if self.open else "+"
        text = f" {sign} {say(N_('More'))} ({self.number})"
        return Strip([Segment(fit(text, width), self.rich_style)], width)
