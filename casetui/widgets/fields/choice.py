"""Fields with choices: one of a list, yes or no, several of a list."""

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
from casetui.widgets.pick import NOTHING_FITS, Pick, Several, fitting
from casetui.widgets.text import fit
from casetui.words import N_, say

EMPTY = "–"


class ChoiceLine(Widget, can_focus=True):
    """What both kinds of choice share: one line that shows the chosen labels."""

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
        """The chosen labels as they are drawn."""
        raise NotImplementedError

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Return whether the key is a printable character: it chooses here, and is no command."""
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
        """Draw the chosen labels."""
        width, style = self.size.width, self.rich_style
        if y:
            return Strip.blank(width, style)
        return Strip([Segment(fit(self.shown, width), style)], width)


class ChoiceField(ChoiceLine):
    """One of a list, or yes or no. Arrows step, Enter lists all choices.

    Letters collect and filter, as they do in the list: the field shows the first choice that fits them, and
    the letters. Enter or leaving the field takes it, Esc gives the letters up.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", N_("Before"), show=False),
        Binding("right", "step(1)", N_("Next"), show=False),
        Binding("delete,backspace", "empty", N_("Empty"), show=False),
    ]

    def __init__(self, field: FormField, entry: str, labels: Mapping[str, str], title: str = "") -> None:
        super().__init__(field, labels, title)
        self._entry = entry
        self._typed = ""
        self._before = entry
        """The choice before the letters were typed."""

    @property
    def entry(self) -> str:
        """The key of the choice; empty where nothing is chosen."""
        return self._entry

    def put(self, entry: Entry) -> None:
        """Choose another key."""
        self._typed = ""
        self._choose(str(entry))

    @property
    def shown(self) -> str:
        """The label between angle brackets; a key that is no longer in the list is shown as it is."""
        label = self._labels.get(self._entry, self._entry) or EMPTY
        if not self._typed:
            return f"< {label} >"
        if not self._fitting():
            return f"{self._typed}: {say(NOTHING_FITS)}"
        return f"< {label} >  {self._typed}"

    def _choose(self, key: str) -> None:
        if key != self._entry:
            self._entry = key
            self._changed()

    def action_step(self, step: int) -> None:
        """Choose the next (1) or the choice before (-1), round the ends; "nothing" is one unless required."""
        keys = list(self._labels) if self.field.required else ["", *self._labels]
        keys = self._fitting() if self._typed else keys
        if not keys:
            return
        if self._entry not in keys:
            self._choose(keys[0 if step > 0 else -1])
        else:
            self._choose(keys[(keys.index(self._entry) + step) % len(keys)])

    def action_empty(self) -> None:
        """Choose nothing, unless the field is required."""
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
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Collect letters; Enter after them goes to the next field, Esc gives them up."""
        letter = event.character if event.is_printable else None
        if letter and (event.key != "space" or self._typed):
            self._type(self._typed + letter)
        elif self._typed and event.key == "backspace":
            self._type(self._typed[:-1])
        elif self._typed and event.key == "escape":
            self._type("")
        elif self._typed and event.key == "enter":
            if self._fitting():
                self.post_message(FieldLeft(self, 1))
        else:
            return
        event.stop()
        event.prevent_default()

    def _type(self, typed: str) -> None:
        """Show the first choice that fits the letters; where none does, the choice before them."""
        if not self._typed:
            self._before = self._entry
        self._typed = typed
        found = self._fitting() if typed else []
        if self._entry not in found:
            self._choose(found[0] if found else self._before)
        self.refresh()

    def _fitting(self) -> list[str]:
        """Return the keys of the choices that fit the letters, in the order of the list."""
        return [key for key, _ in fitting(self._labels.items(), self._typed)]

    @property
    def misfit(self) -> str:
        """The letters that no choice fits; empty where there are none."""
        return self._typed if self._typed and not self._fitting() else ""

    def on_blur(self) -> None:
        """Forget the letters typed, unless no choice fits them: that is to be mended before a save."""
        if not self.misfit:
            self._typed = ""
        self.refresh()


class SeveralField(ChoiceLine):
    """Several of a list; Enter opens it for ticking."""

    def __init__(
        self, field: FormField, entry: list[str], labels: Mapping[str, str], title: str = ""
    ) -> None:
        super().__init__(field, labels, title)
        self._entry = list(entry)

    @property
    def entry(self) -> list[str]:
        """The keys of the ticked choices."""
        return list(self._entry)

    def put(self, entry: Entry) -> None:
        """Tick other keys."""
        self._entry = list(entry)
        self._changed()

    @property
    def shown(self) -> str:
        """The number of labels and the labels, such as ``< 2: English, Polish >``."""
        if not self._entry:
            return f"< {EMPTY} >"
        names = ", ".join(self._labels.get(key, key) for key in self._entry)
        return f"< {len(self._entry)}: {names} >" if len(self._entry) > 1 else f"< {names} >"

    def action_open(self) -> None:
        """List all choices for ticking."""
        self._open()

    def _open(self, typed: str = "") -> None:
        if not self._labels:
            return
        options = list(self._labels.items())
        self.app.push_screen(Several(self._title, options, chosen=self._entry, typed=typed), self._picked)

    def _picked(self, keys: list[str] | None) -> None:
        if keys is not None and keys != self._entry:
            gone = [key for key in self._entry if key not in self._labels]
            self._entry = [*keys, *gone]
            self._changed()

    def on_key(self, event: events.Key) -> None:
        """Begin the list's filter with a letter."""
        if event.character and event.is_printable and event.key != "space":
            event.stop()
            event.prevent_default()
            self._open(event.character)
