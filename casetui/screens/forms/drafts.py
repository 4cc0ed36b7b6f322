"""The drafts left by a hang-up or a power cut: to go on with, to read, or to throw away."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.data.drafts import Draft
from casetui.desk.desk import Desk
from casetui.desk.forms.drafts import (
    GIVE_UP_THERE,
    NO_DRAFTS,
    STILL_OPEN,
    draft_lines,
    draft_texts,
    drafts_title,
    throw_away,
    unsaved_drafts,
)
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.messages import ResumeDraft
from casetui.screens.base.record_lines import TextList
from casetui.screens.forms.draft_offer import REMOVE, ask_to_remove
from casetui.widgets.line_list import LineList
from casetui.widgets.lines import TitleLine
from casetui.widgets.row_list import Column, RowList
from casetui.words import N_, say


class DraftsScreen(DeskScreen[None]):
    """The person's own drafts, the newest first, and the text of the selected draft."""

    DEFAULT_CSS = """
    DraftsScreen {
        & > .drafts { height: 2fr; }
        & > TextList { height: 3fr; }
    }
    """
    ABOUT = N_(
        "What you typed and did not save, the newest first. Enter opens its form again, with what you "
        "typed beside what is saved. Below, you can read it, whatever became of the case."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "throw_away", N_("Throw away")),
        Binding("tab", "other_list", N_("Read")),
        BACK,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._drafts: list[Draft] = []
        self._list: LineList[Draft] = LineList(
            (Column(None), Column(28, drop=1), Column(17, right=True)), empty=NO_DRAFTS
        )
        self._list.add_class("drafts")
        self._typed_title = TitleLine()
        self._typed = TextList("")

    def compose_body(self) -> ComposeResult:
        """Lay out the drafts, and below them the text of the selected draft."""
        yield self._list
        yield self._typed_title
        yield self._typed

    def on_mount(self) -> None:
        """Show the drafts."""
        self._list.focus()
        self._read()

    def come_back(self) -> None:
        """Show the drafts that are left after a form was open."""
        self._read()

    def look_anew(self) -> None:
        """Show the clients' present names."""
        self.fill()

    def on_resize(self) -> None:
        """Break long texts to the new width."""
        self._show_typed()

    def _read(self) -> None:
        self.off_thread(lambda: unsaved_drafts(self.desk), self._take, group="drafts")

    def _take(self, drafts: list[Draft]) -> None:
        self._drafts = drafts
        self.fill()

    def fill(self) -> None:
        """Show each draft: the case, the form, and the time, or that its form is still open."""
        self.set_title(drafts_title(len(self._drafts)).drawn)
        self._list.show(draft_lines(self.desk, self._drafts))
        self._show_typed()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the text of the selected draft."""
        message.stop()
        if message.row_list is self._list:
            self._show_typed()

    def _show_typed(self) -> None:
        draft = self._list.selected
        is_open = draft is not None and draft.is_open
        self._typed_title.show(say(STILL_OPEN) if is_open else say(N_("What was typed")))
        self._typed.show(draft_texts(self.desk, draft) if draft else [])

    # -- keys ------------------------------------------------------------------------------------

    def action_other_list(self) -> None:
        """Go to the text, or back to the drafts."""
        (self._list if self._typed.has_focus else self._typed).focus()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the form in which the draft was typed."""
        message.stop()
        if draft := self._list.selected:
            self.app.post_message(ResumeDraft(self, draft))

    def action_throw_away(self) -> None:
        """Throw a draft away, after asking."""
        draft = self._list.selected
        if draft is None:
            return
        if draft.is_open:
            self.tell(say(GIVE_UP_THERE))
            self._read()  # that session may have ended meanwhile
            return

        def answered(letter: str | None) -> None:
            if letter == REMOVE:
                self.write(lambda: throw_away(self.desk, draft), lambda _: self._read())

        self.app.push_screen(ask_to_remove(), answered)
