"""Forms that lose nothing: what is typed is kept as a draft, and what an earlier session left is offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from casetui.data.drafts import Draft, Typed
from casetui.desk.forms.drafts import FormDraft
from casetui.screens.base.off_thread import WorkingScreen
from casetui.screens.forms.draft_offer import Offers
from casetui.widgets.record_form import RecordForm
from casetui.words import CaseTUIError

WITHIN = 0.4
"""Seconds after a change until what is typed is written to the disk, off the screen's thread."""


class DraftKeeper:
    """Keeps what is typed on one screen within a second, until it is used or given up knowingly.

    However the program ends, at most that second of typing is lost. Without a draft nothing is kept.
    """

    def __init__(
        self,
        screen: Screen[Any],
        draft: FormDraft | None,
        typed: Callable[[], Typed],
        unkept: Callable[[str], None],
    ) -> None:
        """``typed`` returns what is typed and not saved; ``unkept`` says that it is not being kept."""
        self.unkept = unkept
        self._screen = screen
        self._draft = draft
        self._typed = typed
        self._ended = False
        """Whether what was typed is used or given up: from then on nothing is kept."""
        self._due: Timer | None = None
        self._told_unkept = False

    def keep_soon(self) -> None:
        """Keep what is typed shortly, unless that is under way already."""
        if self._draft is not None and self._due is None and not self._ended:
            self._due = self._screen.set_timer(WITHIN, self._keep)

    def _keep(self) -> None:
        self._due = None
        if self._draft is None or self._ended:
            return
        draft, mark, typed = self._draft, self._draft.mark(), self._typed()
        self._off_screen(lambda: draft.keep(mark, typed))

    def keep_now(self) -> None:
        """Keep what is typed at once, on this thread: the program is about to end."""
        if self._draft is not None and not self._ended:
            self._draft.keep_last(self._draft.mark(), self._typed())

    def keep_no_more(self) -> None:
        """Remove what was kept: it was used, or given up."""
        if self._draft is not None and not self._ended:
            self._ended = True
            draft, mark = self._draft, self._draft.mark()
            self._off_screen(lambda: draft.keep(mark, {}))

    def look(self, found: Callable[[list[Draft]], None]) -> None:
        """Look for what other sessions left of this draft, off the thread, and give it to ``found``."""
        if (draft := self._draft) is not None:
            self._off_screen(lambda: self._screen.call_later(found, draft.left()))

    def drop_all(self, left: list[Draft]) -> None:
        """Remove what other sessions left."""
        if (draft := self._draft) is not None:
            self._off_screen(lambda: draft.drop_all(left))

    def take_over(self, left: Draft) -> None:
        """Keep what is typed at once, and then remove what another session left: it is among that."""
        if (draft := self._draft) is None:
            return
        mark, typed = draft.mark(), self._typed()

        def keep() -> None:
            draft.keep(mark, typed)
            draft.drop(left)

        self._off_screen(keep)

    def _off_screen(self, act: Callable[[], object]) -> None:
        """Do an act off the screen's thread, for as long as the program runs: the screen may go meanwhile."""

        def work() -> None:
            try:
                act()
            except CaseTUIError as error:
                self._screen.call_later(self._tell_unkept, str(error))

        self._screen.app.run_worker(work, thread=True, group="draft")

    def _tell_unkept(self, sentence: str) -> None:
        """Say once that nothing is being kept; typing goes on."""
        if not self._told_unkept and not self._ended:
            self._told_unkept = True
            self.unkept(sentence)


class FormDrafts:
    """The draft of a screen with a form, and what other sessions left of the same form."""

    def __init__(
        self,
        screen: WorkingScreen[Any],
        form: RecordForm,
        draft: FormDraft | None,
        zone: tzinfo | None,
        unkept: Callable[[str], None],
    ) -> None:
        """``zone`` is the agency's; without it, instants are shown in the computer's."""
        self.keeper = DraftKeeper(screen, draft, self._typed, unkept)
        self._screen = screen
        self._form = form
        self._zone = zone
        self._new = draft is not None and not draft.where.record

    def _typed(self) -> Typed:
        """Return what is typed; of a new record also what the form began with, such as the day it was."""
        typed = self._form.typed()
        if not typed or not self._new:
            return typed
        return {name: entry for name, entry in self._form.entries().items() if entry or name in typed}

    def offer(self) -> None:
        """Offer what other sessions left of this form, the newest first."""
        self.keeper.look(self._found)

    def _found(self, left: list[Draft]) -> None:
        """Ask about each draft; one that is taken goes once it is on the disk as this form's own."""
        if not self._screen.finished:
            keeper = self.keeper
            Offers(
                self._screen.app, self._form, self._zone, left,
                keeper.take_over, lambda draft: keeper.drop_all([draft]),
            ).offer_next()  # fmt: skip
