"""Forms that lose nothing: what is typed is kept as a draft, and what an earlier session left is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Generic

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from casetui.data.drafts import Draft, Typed
from casetui.desk.forms.drafts import FormDraft
from casetui.screens.base.finishing import Answer, FinishingScreen
from casetui.screens.forms.draft_offer import Offers
from casetui.widgets.fields import FieldChanged
from casetui.widgets.record_form import RecordForm
from casetui.words import CaseTUIError

WITHIN = 0.4
"""Seconds after a change until what is typed is written to the disk, off the screen's thread."""


class Keeping(Screen[Answer], Generic[Answer]):
    """A screen whose typing is kept within a second, until it is used or given up knowingly.

    However the program ends, at most that second of typing is lost. Whoever makes the screen sets
    ``draft``; without it nothing is kept.
    """

    draft: FormDraft | None = None
    kept_no_more: bool = False
    """Whether what was typed is used or given up: from then on nothing is kept."""
    _due: Timer | None = None
    _told_unkept = False

    @dataclass
    class Unkept(Message):
        """What is typed could not be kept, or what was kept could not be removed."""

        error: CaseTUIError

    def typed(self) -> Typed:
        """Return what is typed and not saved."""
        raise NotImplementedError

    def say_unkept(self, sentence: str) -> None:
        """Say quietly that what is typed is not being kept."""
        raise NotImplementedError

    def keep_soon(self) -> None:
        """Keep what is typed shortly, unless that is under way already."""
        if self.draft is not None and self._due is None and not self.kept_no_more:
            self._due = self.set_timer(WITHIN, self._keep)

    def _keep(self) -> None:
        self._due = None
        if self.draft is None or self.kept_no_more:
            return
        draft, mark, typed = self.draft, self.draft.mark(), self.typed()
        self.off_screen(lambda: draft.keep(mark, typed))

    def keep_now(self) -> None:
        """Keep what is typed at once, on this thread: the program is about to end."""
        if self.draft is not None and not self.kept_no_more:
            self.draft.keep_last(self.draft.mark(), self.typed())

    def keep_no_more(self) -> None:
        """Remove what was kept: it was used, or given up."""
        if self.draft is not None and not self.kept_no_more:
            self.kept_no_more = True
            draft, mark = self.draft, self.draft.mark()
            self.off_screen(lambda: draft.keep(mark, {}))

    def off_screen(self, act: Callable[[], object]) -> None:
        """Do an act off the screen's thread, for as long as the program runs: the screen may go meanwhile."""

        def work() -> None:
            try:
                act()
            except CaseTUIError as error:
                self.post_message(self.Unkept(error))

        self.app.run_worker(work, thread=True, group="draft")

    def on_keeping_unkept(self, event: Unkept) -> None:
        """Say once that nothing is being kept; typing goes on."""
        event.stop()
        if not self._told_unkept and not self.kept_no_more:
            self._told_unkept = True
            self.say_unkept(str(event.error))


class KeepingScreen(Keeping[Answer], FinishingScreen[Answer], Generic[Answer]):
    """A screen with a form that is kept; what other sessions left of it is offered."""

    form: RecordForm
    zone: tzinfo | None = None
    """The agency's zone; without it, instants are shown in the computer's."""

    @dataclass
    class LeftBefore(Message):
        """Drafts that other sessions left of this form were found."""

        drafts: list[Draft]

    def on_field_changed(self, event: FieldChanged) -> None:
        """Keep what is typed, also while one goes on typing."""
        self.keep_soon()

    def typed(self) -> Typed:
        """Return what is typed; of a new record also what the form began with, such as the day it was."""
        typed = self.form.typed()
        if not typed or self.draft is None or self.draft.where.record:
            return typed
        return {name: entry for name, entry in self.form.entries().items() if entry or name in typed}

    def finish(self, answer: Answer) -> None:
        """End with ``answer``; what was typed is saved or given up, so it is kept no longer."""
        self.keep_no_more()
        super().finish(answer)

    def look_for_drafts(self) -> None:
        """Offer what other sessions left of this form; it is looked for off the thread."""
        if (draft := self.draft) is not None:
            self.off_screen(lambda: self.post_message(self.LeftBefore(draft.left())))

    def on_keeping_screen_left_before(self, event: LeftBefore) -> None:
        """Ask about the drafts, the newest first."""
        event.stop()
        if self.draft is not None and not self.finished:
            Offers(self.app, self.form, self.zone, event.drafts, self._taken, self._unwanted).offer_next()

    def _taken(self, left: Draft) -> None:
        """What was left stands in the form: it goes once the form's own draft is on the disk."""
        if (draft := self.draft) is None:
            return
        mark, typed = draft.mark(), self.typed()

        def keep() -> None:
            draft.keep(mark, typed)
            draft.drop(left)

        self.off_screen(keep)

    def _unwanted(self, left: Draft) -> None:
        """What was left is thrown away, or is saved already."""
        if (draft := self.draft) is not None:
            self.off_screen(lambda: draft.drop(left))
