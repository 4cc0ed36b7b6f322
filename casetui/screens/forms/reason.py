"""Asking for a line, such as a reason, and keeping it as a draft: it is not lost when the line drops."""

from __future__ import annotations

from textual.widgets import Input

from casetui.data.drafts import Draft, Typed
from casetui.desk.forms.drafts import REASON, FormDraft
from casetui.screens.forms.draft_keeping import DraftKeeper
from casetui.screens.forms.leaving import ask_leaving
from casetui.widgets.ask import AskText


class AskReason(AskText):
    """Asks for a line; dismisses with it, or with ``None``. Its draft stays until ``used`` is called.

    A draft that was left is put into the line, unless something is typed there already.
    """

    def __init__(self, question: str, draft: FormDraft, start: str = "") -> None:
        """``start`` stands in the line at first: it was typed before in this session, for an act refused."""
        super().__init__(question, start=start)
        self.keeper = DraftKeeper(self, draft, self._typed, self.say_wrong)
        self._start = start.strip()
        self.stays = False
        """Whether the person went back from a refused line that cannot be kept as a draft."""
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
        """Return the line as far as it is typed."""
        return {REASON: self._input.value} if self._input.value.strip() else {}

    def keep_now(self) -> None:
        """Keep the draft at once: the program is about to end."""
        self.keeper.keep_now()

    @property
    def changed(self) -> bool:
        """Whether something else is typed than what stood there at first."""
        kept = str(self._earlier[0].typed.get(REASON, "")) if self._earlier else ""
        return self.is_attached and self._input.value.strip() not in ("", kept.strip(), self._start)

    def action_cancel(self) -> None:
        """Go back; ask first what becomes of the typing."""
        if self._start and self._input.value.strip() == self._start:
            self.stays = not self.leave()  # left, any screen that asks for the line again has it
            self.dismiss(None)
        elif self.changed:
            ask_leaving(self.app, keep=self._leave_draft, give_up=self._throw_away)
        else:
            self._give_up()

    def _give_up(self) -> None:
        self.keeper.keep_no_more()
        self.dismiss(None)

    def _throw_away(self) -> None:
        """Throw away what is typed, and the draft that stood in the line before it."""
        self.keeper.drop_all(self._earlier)
        self._give_up()

    def _leave_draft(self) -> None:
        if self.leave():
            self.dismiss(None)

    def leave(self) -> bool:
        """Leave the line as a draft for later; return whether it is kept."""
        if not self.keeper.leave():
            return False
        self.keeper.drop_all(self._earlier)
        return True

    def used(self) -> None:
        """Remove the line's drafts: the act is done."""
        self.keeper.keep_no_more()
        self.keeper.drop_all(self._earlier)
