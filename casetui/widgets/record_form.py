"""The form of a record, built from the record's model, which alone describes the fields."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any, ClassVar

from pydantic import BaseModel
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from casetui.data.days import Reading
from casetui.data.fields import Checked, FormField, check, entry, form_fields, is_asked, shown
from casetui.widgets.field_row import FieldRow, MoreLine
from casetui.widgets.fields import Choices, Entry, FieldChanged, FieldLeft, field_widget
from casetui.widgets.fields.notes import TextField
from casetui.widgets.text import safe
from casetui.words import N_, say

NARROW = 56
"""Below this many cells labels stand above their fields."""
LOW = 14
"""Below this many lines the line for help is shown only while a field has help."""


class RecordForm(VerticalScroll, can_focus=False):
    """The fields of a model, each with its entry, its error and its help."""

    DEFAULT_CSS = """
    RecordForm {
        height: 1fr;
        background: $background;
        scrollbar-size-vertical: 1;
        scrollbar-background: ansi_default;
        scrollbar-background-hover: ansi_default;
        scrollbar-background-active: ansi_default;
        & > .top { height: auto; color: $error; padding: 0 1; }
        & > .help { dock: bottom; height: 1; padding: 0 1; text-style: dim; background: $background; }
        & > Vertical { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", N_("Field before"), show=False),
        Binding("down", "step(1)", N_("Next field"), show=False),
        Binding("shift+tab", "round(-1)", show=False),
        Binding("tab", "round(1)", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]

    def __init__(
        self,
        model: type[BaseModel],
        entries: Mapping[str, Entry],
        *,
        reading: Reading | Callable[[], Reading],
        choices: Choices,
        words: Mapping[str, str],
        suggested: Container[str] = (),
        id: str | None = None,
    ) -> None:
        """``entries`` are the first entries by field; ``words`` are put into labels and helps.

        The entries of the fields in ``suggested`` were typed by nobody: the first key typed replaces them.

        ``reading`` says how days are read; a function is called each time, for a form open past midnight.
        """
        super().__init__(id=id)
        self._model = model
        self._reading = reading if callable(reading) else lambda: reading
        self._choices = choices
        self.words = dict(words)
        """What is put into labels and helps, such as the method's word for the client."""
        self._suggested = suggested
        fields = form_fields(model)
        self._rows = {field.name: self._row(field, entries.get(field.name, "")) for field in fields}
        self._folded = [name for name, row in self._rows.items() if row.field.ask.more]
        self._height = 0
        """The height of the form as it was drawn last."""
        self._more = MoreLine(len(self._folded))
        self._under_more = Vertical()
        self._top = Static(classes="top", markup=False)
        self._help = Static(classes="help", markup=False)
        self._first = self.entries()

    def _row(self, field: FormField, entry: Entry) -> FieldRow:
        first: Entry = entry if field.kind != "several" or entry else []
        widget = field_widget(
            field, first, choices=self._choices, words=self.words, read=self._read,
            suggested=field.name in self._suggested,
        )  # fmt: skip
        return FieldRow(widget, say(field.ask.label, **self.words))

    def _read(self, field: FormField, entry: Entry) -> Checked:
        return check(self._model, {field.name: entry}, self._reading(), self._choices)

    def compose(self) -> ComposeResult:
        """Compose the fields, the line "More" with the seldom used fields under it, and the help."""
        yield self._top
        for name, row in self._rows.items():
            if name not in self._folded:
                yield row
        if self._folded:
            yield self._more
            with self._under_more:
                for name in self._folded:
                    yield self._rows[name]
        yield self._help

    def on_mount(self) -> None:
        """Open "More" where one of its fields is filled, and follow it from then on."""
        self._top.display = False
        self._show_asked()
        self._more.open = any(self._rows[name].entry for name in self._folded)
        self._show_more(self._more.open)
        self.watch(self._more, "open", self._show_more, init=False)

    def entries(self) -> dict[str, Entry]:
        """Return the entry of each field by its name."""
        return {name: row.entry for name, row in self._rows.items()}

    @property
    def changed(self) -> bool:
        """Whether an entry differs from the first one."""
        return self.entries() != self._first

    def knows(self, name: str) -> bool:
        """Return whether there is a field ``name``."""
        return name in self._rows

    def untouched(self, name: str) -> bool:
        """Return whether the field ``name`` still has its first entry."""
        return self._rows[name].entry == self._first[name]

    def put(self, name: str, value: Any, *, typed: bool = False) -> None:
        """Put a value into the field ``name``; unless ``typed``, it counts as the field's first entry."""
        row = self._rows[name]
        row.put(entry(row.field, value, self._reading()))
        row.error = ""
        if not typed:
            self._first[name] = row.entry
        self._show_asked()

    def typed(self) -> dict[str, Entry]:
        """Return the entries that differ from the first ones, by field."""
        return {name: entry for name, entry in self.entries().items() if entry != self._first[name]}

    def take(self, typed: Mapping[str, Entry]) -> None:
        """Put entries into their fields as if they were typed; open "More" where it has one of the fields."""
        for name, text in typed.items():
            self.put(name, text, typed=True)
        if any(name in self._folded for name in typed):
            self._more.open = True

    def label(self, name: str) -> str:
        """Return the label of the field ``name``."""
        return self._rows[name].label

    def shown(self, name: str, value: Any) -> str:
        """Return a value of the field ``name`` as a person reads it."""
        field = self._rows[name].field
        return shown(field, value, self._reading(), self._choices(field))

    def check(self) -> Checked:
        """Return the entries as values for the model, and the errors by field."""
        checked = check(self._model, self.entries(), self._reading(), self._choices)
        none_of_them = {
            name: say(N_('Nothing is called "{typed}". Choose one, or press Esc to keep what stood there.'),
                      typed=row.misfit)
            for name, row in self._rows.items() if row.misfit
        }  # fmt: skip
        return replace(checked, errors={**checked.errors, **none_of_them}) if none_of_them else checked

    def focus(self, scroll_visible: bool = True) -> RecordForm:
        """Focus the first field."""
        for row in self._rows.values():
            row.focus(scroll_visible)
            break
        return self

    def focus_on(self, name: str) -> None:
        """Focus the field ``name`` at once, or the first field where there is none of that name."""
        if name in self._folded:
            self._more.open = True
        self._show_asked(name)
        row = self._rows.get(name) or next(iter(self._rows.values()), None)
        if row is not None:
            row.focus_now()

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each error under its field, other errors at the top; focus the first field with an error."""
        for name, row in self._rows.items():
            row.error = errors.get(name, "")
        elsewhere = [say(text) for name, text in errors.items() if name not in self._rows]
        self._top.update(Content("\n".join(f"! {safe(text)}" for text in elsewhere)))
        self._top.display = bool(elsewhere)
        self._show_asked()
        self._share_free_rows()
        wrong = [name for name in self._rows if name in errors]
        if any(name in self._folded for name in wrong):
            self._more.open = True
        if wrong:
            self.call_after_refresh(self._rows[wrong[0]].focus)
        elif elsewhere:
            self.scroll_home(animate=False)

    @property
    def has_errors(self) -> bool:
        """Whether an error is shown at a field, or at the top."""
        return self._top.display or any(row.error for row in self._rows.values())

    def _show_more(self, shown: bool) -> None:
        self._under_more.display = shown
        self._share_free_rows()
        if shown and self._more.has_focus:
            self.call_after_refresh(self.scroll_to_widget, self._more, top=True, animate=False)

    def _show_asked(self, *always: str) -> None:
        """Show the fields that the entries of the others ask for, and ``always``; hide the other ones.

        A field that a person stands in, or that an error stands at, stays.
        """
        rows = [row for row in self._rows.values() if row.field.ask.when]
        if not rows:
            return
        entries = self.entries()
        for row in rows:
            stays = row.error or row.has_focus_within or row.field.name in always
            row.display = bool(stays) or is_asked(row.field, entries)
        self._more.number = sum(self._rows[name].display for name in self._folded)
        self._more.display = bool(self._more.number)
        self._share_free_rows()

    def on_field_changed(self, event: FieldChanged) -> None:
        """Take the error of the field away, as it is being mended; show what is asked for with its entry."""
        row = self._rows[event.field.name]
        if row.error:
            row.error = ""
            self._share_free_rows()
        self._show_asked()

    def on_field_left(self, event: FieldLeft) -> None:
        """Go to the next field, or to the field before."""
        event.stop()
        self.action_step(event.step)

    def action_step(self, step: int) -> None:
        """Focus the next field (1) or the field before (-1); at the ends, stay."""
        if not self._go(step, goes_round=False):
            self.scroll_to(y=0 if step < 0 else self.max_scroll_y, animate=False)

    def action_round(self, step: int) -> None:
        """Focus the next field (1) or the field before (-1); past the ends, other widgets of the screen."""
        self._go(step, goes_round=True)

    def _go(self, step: int, *, goes_round: bool) -> bool:
        """Focus the field ``step`` further; return ``False`` where there is none."""
        stops = self._with_others(list(self._stops(self))) if goes_round else list(self._stops(self))
        focused = self.screen.focused
        if focused not in stops:
            return True
        place = stops.index(focused) + step
        if not goes_round and not 0 <= place < len(stops):
            return False
        stops[place % len(stops)].focus()
        return True

    def _with_others(self, stops: list[Widget]) -> list[Widget]:
        """Return the form's fields with the screen's other stops above and below, such as long alerts."""
        chain = self.screen.focus_chain
        above = list(takewhile(lambda widget: widget not in stops, chain))
        return [*above, *stops, *(widget for widget in chain if widget not in (*above, *stops))]

    def _stops(self, node: Widget) -> Iterator[Widget]:
        """Yield the widgets that can be focused, in the order of the form.

        Textual orders them by their place on the screen, and fields that were just unfolded have none yet.
        """
        for child in node.displayed_children:
            if child.focusable:
                yield child
            yield from self._stops(child)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the help of the field with the focus."""
        row = self._row_of(event.widget)
        text = self._help_of(row) if row else ""
        self._help.update(Content(text))
        self._help.display = bool(text) or self.app.size.height >= LOW
        if row and self._help.display and row.region.bottom == self.region.bottom:
            self.scroll_relative(y=1, animate=False)  # the help lies over the last line

    def to_copy(self) -> tuple[str, str]:
        """Return the label and the value of the field with the focus, where it is a number or an address.

        Two empty texts for any other field, and for an empty one.
        """
        focused = self.screen.focused
        row = self._row_of(focused) if focused else None
        value = row.entry if row is not None and row.field.ask.copied else ""
        return (self.label(row.field.name), value.strip()) if row and isinstance(value, str) else ("", "")

    def _row_of(self, widget: Widget) -> FieldRow | None:
        return next((node for node in widget.ancestors_with_self if isinstance(node, FieldRow)), None)

    def _help_of(self, row: FieldRow) -> str:
        parts = [row.label if row.label_is_cut else "", say(row.field.ask.help, **self.words)]
        text = safe(": ".join(part for part in parts if part))
        takes = say(N_("Right takes the name that is offered")) if row.offers_names else ""
        return "; ".join(part for part in (text, takes) if part)

    def on_resize(self, event: events.Resize) -> None:
        """Put labels above their fields on a narrow screen, and hide an empty help on a low one.

        A text takes no more lines than the form shows at once, so that its cursor is always seen.
        """
        self._help.display = bool(str(self._help.content)) or self.app.size.height >= LOW
        for row in self._rows.values():
            row.narrow = event.size.width < NARROW
        for text in self.query(TextField):
            text.styles.max_height = max(2, event.size.height - 2)
        self._share_free_rows(event.size.height)
        grew, self._height = event.size.height > self._height, event.size.height
        self.call_after_refresh(self._keep_in_sight, from_top=grew)

    def _share_free_rows(self, height: int = 0) -> None:
        """Give the notes the rows that are free below the form, each as many; ``height`` is the form's."""
        height = height or self.size.height
        under_more = self._folded if not self._more.open else ()
        rows = [row for name, row in self._rows.items() if name not in under_more and row.display]
        notes = [row.note for row in rows if row.note is not None]
        if not height or not notes:
            return
        taken = sum(row.rows_needed for row in rows) + bool(self._folded) + 1  # the help below
        taken += self._top.size.height if self._top.display else 0
        each, left = divmod(max(0, height - taken), len(notes))
        for number, note in enumerate(notes):
            note.grow(each + (number < left))

    def _keep_in_sight(self, *, from_top: bool) -> None:
        """Scroll to the field with the focus; from the top where the form grew, as when it was opened."""
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors and (row := self._row_of(focused)):
            if from_top:
                self.scroll_to(y=0, animate=False, immediate=True)
            self.scroll_to_widget(row, animate=False)
