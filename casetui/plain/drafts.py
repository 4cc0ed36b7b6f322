"""The drafts left by a hang-up or a power cut: to read, to go on with, or to throw away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.drafts import Draft
from casetui.desk.desk import Desk
from casetui.desk.forms.drafts import (
    NO_DRAFTS,
    STILL_OPEN,
    draft_lines,
    draft_texts,
    drafts_title,
    throw_away,
    unsaved_drafts,
)
from casetui.plain.area import text_lines
from casetui.plain.room import MenuLine, Room, SaidCommand, menu_lines
from casetui.plain.talk import Talk
from casetui.words import N_, say


class DraftsRoom(Room):
    """The person's drafts, the newest first."""

    def __init__(self, talk: Talk, desk: Desk, go: Callable[[Draft], None]) -> None:
        """``go`` opens the form in which a draft was typed; the form offers the draft."""
        super().__init__(talk)
        self._desk = desk
        self._go = go

    def title(self) -> str:
        """Return what the list is called."""
        return drafts_title(len(unsaved_drafts(self._desk))).said

    def name(self) -> str:
        """Return what the list is called."""
        return drafts_title(0).name

    def empty(self) -> str:
        """Return that there is no draft."""
        return say(NO_DRAFTS)

    def lines(self) -> list[MenuLine]:
        """Return a line for each draft: its form, its case, its time, and whether the form is still open."""
        return menu_lines(draft_lines(self._desk, unsaved_drafts(self._desk)), self._reading)

    def _reading(self, draft: Draft) -> Callable[[], None]:
        return lambda: DraftRoom(self.talk, self._desk, draft, self._go).stay()


class DraftRoom(Room):
    """One draft."""

    def __init__(self, talk: Talk, desk: Desk, draft: Draft, go: Callable[[Draft], None]) -> None:
        super().__init__(talk)
        self._desk = desk
        self._draft = draft
        self._go = go

    def title(self) -> str:
        """Return the title of the form in which the draft was typed."""
        return self._draft.title

    def lines(self) -> list[MenuLine]:
        """Return the draft field by field, after a line that says if its form is open in another session."""
        still = [MenuLine(say(STILL_OPEN))] if self._draft.is_open else []
        return still + [MenuLine(text) for text in text_lines(draft_texts(self._desk, self._draft))]

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands; a draft whose form is open in another session cannot be thrown away."""
        resume = SaidCommand(
            N_("go"), N_("go on with it in its form"), lambda _: self._resume(), (N_("open"),)
        )
        throw = SaidCommand(N_("throw"), N_("throw it away"), lambda _: self._throw())
        return [resume] if self._draft.is_open else [resume, throw]

    def _resume(self) -> None:
        self._go(self._draft)
        self.leave()

    def _throw(self) -> None:
        if self.talk.yes(say(N_("Throw away what you typed?"))):
            throw_away(self._desk, self._draft)
            self.leave()
