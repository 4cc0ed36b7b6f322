"""What was typed and not saved: after a hang-up or a power cut, to read, to go on with, or to throw away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.days import moment
from casetui.data.drafts import Draft
from casetui.desk.desk import Desk
from casetui.desk.forms.drafts import STILL_OPEN, draft_case, draft_texts, throw_away, unsaved_drafts
from casetui.desk.telling.wording import joined
from casetui.plain.area import told
from casetui.plain.room import Command, MenuLine, Room
from casetui.plain.talk import Talk
from casetui.words import N_, say


class DraftsRoom(Room):
    """Typed and not saved, the newest first."""

    def __init__(self, talk: Talk, desk: Desk, go: Callable[[Draft], None]) -> None:
        """``go`` goes to where a draft was typed; its form offers it again."""
        super().__init__(talk)
        self._desk = desk
        self._go = go

    def title(self) -> str:
        """Return what the list is called."""
        return say(N_("Typed and not saved"))

    def empty(self) -> str:
        """Return that there is none."""
        return say(N_("Nothing that you typed is left unsaved."))

    def lines(self) -> list[MenuLine]:
        """Return each draft: the form, the case, when it was typed, whether its form is open still."""
        return [MenuLine(self._told(one), self._reading(one)) for one in unsaved_drafts(self._desk)]

    def _told(self, draft: Draft) -> str:
        at = moment(draft.at, self._desk.agency_file.calendar.zone_info)
        return joined(
            draft.title,
            draft_case(self._desk, draft),
            at,
            say(N_("still open")) if draft.is_open else "",
        )

    def _reading(self, draft: Draft) -> Callable[[], None]:
        return lambda: DraftRoom(self.talk, self._desk, draft, self._go).stay()


class DraftRoom(Room):
    """One draft: what was typed."""

    def __init__(self, talk: Talk, desk: Desk, draft: Draft, go: Callable[[Draft], None]) -> None:
        super().__init__(talk)
        self._desk = desk
        self._draft = draft
        self._go = go

    def title(self) -> str:
        """Return the form that it was typed in."""
        return self._draft.title

    def lines(self) -> list[MenuLine]:
        """Return what was typed, field by field; first, that it is open elsewhere, where it is."""
        still = [MenuLine(say(STILL_OPEN))] if self._draft.is_open else []
        return still + [MenuLine(text) for text in told(draft_texts(self._desk, self._draft))]

    def commands(self) -> Sequence[Command]:
        """Return what can be done with it; while its form is open elsewhere, it is not thrown away."""
        on = Command(N_("go"), N_("go on with it in its form"), lambda _: self._on(), (N_("open"),))
        throw = Command(N_("throw"), N_("throw it away"), lambda _: self._throw())
        return [on] if self._draft.is_open else [on, throw]

    def _on(self) -> None:
        self._go(self._draft)
        self.leave()

    def _throw(self) -> None:
        if self.talk.yes(say(N_("Throw away what you typed?"))):
            throw_away(self._desk, self._draft)
            self.leave()
