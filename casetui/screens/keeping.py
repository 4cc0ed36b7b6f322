"""Forms that lose nothing: what is typed is kept as a draft, and what an earlier session left is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Generic

from textual.message import Message
from textual.timer import Timer

from casetui.data.drafts import Draft, Typed
from casetui.desk.drafts import FormDraft
from casetui.screens.finishing import Answer, FinishingScreen
from casetui.screens.offering import Offers
from casetui.widgets.fields import FieldChanged
from casetui.widgets.record_form import RecordForm
from casetui.words import CaseTUIError

WITHIN = 0.4
"""Seconds after a change until what is typed is written to the disk, off the screen's thread."""


class KeepingScreen(FinishingScreen[Answer], Generic[Answer]):
    """A screen with a form whose typing is kept until it is saved, or given up knowingly.

    However the program ends, at most the last second of typing is lost. Whoever makes the screen sets
    ``draft``; without it nothing is kept.
    """

    form: RecordForm
    draft: FormDraft | None = None
    zone: tzinfo | None = None
    """The agency's zone; without it, instants are shown in the computer's."""

    @dataclass
    class LeftBefore(Message):
        """Drafts that other sessions left of this form were found."""

        drafts: list[Draft]

    @dataclass
    class Unkept(Message):
        """What is typed could not be kept, or what was kept could not be removed."""

        error: CaseTUIError

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._due: Timer | None = None
        self._told_unkept = False

    # -- keeping ---------------------------------------------------------------------------------

    def on_field_changed(self, event: FieldChanged) -> None:
        """Keep what is typed within a second; while one goes on typing, too."""
        self.keep_soon()

    def keep_soon(self) -> None:
        """Keep what is typed shortly, unless that is under way already."""
        if self.draft is not None and self._due is None and not self.finished:
            self._due = self.set_timer(WITHIN, self._keep)

    def _keep(self) -> None:
        self._due = None
        if self.draft is None or self.finished:
            return
        draft, mark, typed = self.draft, self.draft.mark(), self._typed()
        self._off_thread(lambda: draft.keep(mark, typed))

    def _typed(self) -> Typed:
        """Return what is typed; of a new record also what the form began with, such as the day it was."""
        typed = self.form.typed()
        if not typed or self.draft is None or self.draft.where.record:
            return typed
        return {name: entry for name, entry in self.form.entries().items() if entry or name in typed}

    def keep_now(self) -> None:
        """Keep what is typed at once, on this thread: the program is about to end."""
        if self.draft is not None and not self.finished:
            self.draft.keep(self.draft.mark(), self._typed())

    def _off_thread(self, act: Callable[[], object]) -> None:
        """Write off the screen's thread, for as long as the program runs: the screen may go meanwhile."""

        def work() -> None:
            try:
                act()
            except CaseTUIError as error:
                self.post_message(self.Unkept(error))

        self.app.run_worker(work, thread=True, group="draft")

    def on_keeping_screen_unkept(self, event: Unkept) -> None:
        """Say once that nothing is being kept; typing goes on."""
        event.stop()
        if not self._told_unkept and not self.finished:
            self._told_unkept = True
            self.say_unkept(str(event.error))

    def say_unkept(self, sentence: str) -> None:
        """Say quietly that what is typed is not being kept."""
        raise NotImplementedError

    def finish(self, answer: Answer) -> None:
        """End with ``answer``; what was typed is saved or given up, so it is kept no longer."""
        if self.draft is not None and not self.finished:
            draft, mark = self.draft, self.draft.mark()
            self._off_thread(lambda: draft.keep(mark, {}))
        super().finish(answer)

    # -- what was left ---------------------------------------------------------------------------

    def look_for_drafts(self) -> None:
        """Offer what other sessions left of this form; it is looked for off the thread."""
        if (draft := self.draft) is not None:
            self._off_thread(lambda: self.post_message(self.LeftBefore(draft.left())))

    def on_keeping_screen_left_before(self, event: LeftBefore) -> None:
        """Ask about the drafts, the newest first."""
        event.stop()
        if self.draft is not None and not self.finished:
            Offers(self.app, self.form, self.zone, event.drafts, self._taken, self._unwanted).offer_next()

    def _taken(self, left: Draft) -> None:
        """What was left stands in the form: it goes once the form's own draft is on the disk."""
        if (draft := self.draft) is None:
            return
        mark, typed = draft.mark(), self._typed()

        def keep() -> None:
            draft.keep(mark, typed)
            draft.drop(left)

        self._off_thread(keep)

    def _unwanted(self, left: Draft) -> None:
        """What was left is thrown away, or is saved already."""
        if (draft := self.draft) is not None:
            self._off_thread(lambda: draft.drop(left))
