"""Asking for a reason that is not lost when the line drops: it is kept while it is typed."""

from __future__ import annotations

from textual.widgets import Input

from casetui.data.drafts import Draft, Typed
from casetui.desk.forms.drafts import REASON, FormDraft
from casetui.screens.forms.draft_keeping import DraftKeeper
from casetui.widgets.ask import AskText


class AskReason(AskText):
    """Ask for a reason; dismisses with it, or with ``None``. Its draft stays until ``used`` is called.

    What another session left of it stands in the line, unless something is typed there already.
    """

    def __init__(self, question: str, draft: FormDraft, start: str = "") -> None:
        """``start`` stands in the line at first: what was typed before in this session."""
        super().__init__(question, start=start)
        self.keeper = DraftKeeper(self, draft, self._typed, self.say_wrong)
        self._earlier: list[Draft] = []

    def on_mount(self) -> None:
        """Look for what was typed before, off the thread."""
        self.keeper.look(self._show_earlier)

    def _show_earlier(self, drafts: list[Draft]) -> None:
        """Show what was typed last, where nothing is typed now."""
        self._earlier = drafts[:1]
        if self._earlier and not self._input.value:
            self._input.value = str(self._earlier[0].typed.get(REASON, ""))
            self._input.cursor_position = len(self._input.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed, also while one goes on typing."""
        self.keeper.keep_soon()

    def _typed(self) -> Typed:
        """Return the reason as far as it is typed."""
        return {REASON: self._input.value} if self._input.value.strip() else {}

    def keep_now(self) -> None:
        """Keep what is typed at once: the program is about to end."""
        self.keeper.keep_now()

    def action_cancel(self) -> None:
        """Go back: what was typed now is given up."""
        self.keeper.keep_no_more()
        super().action_cancel()

    def used(self) -> None:
        """The reason is written: nothing of it is kept any longer."""
        self.keeper.keep_no_more()
        self.keeper.drop_all(self._earlier)
