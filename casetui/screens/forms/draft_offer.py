"""Offering drafts: beside the saved values, to be taken whole or field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from textual.app import App

from casetui.data.days import moment
from casetui.data.drafts import Draft
from casetui.desk.forms.drafts import STILL_OPEN
from casetui.screens.forms.choosing import EACH, LEAVE, TYPED, OfferDraft, OfferField
from casetui.widgets.ask import Question
from casetui.widgets.fields import Entry
from casetui.widgets.record_form import RecordForm
from casetui.words import N_, say


@dataclass
class _Offer:
    """A draft that the person is being asked about."""

    draft: Draft
    fields: list[str]
    """The fields whose entry differs from the draft and that the person has not chosen in yet."""
    chosen: dict[str, Entry] = field(default_factory=dict)
    """The draft's entries that the person takes, by field."""

    def typed(self, name: str) -> Entry:
        """Return the draft's entry of a field."""
        text = self.draft.typed[name]
        return list(text) if isinstance(text, list) else text


class DraftOffers:
    """Asks about each draft of one form. Going back from a question keeps its draft."""

    def __init__(
        self,
        app: App[Any],
        form: RecordForm,
        zone: tzinfo | None,
        drafts: Sequence[Draft],
        taken: Callable[[Draft], None],
        unwanted: Callable[[Draft], None],
    ) -> None:
        """``taken`` is called when a draft was put into the form, ``unwanted`` when it is to be removed."""
        self._app = app
        self._form = form
        self._zone = zone
        self._waiting = list(drafts)
        self._taken = taken
        self._unwanted = unwanted

    def offer_next(self) -> None:
        """Ask about the next draft that differs from the form."""
        while self._waiting:
            draft = self._waiting.pop(0)
            known = {name: text for name, text in draft.typed.items() if self._form.knows(name)}
            now = self._form.entries()
            fields = [name for name, text in known.items() if now[name] != text]
            if fields:
                self._ask_all(_Offer(draft, fields))
                return
            if len(known) == len(draft.typed):
                self._unwanted(draft)

    def _ask_all(self, offer: _Offer) -> None:
        lines = [say(STILL_OPEN), ""] if offer.draft.is_open else []
        lines += [line for name in offer.fields for line in self._both_values(offer, name)]
        question = OfferDraft(moment(offer.draft.at, self._zone), lines, several=len(offer.fields) > 1)
        self._app.push_screen(question, lambda letter: self._answered(offer, letter))

    def _answered(self, offer: _Offer, letter: str | None) -> None:
        if letter == TYPED:
            self._take(offer.draft, {name: offer.typed(name) for name in offer.fields})
        elif letter == EACH:
            self._ask_each(offer)
        elif letter == LEAVE:
            self._ask_to_remove(offer.draft)
        else:
            self.offer_next()

    def _ask_each(self, offer: _Offer) -> None:
        name = offer.fields[0]
        question = OfferField(
            self._form.label(name), self._both_values(offer, name)[1:], len(offer.fields) - 1
        )
        self._app.push_screen(question, lambda letter: self._field_chosen(offer, name, letter))

    def _field_chosen(self, offer: _Offer, name: str, letter: str | None) -> None:
        """Note the choice for one field; after the last field, put the chosen entries into the form."""
        if letter is None:
            self.offer_next()
            return
        if letter == TYPED:
            offer.chosen[name] = offer.typed(name)
        offer.fields.remove(name)
        if offer.fields:
            self._ask_each(offer)
        elif offer.chosen:
            self._take(offer.draft, offer.chosen)
        else:
            self._ask_to_remove(offer.draft)

    def _take(self, draft: Draft, chosen: Mapping[str, Entry]) -> None:
        self._form.take(chosen)
        self._taken(draft)
        self.offer_next()

    def _ask_to_remove(self, draft: Draft) -> None:
        """Ask before throwing a draft away: one letter is easily pressed by mistake.

        A draft whose form is open in another session is not thrown away.
        """
        if draft.is_open:
            self.offer_next()
            return

        def answered(letter: str | None) -> None:
            if letter == REMOVE:
                self._unwanted(draft)
            self.offer_next()

        self._app.push_screen(ask_to_remove(), answered)

    def _both_values(self, offer: _Offer, name: str) -> list[str]:
        """Return the lines that show a field's draft and its entry in the form."""
        typed = self._form.shown(name, offer.typed(name)) or say(N_("(nothing)"))
        now = self._form.shown(name, self._form.entries()[name]) or say(N_("(nothing)"))
        is_saved = offer.draft.where.record and self._form.untouched(name)
        saved = N_("  Saved: {text}") if is_saved else N_("  Here now: {text}")
        return [self._form.label(name), say(N_("  Typed: {text}"), text=typed), say(saved, text=now), ""]


REMOVE = "d"


def ask_to_remove() -> Question:
    """Return the question whether to throw a draft away; its answer is then ``REMOVE``."""
    answers = [("k", say(N_("Keep it as a draft"))), (REMOVE, say(N_("Throw it away")))]
    return Question(say(N_("Throw away what you typed?")), "", answers)
