"""The drafts of who signed in, and the draft of one form: kept while one types, gone once it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count
from threading import Lock
from time import time
from weakref import WeakKeyDictionary

from pydantic import BaseModel

from casetui.data.drafts import Draft, DraftLock, Drafts, Typed, Where
from casetui.data.fields import ChoicesFrom, form_fields, shown
from casetui.data.records import CASE_RECORDS, Agency, Contact, NewClient, PlanAgreement, Worker
from casetui.desk.acts.answering import OpenRequest
from casetui.desk.desk import Desk
from casetui.desk.requests.base import Answer
from casetui.desk.text import Text
from casetui.words import N_, CaseTUIError, reason_of, say

NEW_CLIENT = "new client"
WRITE_DOWN = "write down"
SIGN = "sign"
"""The forms that are not called after the table of what is typed in them; in ``SIGN`` it is a reason."""
REASON = "reason"
"""The field of a reason. The slot of its draft is the kind of request, and after a slash the answer."""
_MODELS: dict[str, type[BaseModel]] = {
    **CASE_RECORDS,
    **{kind.table: kind for kind in (PlanAgreement, Worker, Agency)},
    NEW_CLIENT: NewClient,
    WRITE_DOWN: Contact,
}

LONG_AGO = 3600.0
"""Seconds after which a draft that is still half-written never will be whole."""

STILL_OPEN = N_("Its form is still open in another session of yours.")
"""Said of a draft that can be read and gone on with, and is not thrown away while that session runs."""
GIVE_UP_THERE = N_("Its form is still open in another session of yours. Give it up there first.")

_known: WeakKeyDictionary[Desk, Drafts] = WeakKeyDictionary()
_knowing = Lock()
"""Held while a desk's drafts are looked up: two threads at once must not make two sessions of one desk."""


class NotKept(CaseTUIError):
    """What is typed could not be kept as a draft; the text says why."""


def drafts_of(desk: Desk) -> Drafts:
    """Return the drafts of who sits at the desk, the same for as long as they do."""
    with _knowing:
        if desk not in _known:
            _known[desk] = Drafts(desk.own.drafts, desk.keys, desk.who.id)
        return _known[desk]


def left(desk: Desk) -> list[Draft]:
    """Return what was typed in other sessions and is not saved, the newest first."""
    drafts = drafts_of(desk)
    drafts.tidy(time() - LONG_AGO)
    return drafts.of_other_sessions()


def throw_away(desk: Desk, draft: Draft) -> None:
    """Remove a draft; raises ``CaseTUIError`` where it cannot be removed, or its form is still open."""
    drafts = drafts_of(desk)
    if drafts.is_open(draft.name):
        raise CaseTUIError(say(GIVE_UP_THERE))
    drop(drafts, draft)


def draft_of(desk: Desk, where: Where, title: str, area: str = "") -> FormDraft:
    """Return the draft of a form that is about to be shown, of this title and in this work area."""
    return FormDraft(drafts_of(desk), where, title, area, desk.now)


def reason_draft(request: OpenRequest, answer: Answer) -> FormDraft:
    """Return the draft of the reason that is about to be given with an answer to a request."""
    slot = f"{request.kind.key}/{answer.name}"
    where = Where(SIGN, request.opened.case.number, request.record_id, slot)
    return draft_of(request.desk, where, say(N_("Answer to a request")))


def whose(desk: Desk, draft: Draft) -> str:
    """Return the case that a draft is about, with the name as the register has it; empty where it is none."""
    row = desk.register.rows.get(draft.where.case)
    number = f"C-{draft.where.case}" if draft.where.case else ""
    return f"{row.name}  {number}" if row and row.name else number


def draft_texts(desk: Desk, draft: Draft) -> list[Text]:
    """Return what was typed, each text beside the name of its field; it can be read whatever became of it."""
    model = _MODELS.get(draft.where.form)
    fields = {field.name: field for field in form_fields(model)} if model else {}
    method, reading = desk.method_listed(draft.where.case), desk.reading()
    texts = []
    for name, typed in draft.typed.items():
        if field := fields.get(name):
            if isinstance(field.ask.choices, ChoicesFrom) and field.ask.choices.source == "records":
                continue  # its name is in the case, which the form opens
            text = shown(field, typed, reading, desk.choices(None, method, field))
            texts.append(Text(method.say(field.ask.label), text or say(N_("(nothing)"))))
        else:
            label = say(N_("Why")) if name == REASON else name
            texts.append(Text(label, typed if isinstance(typed, str) else ", ".join(typed)))
    return texts


class FormDraft:
    """What is being typed in one form.

    The screen's thread numbers what it hands over (``mark``); whichever thread writes it, something
    older never takes the place of something newer.
    """

    def __init__(
        self, drafts: Drafts, where: Where, title: str, area: str, now: Callable[[], datetime]
    ) -> None:
        self.where = where
        self._drafts = drafts
        self._name = drafts.new_name(where)
        self._title = title
        self._area = area
        self._now = now
        self._marks = count(1)
        self._turn = Lock()
        self._newest = 0
        """The mark of what was kept or dropped last."""
        self._kept: Typed = {}
        """What lies on the disk of this form, written by this form."""
        self._hold: DraftLock | None = None
        """Tells other sessions that the form is open, while something of it lies on the disk."""

    def mark(self) -> int:
        """Return the number of what stands in the form now."""
        return next(self._marks)

    def keep(self, mark: int, typed: Typed) -> None:
        """Keep what is typed; where nothing is typed any more, there is no draft.

        What another session removed is written again: who typed it still sees it in the form.
        Raises ``NotKept`` where it cannot be written.
        """
        with self._turn:
            if mark <= self._newest:
                return
            try:
                if typed and (typed != self._kept or not self._drafts.exists(self._name)):
                    self._drafts.keep(self._name, self.where, self._title, self._area, self._now(), typed)
                    with suppress(OSError):
                        self._hold = self._drafts.lock(self._name)
                elif not typed and self._kept:
                    self._drafts.drop(self._name)
                    self._let_go()
            except OSError as error:
                sentence = N_("What you type is not being kept as a draft: {reason}.")
                raise NotKept(say(sentence, reason=reason_of(error))) from error
            self._newest, self._kept = mark, dict(typed)

    def keep_last(self, mark: int, typed: Typed) -> None:
        """Keep what is typed as ``keep`` does, and tell other sessions that the form is open no longer."""
        try:
            self.keep(mark, typed)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self._hold:
            self._hold.release()
            self._hold = None

    def left(self) -> list[Draft]:
        """Return what other sessions left of this form, the newest first."""
        return self._drafts.of_other_sessions(self.where)

    def drop(self, draft: Draft) -> None:
        """Remove what another session left, unless it is still open there.

        Raises ``CaseTUIError`` where it cannot be removed.
        """
        if not self._drafts.is_open(draft.name):
            drop(self._drafts, draft)

    def drop_all(self, drafts: Sequence[Draft]) -> None:
        """Remove what other sessions left; raises ``CaseTUIError`` where one cannot be removed."""
        for draft in drafts:
            self.drop(draft)


def drop(drafts: Drafts, draft: Draft) -> None:
    """Remove a draft; raises ``CaseTUIError`` where it cannot be removed."""
    try:
        drafts.drop(draft.name)
    except OSError as error:
        sentence = say(N_("The draft could not be removed: {reason}."), reason=reason_of(error))
        raise CaseTUIError(sentence) from error
