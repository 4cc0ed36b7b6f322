"""Questions over the screen: one with named answers, and one that is answered with a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from casetui.data.fields import text_warning
from casetui.widgets.answers import AnswerList
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import safe, safe_lines
from casetui.words import N_, say

LOW = 12
"""Below this many lines the box has no frame."""


class Dialog(ModalScreen[str | None]):
    """What both questions share: a title, a text that scrolls, and below them the widgets of the answer."""

    DEFAULT_CSS = """
    Dialog {
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
        & .title { text-style: bold; }
        & .body { height: auto; padding: 0 1; }
        & .body > Static { height: auto; }
        & RowList { height: auto; }
        & PlainInput { margin: 0 1; width: 1fr; }
        & .wrong { height: auto; padding: 0 1; color: $error; }
        &.-low { background: $background; }
        &.-low > Vertical { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "done", N_("Go on"), priority=True),
        Binding("ctrl+x", "cancel", N_("Back"), priority=True),
        Binding("escape,ctrl+c,ctrl+q", "cancel", show=False, priority=True),
    ]

    seen_first = True
    """Keys that were typed before the question could be seen are dropped (see ``casetui.terminal.order``)."""

    def __init__(self, title: str, text: str, answer: Sequence[Widget], lines: int) -> None:
        """``answer`` are the widgets below the text; they take ``lines`` lines in all."""
        super().__init__()
        self._title = title
        self._text = text
        self._answer = answer
        self._answer_lines = lines
        self._body = VerticalScroll(classes="body", can_focus=False)

    def compose(self) -> ComposeResult:
        """Compose the box and the key bar."""
        with Vertical():
            with self._body:
                yield Static(Content(safe(self._title)), classes="title", markup=False)
                if self._text:
                    yield Static(Content(safe_lines(self._text)), markup=False)
            yield from self._answer
        yield KeyBar()

    def on_mount(self) -> None:
        """Focus the answer."""
        self._answer[0].focus()

    def on_resize(self, event: events.Resize) -> None:
        """Give the answer its lines; the title and the text scroll in the rest."""
        low = event.size.height < LOW
        self.set_class(low, "-low")
        room = event.size.height - (0 if low else 2) - 1 - self._answer_lines
        self._body.styles.max_height = max(1, room)
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer "Read on" only where the text does not fit."""
        return action != "read" or self._body.max_scroll_y > 0

    def action_read(self, step: int) -> None:
        """Scroll the text by a page, forward (1) or back (-1)."""
        if step > 0:
            self._body.scroll_page_down(animate=False)
        else:
            self._body.scroll_page_up(animate=False)

    def action_done(self) -> None:
        """Give the answer."""
        raise NotImplementedError

    def action_cancel(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)


class Question(Dialog):
    """A question with named answers, each with its letter; dismisses with the letter.

    ``None`` says that the person went back without an answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,pagedown", "read(1)", N_("Read on"), priority=True),
        Binding("left,pageup", "read(-1)", N_("Read back"), show=False, priority=True),
    ]

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        """``answers`` are pairs of a letter and what it means; the first one is selected.

        An answer with a longer key, such as ``give up``, has no letter: it is given by Enter on its row.
        """
        self._letters = [letter for letter, _ in answers if len(letter) == 1]
        self._list = AnswerList(
            (Column(None),),
            [
                Line(letter, (f" {letter if len(letter) == 1 else ' '}  {safe(what)}",))
                for letter, what in answers
            ],
        )
        super().__init__(title, text, [self._list], len(answers))

    def on_key(self, event: events.Key) -> None:
        """Answer by letter, large or small."""
        letter = event.character or ""
        for known in (letter, letter.lower()):
            if known and known in self._letters:
                event.stop()
                event.prevent_default()
                self.dismiss(known)
                return

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Give the answer that was clicked on."""
        event.stop()
        self.action_done()

    def action_done(self) -> None:
        """Give the selected answer."""
        self.dismiss(self._list.cursor_key)


class AskText(Dialog):
    """A question that is answered with a line of text, such as a reason.

    It dismisses with the text, or with ``None`` where the person went back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,pagedown", "read(1)", N_("Read on"), priority=True),
        Binding("up,pageup", "read(-1)", N_("Read back"), show=False, priority=True),
    ]

    def __init__(self, title: str, text: str = "", *, start: str = "", required: bool = True) -> None:
        """``start`` is the text at first; an empty answer is refused if ``required``."""
        self._required = required
        self._warned = ""
        """The text of which a warning was shown."""
        self._input = PlainInput(start)
        self._wrong = Static(classes="wrong", markup=False)
        self._wrong.display = False
        super().__init__(title, text, [self._input, self._wrong], 2)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take the error away, as it is being mended."""
        event.stop()
        self._wrong.display = False

    def action_done(self) -> None:
        """Give the line; refuse an empty one where an answer is required."""
        answer = self._input.value.strip()
        warning = text_warning(answer) if answer != self._warned else ""
        if warning:
            self._warned = answer
            self.say_wrong(f"{warning} {say(N_('Enter again takes it as it is.'))}")
            return
        if answer or not self._required:
            self.dismiss(answer)
            return
        self.say_wrong(say(N_("Please write something here.")))

    def say_wrong(self, sentence: str) -> None:
        """Say below the line what is wrong, until something is typed."""
        self._wrong.update(Content(f"! {safe(sentence)}"))
        self._wrong.display = True
