"""Asking for a reason and keeping it as a draft, so that it is not lost when the line drops."""

from __future__ import annotations

from textual.widgets import Input

from casetui.data.drafts import Draft, Typed
from casetui.desk.forms.drafts import REASON, FormDraft
from casetui.screens.forms.draft_keeping import DraftKeeper
from casetui.widgets.ask import AskText


class AskReason(AskText):
    """Asks for a reason; dismisses with it, or with ``None``. Its draft stays until ``used`` is called.

    Another session's draft of the reason is put into the line, unless something is typed there already.
    """

    def __init__(self, question: str, draft: FormDraft, start: str = "") -> None:
        """``start`` stands in the line at first: a reason that was typed before in this session."""
        super().__init__(question, start=start)
        self.keeper = DraftKeeper(self, draft, self._typed, self.say_wrong)
        self._start = start
        self._earlier: list[Draft] = []

    def on_mount(self) -> None:
        """Read the drafts of other sessions, off the thread."""
        self.keeper.look(self._show_earlier)

    def _show_earlier(self, drafts: list[Draft]) -> None:
        """Put the newest draft into the line, if the line is empty."""
        self._earlier = drafts[:1]
        if self._earlier and not self._input.value:
            self._input.value = str(self._earlier[0].typed.get(REASON, ""))
            self._input.cursor_position = len(self._input.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the draft soon."""
        self.keeper.keep_soon()

    def _typed(self) -> Typed:
        """Return the reason as far as it is typed."""
        return {REASON: self._input.value} if self._input.value.strip() else {}

    def keep_now(self) -> None:
        """Keep the draft at once: the program is about to end."""
        self.keeper.keep_now()

    def action_cancel(self) -> None:
        """Go back, and give up what was typed in this box; the text at first stays as the draft."""
        self.keeper.keep_no_more({REASON: self._start} if self._start else None)
        super().action_cancel()

    def used(self) -> None:
        """Remove the reason's drafts: the act is done."""
        self.keeper.keep_no_more()
        self.keeper.drop_all(self._earlier)
