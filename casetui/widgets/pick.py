"""A list over the screen to choose from: one option, several options, or a menu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from casetui.widgets.answers import AnswerList
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import safe
from casetui.words import N_

Option = tuple[str, str]
"""The key of an option and its label."""
AnswerT = TypeVar("AnswerT")

LOW = 12
"""Below this many lines the box has no frame."""
BOX = 60
"""The most cells of the box's width."""
MOST = 14
"""The most lines of the list that are seen at once."""
WHOLE = 2
"""Lines below the list in which a label is whole that is cut off in the list."""
NOTHING_FITS = N_("Nothing fits what you typed.")


class OptionDialog(ModalScreen[AnswerT], Generic[AnswerT]):
    """What ``Pick`` and ``Several`` share: a title, a filter to type in, a list of options."""

    DEFAULT_CSS = """
    OptionDialog {
        align: center middle;
        background: transparent;
        & > Vertical {
            width: 60;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $accent;
            background: $background;
        }
        & > Vertical > Static { height: 1; text-style: bold; padding: 0 1; }
        & > Vertical > .whole { height: 2; text-style: dim; }
        & > Vertical > PlainInput { margin: 0 1; width: 1fr; }
        &.-low { background: $background; }
        &.-low > Vertical { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", N_("Choose"), priority=True),
        Binding("ctrl+x", "cancel", N_("Back"), priority=True),
        Binding("ctrl+c", "cancel", show=False, priority=True),
        Binding("escape", "clear", show=False, priority=True),
        Binding("up", "row('move(-1)')", show=False, priority=True),
        Binding("down", "row('move(1)')", show=False, priority=True),
        Binding("pageup", "row('page(-1)')", show=False, priority=True),
        Binding("pagedown", "row('page(1)')", show=False, priority=True),
    ]

    def __init__(
        self, title: str, options: Sequence[Option], *, filtered: bool = True, typed: str = ""
    ) -> None:
        """``typed`` stands in the filter at first."""
        super().__init__()
        self._title = title
        self._options = [(key, safe(label)) for key, label in options]
        self._filter = _Filter(typed) if filtered else None
        self._list = AnswerList((Column(None),), empty=NOTHING_FITS)
        self._whole_label = Static(classes="whole", markup=False)

    def compose(self) -> ComposeResult:
        """Compose the box and the key bar."""
        with Vertical():
            yield Static(Content(safe(self._title)), markup=False)
            if self._filter is not None:
                yield self._filter
            yield self._list
            yield self._whole_label
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the options; focus the filter, or the list where there is no filter."""
        self._show()
        (self._filter or self._list).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Set the height of the list, which stays while the filter narrows it; a low screen has no frame."""
        low = event.size.height < LOW
        self.set_class(low, "-low")
        width = min(BOX, event.size.width) - (0 if low else 2) - 1
        cut = any(cell_len(self.line(*option).cells[0]) > width for option in self._options)
        self._whole_label.display = cut
        room = event.size.height - (3 if low else 6) - (WHOLE if cut else 0)
        self._list.styles.height = max(2, min(MOST, room, len(self._options)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the options that match the filter."""
        event.stop()
        self._show()

    def _show(self) -> None:
        typed = self._filter.value if self._filter is not None else ""
        self._list.set_lines([self.line(*option) for option in fitting(self._options, typed)])

    def line(self, key: str, label: str) -> Line:
        """Return the line that shows one option."""
        return Line(key, (" " + label,))

    async def action_row(self, action: str) -> None:
        """Move the cursor of the list while the focus is in the filter."""
        await self._list.run_action(action)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Show the whole label of the selected option, where it is cut off in the list."""
        event.stop()
        self._whole_label.update(Content(self._list.hidden))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Choose the option that was clicked on."""
        event.stop()
        self.action_done()

    def action_done(self) -> None:
        """Give the answer."""
        raise NotImplementedError

    def action_clear(self) -> None:
        """Empty the filter; with an empty one, go back."""
        if self._filter is not None and self._filter.value:
            self._filter.value = ""
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)


def fitting(options: Iterable[Option], typed: str) -> list[Option]:
    """Return the options with every typed word in their label; labels that begin with the text come first."""
    words = typed.casefold().split()
    found = [option for option in options if all(word in option[1].casefold() for word in words)]
    return sorted(found, key=lambda option: not option[1].casefold().startswith(typed.casefold().strip()))


class _Filter(PlainInput):
    """The line in which a part of a label is typed. Where Space ticks, it is not typed here."""

    spaces = True
    """Whether Space is typed."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Return whether the key is typed into the filter."""
        return super().check_consume_key(key, character) and (self.spaces or key != "space")


class Pick(OptionDialog[str | None]):
    """Pick one option by typing a part of its label; dismisses with its key, or ``None``.

    With ``letters`` (option key by letter) it is a menu: a letter that is shown picks at once, and there is
    no filter. Where the letters are digits, letters filter, and a digit picks before anything is typed.
    """

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        chosen: str = "",
        letters: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title, options, filtered=all(letter.isdigit() for letter in letters or ()))
        self._chosen = chosen
        self._letters = dict(letters or {})
        self._letter_of = {key: letter for letter, key in self._letters.items()}

    def on_mount(self) -> None:
        """Put the cursor on the option that is chosen now."""
        super().on_mount()
        self._list.move_to(self._chosen)

    def line(self, key: str, label: str) -> Line:
        """Return the option with its letter before it."""
        if not self._letters:
            return super().line(key, label)
        return Line(key, (f" {self._letter_of.get(key, ' ')}  {label}",))

    def on_key(self, event: events.Key) -> None:
        """Pick by the letter that is shown before an option."""
        if self._filter is None and event.character in self._letters:
            event.stop()
            self.dismiss(self._letters[event.character])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pick by a digit that is shown, else show the options that match the filter."""
        if event.value in self._letters:
            event.stop()
            self.dismiss(self._letters[event.value])
        else:
            super().on_input_changed(event)

    def action_done(self) -> None:
        """Pick the selected option."""
        if self._list.cursor_key or any(not key for key, _ in self._options):
            self.dismiss(self._list.cursor_key)


class Several(OptionDialog[list[str] | None]):
    """Tick several options with Space; dismisses with their keys in the list's order, or ``None``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", N_("Tick"), priority=True),
        Binding("enter", "done", N_("Done"), priority=True),
    ]

    def __init__(
        self, title: str, options: Sequence[Option], *, chosen: Iterable[str] = (), typed: str = ""
    ) -> None:
        super().__init__(title, options, typed=typed)
        self._ticked = set(chosen)
        if self._filter is not None:
            self._filter.spaces = False

    def line(self, key: str, label: str) -> Line:
        """Return the option with its tick."""
        return Line(key, (f" [{'x' if key in self._ticked else ' '}] {label}",))

    def action_tick(self) -> None:
        """Tick the selected option, or take its tick away."""
        if self._list.lines:
            self._ticked ^= {self._list.cursor_key}
            self._show()

    def action_done(self) -> None:
        """Give the keys of the ticked options."""
        self.dismiss([key for key, _ in self._options if key in self._ticked])
