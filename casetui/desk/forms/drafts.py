"""The drafts of the signed-in person, and the draft of one form: kept while they type, gone once saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count
from threading import Lock
from time import time
from weakref import WeakKeyDictionary

from pydantic import BaseModel

from casetui.data.days import moment
from casetui.data.drafts import Draft, Drafts, Typed, Where
from casetui.data.fields import ChoicesFrom, form_fields, shown
from casetui.data.records import CASE_RECORDS, Agency, Contact, NewClient, PlanAgreement, Worker
from casetui.data.store.locks import Hold
from casetui.desk.acts.answering import OpenRequest
from casetui.desk.desk import Desk
from casetui.desk.requests.base import RequestAnswer
from casetui.desk.telling.lines import CasePlace, ListLine, ListTitle
from casetui.desk.telling.sign_off_lines import RequestPlace
from casetui.desk.telling.wording import joined
from casetui.desk.text import Text
from casetui.words import N_, CaseTUIError, reason_of, say

NEW_CLIENT = "new client"
WRITE_DOWN = "write down"
PEOPLE = "people"
SIGN = "sign"
LINE = "line"
"""The forms that are not named after the table of their record, and the place of the forms about people.

``SIGN`` is the reason of an answer, ``LINE`` the answer to another question of one line, such as why a record
is struck out.
"""
REASON = "reason"
"""The field of a reason or another line. The slot of an answer's draft is the kind of request and the answer:
``closure/back``."""
_MODELS: dict[str, type[BaseModel]] = {
    **CASE_RECORDS,
    **{kind.table: kind for kind in (PlanAgreement, Worker, Agency)},
    NEW_CLIENT: NewClient,
    WRITE_DOWN: Contact,
}

LONG_AGO = 3600.0
"""Seconds after which a half-written draft file is not being written any more."""

STILL_OPEN = N_("Its form is still open in another session of yours.")
"""For a draft that can be read and resumed, but not thrown away while that session runs."""
GIVE_UP_THERE = N_("Its form is still open in another session of yours. Give it up there first.")

KEPT = N_("It is kept as a draft, and offered when you open the form again.")
"""Said where a form is left with what was typed in it."""

_drafts_of_desks: WeakKeyDictionary[Desk, Drafts] = WeakKeyDictionary()
_drafts_lock = Lock()
"""Two threads that look up a desk's drafts at once must not make two sessions of it."""


class NotKept(CaseTUIError):
    """The typed text could not be kept as a draft; the error says why."""


def drafts_of(desk: Desk) -> Drafts:
    """Return the drafts of the desk's person; every call with one desk returns the same object."""
    with _drafts_lock:
        if desk not in _drafts_of_desks:
            _drafts_of_desks[desk] = Drafts(desk.person_folder.drafts, desk.keys, desk.who.id)
        return _drafts_of_desks[desk]


def unsaved_drafts(desk: Desk) -> list[Draft]:
    """Return the person's drafts whose forms this session has not open, the newest first."""
    drafts = drafts_of(desk)
    drafts.tidy(time() - LONG_AGO)
    return drafts.not_open_here()


def throw_away(desk: Desk, draft: Draft) -> None:
    """Remove a draft; raises ``CaseTUIError`` where it cannot be removed, or its form is still open."""
    drafts = drafts_of(desk)
    if drafts.is_open(draft.name):
        raise CaseTUIError(say(GIVE_UP_THERE))
    drop(drafts, draft)


def draft_of(desk: Desk, where: Where, title: str, area: str = "") -> FormDraft:
    """Return a new draft for a form that is about to be shown, with its title and work area."""
    return FormDraft(drafts_of(desk), where, title, area, desk.now)


def reason_draft(request: OpenRequest, answer: RequestAnswer) -> FormDraft:
    """Return a new draft for the reason of an answer to a request."""
    slot = f"{request.kind.key}/{answer.name}"
    where = Where(SIGN, request.opened.case.number, request.record_id, slot)
    return draft_of(request.desk, where, say(N_("Answer to a request")))


def line_draft(desk: Desk, question: str, about: str, case: str) -> FormDraft:
    """Return a new draft for the answer to a question of one line.

    ``about`` is what the line is about, as in ``AskLine``; ``case`` the number of the case at hand, if any.
    """
    number = about if about in desk.register.rows else case
    return draft_of(desk, Where(LINE, number, slot=about), question)


def draft_place(draft: Draft) -> RequestPlace | CasePlace | str:
    """Return where a draft leads: a request, a case, ``NEW_CLIENT``, ``WRITE_DOWN`` or ``PEOPLE``."""
    where = draft.where
    if where.form in (NEW_CLIENT, WRITE_DOWN):
        return where.form
    if where.form == LINE and not where.case:
        return NEW_CLIENT  # why a worker at their limit takes one more
    if where.form in (Worker.table, Agency.table):
        return PEOPLE
    if where.form == SIGN:
        return RequestPlace(where.case, where.slot.partition("/")[0], where.record)
    return CasePlace(where.case, draft.area)


def draft_case(desk: Desk, draft: Draft) -> str:
    """Return the client's name and case number of a draft; empty where the draft is not about a case."""
    row = desk.register.rows.get(draft.where.case)
    number = f"C-{draft.where.case}" if draft.where.case else ""
    return f"{row.name}  {number}" if row and row.name else number


NO_DRAFTS = N_("Nothing that you typed is left unsaved.")
"""Said of the list of drafts, where there are none."""


def drafts_title(number: int) -> ListTitle:
    """Return the title of the list of this many drafts."""
    return ListTitle(say(N_("Typed and not saved")), number=number)


def draft_lines(desk: Desk, drafts: Iterable[Draft]) -> list[ListLine[Draft]]:
    """Return a line for each draft. Its cells are the case, the form, and the time or that it is open."""
    lines = []
    for draft in drafts:
        at, case = moment(draft.at, desk.agency_file.calendar.zone_info), draft_case(desk, draft)
        still = say(N_("still open")) if draft.is_open else ""
        cells, said = (f" {case or '–'}", draft.title, still or at), joined(draft.title, case, at, still)
        lines.append(ListLine(draft.name, cells, said, draft))
    return lines


def draft_texts(desk: Desk, draft: Draft) -> list[Text]:
    """Return the typed text of each field, also where the record or the case is gone."""
    model = _MODELS.get(draft.where.form)
    fields = {field.name: field for field in form_fields(model)} if model else {}
    method, reading = desk.method_listed(draft.where.case), desk.reading()
    texts = []
    for name, typed in draft.typed.items():
        if field := fields.get(name):
            if isinstance(field.ask.choices, ChoicesFrom) and field.ask.choices.source == "records":
                continue  # its label is in the case, which is not open here
            text = shown(field, typed, reading, desk.choices(None, method, field))
            texts.append(Text(method.say(field.ask.label), text or say(N_("(nothing)"))))
        else:
            label = say(N_("Why")) if name == REASON else name
            texts.append(Text(label, typed if isinstance(typed, str) else ", ".join(typed)))
    return texts


class FormDraft:
    """The draft of one form.

    The screen's thread numbers the texts that it hands over (``mark``). Whichever thread writes them, an
    older text never replaces a newer one.
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
        """The mark of the text that was kept or dropped last."""
        self._kept: Typed = {}
        """The text that this form has on the disk."""
        self._hold: Hold | None = None
        """Shows other sessions that the form is open, while it has a draft on the disk."""

    def mark(self) -> int:
        """Return a number for the text that is in the form now."""
        return next(self._marks)

    def keep(self, mark: int, typed: Typed) -> None:
        """Keep the typed text; an empty text removes the draft.

        A draft that another session removed is written again, because the person still sees it in the form.
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
        """Keep the typed text as ``keep`` does, and show other sessions that the form is closed."""
        try:
            self.keep(mark, typed)
        finally:
            self._let_go()

    def leave(self, mark: int, typed: Typed) -> None:
        """Keep the typed text as ``keep`` does, and close the form: this session too offers it from now on.

        Raises ``NotKept``; the form then stays open.
        """
        self.keep(mark, typed)
        self._let_go()
        self._drafts.leave(self._name)

    def _let_go(self) -> None:
        if self._hold:
            self._hold.release()
            self._hold = None

    def not_open_here(self) -> list[Draft]:
        """Return the drafts of this form that this session has not open, the newest first."""
        return self._drafts.not_open_here(self.where)

    def drop(self, draft: Draft) -> None:
        """Remove a draft that ``not_open_here`` returned, unless its form is still open elsewhere.

        Raises ``CaseTUIError`` where it cannot be removed.
        """
        if not self._drafts.is_open(draft.name):
            drop(self._drafts, draft)

    def drop_all(self, drafts: Sequence[Draft]) -> None:
        """Remove drafts of ``not_open_here``; raises ``CaseTUIError`` where one cannot be removed."""
        for draft in drafts:
            self.drop(draft)


def drop(drafts: Drafts, draft: Draft) -> None:
    """Remove a draft; raises ``CaseTUIError`` where it cannot be removed."""
    try:
        drafts.drop(draft.name)
    except OSError as error:
        sentence = say(N_("The draft could not be removed: {reason}."), reason=reason_of(error))
        raise CaseTUIError(sentence) from error
