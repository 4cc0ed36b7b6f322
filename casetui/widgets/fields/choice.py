"""Fields that are chosen: one of a list, yes or no, several of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from casetui.data.fields import FormField
from casetui.widgets.fields.base import Entry, FieldChanged, FieldLeft
from casetui.widgets.pick import Pick, Several
from casetui.widgets.text import fit
from casetui.words import N_

EMPTY = "–"


class ChoiceLine(Widget, can_focus=True):
    """What the two kinds of choice share: one line that shows what is chosen."""

    DEFAULT_CSS = """
    ChoiceLine {
        height: 1;
        width: 1fr;
        color: $foreground;
        background: $surface;
        &:focus { text-style: reverse; }
        &:ansi { background: ansi_default; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", N_("Choose")),
    ]

    def __init__(self, field: FormField, labels: Mapping[str, str], title: str) -> None:
        super().__init__()
        self.field = field
        self._labels = dict(labels)
        self._title = title

    @property
    def shown(self) -> str:
        """What is chosen, by its label."""
        raise NotImplementedError

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Letters choose here; none of them is a command."""
        return character is not None and character.isprintable()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(FieldChanged(self, self.field))

    def on_focus(self) -> None:
        """Put the terminal's own cursor on the field."""
        self.app.cursor_position = self.cursor_screen_offset

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs."""
        return Offset(*self.content_region.offset)

    def render_line(self, y: int) -> Strip:
        """Draw what is chosen."""
        width, style = self.size.width, self.rich_style
        if y:
            return Strip.blank(width, style)
        return Strip([Segment(fit(self.shown, width), style)], width)


class ChoiceField(ChoiceLine):
    """One of a list, or yes or no. Arrows step, letters jump, Enter lists them all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", N_("Before"), show=False),
        Binding("right", "step(1)", N_("Next"), show=False),
        Binding("delete,backspace", "empty", N_("Empty"), show=False),
    ]

    def __init__(self, field: FormField, entry: str, labels: Mapping[str, str], title: str = "") -> None:
        super().__init__(field, labels, title)
        self._entry = entry
        self._typed = ""

    @property
    def entry(self) -> str:
        """The key of what is chosen; empty where nothing is."""
        return self._entry

    def put(self, entry: Entry) -> None:
        """Have another key stand in the field."""
        self._choose(str(entry))

    @property
    def shown(self) -> str:
        """The label between angle brackets; a key that is in the list no more is shown as it is."""
        return f"< {self._labels.get(self._entry, self._entry) or EMPTY} >"

    def _choose(self, key: str) -> None:
        if key != self._entry:
            self._entry = key
            self._changed()

    def action_step(self, step: int) -> None:
        """Choose the one before or after; past the ends there is "nothing", where that is allowed."""
        keys = list(self._labels) if self.field.required else ["", *self._labels]
        if not keys:
            return
        if self._entry not in keys:
            self._choose(keys[0 if step > 0 else -1])
        else:
            self._choose(keys[(keys.index(self._entry) + step) % len(keys)])

    def action_empty(self) -> None:
        """Choose nothing, where that is allowed."""
        self._typed = ""
        if not self.field.required:
            self._choose("")

    def action_open(self) -> None:
        """List all choices."""
        self._typed = ""
        if not self._labels:
            return
        self.app.push_screen(Pick(self._title, list(self._labels.items()), chosen=self._entry), self._picked)

    def _picked(self, key: str | None) -> None:
        if key is not None:
            self._choose(key)

    def on_key(self, event: events.Key) -> None:
        """Jump to the label that begins with the letters typed; Enter after them goes on."""
        if event.key == "enter" and self._typed:
            event.stop()
            event.prevent_default()
            self.post_message(FieldLeft(self, 1))
            return
        if event.character is None or not event.is_printable or (event.key == "space" and not self._typed):
            return
        event.stop()
        event.prevent_default()
        typed = event.character.casefold()
        self._typed = self._typed + typed if self._begin(self._typed + typed) else typed
        found = self._begin(self._typed)
        if found:
            place = found.index(self._entry) + 1 if self._entry in found and len(self._typed) == 1 else 0
            kept = self._entry in found and len(self._typed) > 1
            self._choose(self._entry if kept else found[place % len(found)])

    def _begin(self, typed: str) -> list[str]:
        return [key for key, label in self._labels.items() if label.casefold().startswith(typed)]

    def on_blur(self) -> None:
        """Begin again with the letters."""
        self._typed = ""


class SeveralField(ChoiceLine):
    """Several of a list; Enter opens it for ticking."""

    def __init__(
        self, field: FormField, entry: list[str], labels: Mapping[str, str], title: str = ""
    ) -> None:
        super().__init__(field, labels, title)
        self._entry = list(entry)

    @property
    def entry(self) -> list[str]:
        """The keys of what is ticked."""
        return list(self._entry)

    def put(self, entry: Entry) -> None:
        """Have other keys stand in the field."""
        self._entry = list(entry)
        self._changed()

    @property
    def shown(self) -> str:
        """The labels, with commas between, after how many there are."""
        if not self._entry:
            return f"< {EMPTY} >"
        names = ", ".join(self._labels.get(key, key) for key in self._entry)
        return f"< {len(self._entry)}: {names} >" if len(self._entry) > 1 else f"< {names} >"

    def action_open(self) -> None:
        """List all choices for ticking."""
        if not self._labels:
            return
        options = list(self._labels.items())
        self.app.push_screen(Several(self._title, options, chosen=self._entry), self._picked)

    def _picked(self, keys: list[str] | None) -> None:
        if keys is not None and keys != self._entry:
            gone = [key for key in self._entry if key not in self._labels]
            self._entry = [*keys, *gone]
            self._changed()

    def on_key(self, event: events.Key) -> None:
        """Letters do nothing here; they are not commands either."""
        if event.is_printable and event.key != "space":
            event.stop()
            event.prevent_default()
