"""Asking for a reason that is not lost when the line drops: it is kept while it is typed."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Input

from casetui.data.drafts import Draft, Typed
from casetui.desk.forms.drafts import REASON, FormDraft
from casetui.screens.forms.draft_keeping import Keeping
from casetui.widgets.ask import AskText


class AskReason(AskText, Keeping[str | None]):
    """Ask for a reason; dismisses with it, or with ``None``. Its draft stays until ``used`` is called.

    What another session left of it stands in the line, unless something is typed there already.
    """

    @dataclass
    class TypedBefore(Message):
        """What other sessions left of this reason was found."""

        drafts: list[Draft]

    def __init__(self, question: str, draft: FormDraft, start: str = "") -> None:
        """``start`` stands in the line at first: what was typed before in this session."""
        super().__init__(question, start=start)
        self.draft = draft
        self._before: list[Draft] = []

    def on_mount(self) -> None:
        """Look for what was typed before, off the thread."""
        if draft := self.draft:
            self.off_screen(lambda: self.post_message(self.TypedBefore(draft.left())))

    def on_ask_reason_typed_before(self, event: TypedBefore) -> None:
        """Show what was typed last, where nothing is typed now."""
        event.stop()
        self._before = event.drafts[:1]
        if self._before and not self._input.value:
            self._input.value = str(self._before[0].typed.get(REASON, ""))
            self._input.cursor_position = len(self._input.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed, also while one goes on typing."""
        self.keep_soon()

    def typed(self) -> Typed:
        """Return the reason as far as it is typed."""
        return {REASON: self._input.value} if self._input.value.strip() else {}

    def say_unkept(self, sentence: str) -> None:
        """Say below the line that it is not being kept."""
        self.say_wrong(sentence)

    def action_cancel(self) -> None:
        """Go back: what was typed now is given up."""
        self.keep_no_more()
        super().action_cancel()

    def used(self) -> None:
        """The reason is written: nothing of it is kept any longer."""
        self.keep_no_more()
        if draft := self.draft:
            self.off_screen(lambda: draft.drop_all(self._before))
