"""Answering a request: the one act by which a request is signed, sent back, refused or seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen
from casetui.data.records import Record, Signable
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.keys.signatures import request_problem, signed_answer
from casetui.desk.reasons import check_reason
from casetui.desk.requests import REQUESTS
from casetui.desk.requests.base import Given, RequestAnswer, RequestKind
from casetui.words import N_, say


@dataclass(frozen=True)
class OpenRequest:
    """A request in an open case, as the person at the desk sees it."""

    desk: Desk
    opened: OpenCase
    kind: RequestKind[Any]
    record_id: str
    """The id of the request's record; empty where no request waits in the case."""
    revision: int
    """The revision of the case that was shown."""

    @classmethod
    def of(cls, desk: Desk, opened: OpenCase, kind: str = "", record_id: str = "") -> OpenRequest:
        """Return a request of a case by kind and record; without a ``kind`` the first request that waits."""
        row = desk.row(opened.file)
        if not kind and row.requests:
            kind, record_id = row.requests[0].kind, row.requests[0].record
        return cls(desk, opened, REQUESTS[kind or next(iter(REQUESTS))], record_id, opened.file.revision)

    @property
    def record(self) -> Record | None:
        """The request's record, as the case now has it."""
        found: Record | None = self.opened.file.get(self.kind.record, self.record_id)
        return found

    @property
    def title(self) -> str:
        """What the kind of request is called."""
        return self.opened.method.say(self.kind.record.title)


READS_REQUEST_ONLY = N_("This is another team's case: you read what you answer here, and no more of it.")
"""The sentence for a person who cannot open the case of a request; a message."""


def may_open(request: OpenRequest) -> bool:
    """Return whether the person may open the request's case, and not only read the request."""
    return request.desk.access(request.opened.file) not in ("sign", "cover")


def why_not_theirs(request: OpenRequest) -> str:
    """Return why the person does not answer a request that waits, as a sentence; empty where they do.

    It is not theirs to answer, or it is their own and another person signs it (rule 26).
    """
    record, kind = request.record, request.kind
    if record is None or not kind.waits(record):
        return ""
    desk, opened = request.desk, request.opened
    return kind.refusal(desk, opened, record) or kind.own(desk, opened, record)


def offers_answers(request: OpenRequest) -> bool:
    """Return whether the person can answer a request: it waits, and for them."""
    record = request.record
    return record is not None and request.kind.waits(record) and not why_not_theirs(request)


def check_may_answer(request: OpenRequest) -> Record:
    """Return the request's record; raise ``NotAllowed`` where the person may not answer the request.

    The refusal names the people who may, where they are known; for a request that has its answer already, it
    says how, by whom, when and why it was answered.
    """
    record = request.record
    if record is None:
        raise NotAllowed(say(request.kind.answered))
    if not request.kind.waits(record):
        raise NotAllowed(request.kind.how_answered(request.desk, record))
    if refusal := request.kind.refusal(request.desk, request.opened, record):
        raise NotAllowed(refusal)
    return record


def check_waits_still(request: OpenRequest) -> None:
    """Raise ``NotAllowed`` with the answer that somebody else gave since the request was read, if any.

    It reads the case anew: call it off the screen's thread. Raises ``VaultError`` where it cannot be read.
    """
    desk, name, kind = request.desk, request.opened.file.name, request.kind
    if desk.vault.digest(name) == request.opened.file.digest:
        return
    try:
        now = CaseFile.load(desk.vault, name).get(kind.record, request.record_id)
    except CannotOpen:
        return  # the case was restricted or moved meanwhile: the answer itself is refused and says so
    if now is not None and not kind.waits(now):
        raise NotAllowed(kind.how_answered(desk, now))


def give_answer(request: OpenRequest, answer: RequestAnswer, reason: str = "") -> None:
    """Give one of the answers to a request, with the ``reason`` that the answer may need.

    Raises ``HeldBack`` where the person made the request themselves (rule 26) or something is missing. Raises
    ``NotAllowed`` where they may not answer, the request is answered already, the case was changed since it
    was shown, or the request is not signed by the person whom it names as asking.
    """
    desk, opened, kind = request.desk, request.opened, request.kind
    desk.catch_up_agency()
    record = check_may_answer(request)
    if answer.why:
        reason = check_reason(reason, NotAllowed(say(answer.no_reason)))
    if opened.file.revision != request.revision:
        raise NotAllowed(say(N_("The case was changed since you read it. Read it again before you sign.")))
    if answer.relies and isinstance(record, Signable):
        _check_asked(desk, opened, record)
    if not_yet := answer.held_reason(opened.file):
        raise NotAllowed(not_yet)
    given = Given(desk.who.id, desk.today(), request.revision, reason)
    answered = record.model_copy(update=answer.sets(given))
    if answer.signed and isinstance(answered, Signable):
        answered = signed_answer(desk.keyring, opened.file, answered)
    also = [RecordChange(one, opened.file.get(type(one), one.id)) for one in answer.also(opened.file, given)]
    try:
        commit(
            desk, opened, answer.act, [RecordChange(answered, record), *also],
            reason=reason, writes=False, merges=False, though_closed=not kind.to_sign,
        )  # fmt: skip
    except NotAllowed:
        check_waits_still(request)
        raise


def _check_asked(desk: Desk, opened: OpenCase, record: Signable) -> None:
    """Raise ``NotAllowed`` where the request is not signed by the person whom it names as asking."""
    if problem := request_problem(desk.evidence, opened.file, record):
        raise NotAllowed(problem)
