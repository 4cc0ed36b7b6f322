"""The audit of a case: who changed it, who opened it, and what is wrong with its files."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from casetui.desk.audit.auditing import Audit
from casetui.desk.audit.looking import audit_title, audited
from casetui.desk.audit.words import audit_texts
from casetui.desk.desk import Desk
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.record_lines import TextList
from casetui.screens.forms.flow_runner import FlowRunner
from casetui.words import N_, CaseTUIError, say

SIGN = 2
"""Width of the column that marks findings, in cells."""
NOTHING_READ = N_("Nothing could be read.")


class AuditScreen(DeskScreen[None]):
    """The audit of one case: each kept revision and each opening."""

    ABOUT = N_("Who changed this case, and who opened it and why. Anything wrong stands first.")
    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(self, desk: Desk, number: str) -> None:
        super().__init__(desk)
        self._number = number
        self._audit: Audit | None = None
        self._list = TextList(N_("Reading the revisions ..."), SIGN)

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Read the kept revisions off the thread."""
        self._list.focus()
        FlowRunner(self).run(audited(self.desk, self._number, self._progress), self._show)

    def _progress(self, done: int, of: int) -> bool:
        """Show the progress, from the worker's thread; return false to stop when the screen is closed."""
        if done and done % 20 == 0:
            sentence = say(N_("Reading revisions: {done} of {of}"), done=done, of=of)
            self.app.call_from_thread(self.tell, sentence)
        return self.is_attached

    def show_error(self, error: CaseTUIError) -> None:
        """Show why the revisions could not be read."""
        self._list.empty = NOTHING_READ
        super().show_error(error)

    def _show(self, result: Audit | None) -> None:
        """Show the audit; ``None`` where the person went back from the reason."""
        self._audit = result
        if result is None:
            self._list.empty = NOTHING_READ
        self.tell("")
        self.fill()

    def on_resize(self) -> None:
        """Break long texts to the new width."""
        self.fill()

    def fill(self) -> None:
        """Show the audit, once it is read."""
        self.set_title(audit_title(self._number))
        if self._audit:
            self._list.show(audit_texts(self.desk, self._audit))
