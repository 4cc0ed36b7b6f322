"""Forms that lose nothing: typing is kept as a draft, and drafts of other sessions are offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from casetui.data.drafts import Draft, Typed
from casetui.data.errors import refused
from casetui.desk.forms.drafts import FormDraft, NotKept
from casetui.desk.forms.filling import kept_of
from casetui.screens.base.off_thread import WorkingScreen
from casetui.screens.forms.draft_offer import DraftOffers
from casetui.widgets.record_form import RecordForm
from casetui.words import CaseTUIError

KEEP_DELAY = 0.4
"""Seconds after a change until the draft is written to the disk, off the screen's thread."""


class DraftKeeper:
    """Keeps the typing of one screen as a draft, until it is saved or the person gives it up.

    However the program ends, at most a second of typing is lost. Without a ``FormDraft`` nothing is kept.
    """

    def __init__(
        self,
        screen: Screen[Any],
        draft: FormDraft | None,
        typed: Callable[[], Typed],
        say_unkept: Callable[[str], None],
    ) -> None:
        """``typed`` returns the unsaved typing; ``say_unkept`` shows why it cannot be kept."""
        self.say_unkept = say_unkept
        self._screen = screen
        self._draft = draft
        self._typed = typed
        self.left = False
        """Whether the typing was left as a draft for later."""
        self._ended = False
        """Whether the draft is saved or given up: from then on nothing is kept."""
        self._timer: Timer | None = None
        self._warned_unkept = False

    def keep_soon(self) -> None:
        """Keep the typing after ``KEEP_DELAY``, unless the timer runs already."""
        if self._draft is not None and self._timer is None and not self._ended:
            self._timer = self._screen.set_timer(KEEP_DELAY, self._keep)

    def _keep(self) -> None:
        self._timer = None
        if self._draft is None or self._ended:
            return
        draft, mark, typed = self._draft, self._draft.mark(), self._typed()
        self._off_screen(lambda: draft.keep(mark, typed))

    def keep_now(self) -> None:
        """Keep the typing at once, on this thread: the program is about to end."""
        if self._draft is not None and not self._ended:
            self._draft.keep_last(self._draft.mark(), self._typed())

    @property
    def keeps(self) -> bool:
        """Whether the typing can be kept as a draft."""
        return self._draft is not None

    def leave(self) -> bool:
        """Keep the typing as a draft for later, at once; return whether it is kept, else say why not."""
        if self._draft is None or self._ended:
            return False
        try:
            self._draft.leave(self._draft.mark(), self._typed())
        except NotKept as error:
            self.say_unkept(str(error))
            return False
        self._ended = self.left = True
        return True

    def keep_no_more(self) -> None:
        """Remove the draft: it is saved or given up."""
        if self._draft is not None and not self._ended:
            self._ended = True
            draft, mark = self._draft, self._draft.mark()
            self._off_screen(lambda: draft.keep(mark, {}))

    def look(self, then: Callable[[list[Draft]], None]) -> None:
        """Read the drafts that other sessions left of this form, off the thread; give them to ``then``."""
        if (draft := self._draft) is not None:
            self._off_screen(lambda: self._screen.call_later(then, draft.not_open_here()))

    def drop_all(self, drafts: list[Draft]) -> None:
        """Remove drafts that other sessions left."""
        if (draft := self._draft) is not None:
            self._off_screen(lambda: draft.drop_all(drafts))

    def take_over(self, other: Draft) -> None:
        """Keep the typing at once, which now holds another session's draft; then remove that draft."""
        if (draft := self._draft) is None:
            return
        mark, typed = draft.mark(), self._typed()

        def keep() -> None:
            draft.keep(mark, typed)
            draft.drop(other)

        self._off_screen(keep)

    def _off_screen(self, act: Callable[[], object]) -> None:
        """Call ``act`` in a thread of the app: the screen may be closed meanwhile."""

        def work() -> None:
            try:
                act()
            except CaseTUIError as error:
                self._screen.call_later(self._tell_unkept, str(error))
            except OSError as error:
                self._screen.call_later(self._tell_unkept, str(refused(error)))

        self._screen.app.run_worker(work, thread=True, group="draft")

    def _tell_unkept(self, sentence: str) -> None:
        """Say once that the typing is not being kept."""
        if not self._warned_unkept and not self._ended:
            self._warned_unkept = True
            self.say_unkept(sentence)


class FormDrafts:
    """The draft of a screen with a form, and the drafts that other sessions left of the same form."""

    def __init__(
        self,
        screen: WorkingScreen[Any],
        form: RecordForm,
        draft: FormDraft | None,
        zone: tzinfo | None,
        say_unkept: Callable[[str], None],
    ) -> None:
        """``zone`` is the agency's time zone; without it, times are shown in the computer's."""
        self.keeper = DraftKeeper(screen, draft, self._typed, say_unkept)
        self._screen = screen
        self._form = form
        self._zone = zone
        self._new = draft is not None and not draft.where.record

    def _typed(self) -> Typed:
        """Return what the draft keeps."""
        return kept_of(self._form.entries(), self._form.typed(), new=self._new)

    def offer(self) -> None:
        """Offer the drafts that other sessions left of this form, the newest first."""
        self.keeper.look(self._offer_drafts)

    def _offer_drafts(self, drafts: list[Draft]) -> None:
        """Ask about each draft; a taken draft is removed once this form's own draft is on the disk."""
        if not self._screen.finished:
            keeper = self.keeper
            DraftOffers(
                self._screen.app, self._form, self._zone, drafts,
                keeper.take_over, lambda draft: keeper.drop_all([draft]),
            ).offer_next()  # fmt: skip
