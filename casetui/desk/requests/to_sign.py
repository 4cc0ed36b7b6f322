"""Requests that are answered with a signature; the record's kind says who may answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from casetui.data.casefile import CaseFile
from casetui.data.records import Signable, Worker
from casetui.desk.access import access_to
from casetui.desk.requests.base import RequestKind
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase

S = TypeVar("S", bound=Signable)


OWN = N_("You asked for this yourself. It waits for {who}.")


class ToSign(RequestKind[S]):
    """A request that is answered with a signature. Nobody signs their own request (rule 26)."""

    to_sign = True
    whole_agency = True
    only: str
    """The refusal for a person who may not answer; a message, with ``{who}`` for the people who may."""

    def is_for(self, who: Worker, record: S) -> bool:
        """Return whether ``who`` may answer records of this kind, or is named by this record."""
        return record.may_be_answered_by(who)

    def waits(self, record: S) -> bool:
        """Return whether it was asked for and is not answered."""
        return record.stage() == "asked"

    def asker(self, record: S) -> str:
        """Return the worker id of the person who asks, which they have signed."""
        return record.asker()

    def asked_on(self, record: S) -> date | None:
        """Return the day on which it was asked, which is signed too."""
        return record.asked_on

    def written_by(self, record: S) -> str:
        """Return the worker id of the person who asked, or else wrote the record."""
        return record.asked_by or record.made_by

    def signatories(self, desk: Desk, file: CaseFile, record: S) -> list[Worker]:
        """Return the people here, except the asker, who may answer the request and can open the case."""
        asker, today = self.asker(record), desk.today()
        return [
            worker for worker in desk.people.values()
            if worker.id != asker and worker.here_on(today) and access_to(worker, file, today) != "cover"
            and self.may_answer(worker, record, desk.people.values(), today)
        ]  # fmt: skip

    def refusal(self, desk: Desk, opened: OpenCase, record: S) -> str:
        """Return a sentence with the people who may answer, or that nobody who can open the case may."""
        if self.may_answer(desk.who, record, desk.people.values(), desk.today()):
            return ""
        return self._ask_others(desk, opened, record, self.only)

    def own(self, desk: Desk, opened: OpenCase, record: S) -> str:
        """Return for whom the person's own request waits (rule 26); empty for the request of another."""
        if self.asker(record) != desk.who.id:
            return ""
        return self._ask_others(desk, opened, record, OWN)

    def _ask_others(self, desk: Desk, opened: OpenCase, record: S, sentence: str) -> str:
        """Return ``sentence`` with the people who may answer; where nobody may, what to do about that."""
        who = desk.who_may(self.signatories(desk, opened.file, record).__contains__)
        if opened.case.restricted_to and not who:
            return nobody_signs(desk, opened.file)
        if not who:
            return say(N_("Nobody else here may sign it. Have somebody named who may: on the screen People."))
        return say(sentence, who=who)


def nobody_signs(desk: Desk, file: CaseFile) -> str:
    """Return the sentence that nobody who can open a restricted case may sign, with what to do."""
    manager = file.case.manager
    if manager in ("", desk.who.id):
        return say(
            N_("What is asked for waits: nobody who could sign it can open this case. Name a line manager to "
               "it: Change who may open it (m).")
        )  # fmt: skip
    return say(
        N_("What is asked for waits: nobody who could sign it can open this case. Ask {name} to name a line "
           "manager to it: Change who may open it (m)."),
        name=desk.name(manager),
    )  # fmt: skip
