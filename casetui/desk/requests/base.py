"""What every kind of request says of itself: who asks, who may answer, what is shown, and the answers.

Nothing here acts: ``desk.acts.answering`` gives an answer, and the screens show what a kind says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from casetui.data.casefile import CaseFile
from casetui.data.records import Record, Worker
from casetui.desk.access import answers_for

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase
    from casetui.desk.text import Text

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Given:
    """What an answer is given with."""

    by: str
    """Worker id of the person who answers."""
    on: date
    revision: int
    """The revision of the case that the person had read."""
    reason: str
    """Empty where the answer needs none."""


@dataclass(frozen=True)
class Sure:
    """A question that is put before an answer that cannot be taken back; all three are messages."""

    question: str
    yes: str
    """What the answer does, where it is chosen from a list."""
    in_one: str
    """The question with what the answer does, where it is answered with yes or no."""


@dataclass(frozen=True)
class Answer:
    """One answer to a request. Texts that a person reads are messages."""

    name: str
    """Its name among the answers to a request; it names the draft of a reason too."""
    key: Literal["s", "b"]
    """Its key on the screen: ``s`` for yes, ``b`` for no."""
    word: str
    """The word by which it is given where one answers in words."""
    what: str
    """What it does, beside that word."""
    act: str
    """The act, as the case's entry names it, such as ``sign off``."""
    done: str
    """The sentence that is said afterwards."""
    sets: Callable[[Given], dict[str, object]]
    """Returns the fields of the request's record that the answer fills in."""
    also: Callable[[CaseFile, Given], list[Record]] = lambda file, given: []
    """Returns the other records that the answer makes or changes, as they then are."""
    held_reason: Callable[[CaseFile], str] = lambda file: ""
    """Returns why it cannot be given yet, as a sentence; empty where it can."""
    sure: Sure | None = None
    why: str = ""
    """The question that asks for a reason; empty where the answer needs none."""
    no_reason: str = ""
    """Said where a reason is needed and none was given."""
    told: str = ""
    """What the person who asked is told; empty where they are told nothing."""
    signed: bool = False
    """Whether the answer is signed."""
    relies: bool = False
    """Whether it relies on who asked: it is refused where the request is not signed by that person."""


class RequestKind(Generic[R]):
    """One kind of request. It is about records of one kind; each that waits is one request."""

    key: str
    """Names the kind in the register and in drafts."""
    record: type[R]
    to_sign: bool
    """Whether it is signed; otherwise it is only seen."""
    whole_agency: bool
    """Whether the line managers of the whole agency answer it; otherwise those of the case's own team."""
    answers: tuple[Answer, ...]
    area: str = ""
    """The work area in which the answer is read, such as ``closure``; empty for the one the case is at."""
    answered: str
    """Said where there is nothing to answer any more; a message."""

    # -- the request -------------------------------------------------------------------------------

    def listed(self, record: R) -> str:
        """Return what lists say that is asked for; a message."""
        raise NotImplementedError

    def waits(self, record: R) -> bool:
        """Return whether the record is a request that waits for an answer."""
        raise NotImplementedError

    def asker(self, record: R) -> str:
        """Return the worker id of the person who asks."""
        return record.made_by

    def asked_on(self, record: R) -> date | None:
        """Return the day on which it was asked."""
        return record.day()

    # -- who may answer ----------------------------------------------------------------------------

    def may_answer(self, who: Worker, asker: str, people: Iterable[Worker], day: date) -> bool:
        """Return whether ``who`` answers what ``asker`` asks for, as far as their roles go."""
        return answers_for(who, asker, people, day)

    def elsewhere(self, who: Worker, asker: str, team: str, leads: Iterable[Worker], day: date) -> bool:
        """Return whether ``who`` answers it in a case of another ``team``.

        ``leads`` are the line managers of the whole agency who are here on ``day``.
        """
        return self.whole_agency

    def refusal(self, desk: Desk, opened: OpenCase, record: R | None) -> str:
        """Return why the person at the desk may not answer it, as a sentence; empty where they may."""
        raise NotImplementedError

    # -- words -------------------------------------------------------------------------------------

    def written_by(self, record: R) -> str:
        """Return the worker id of the person who asked, or else wrote the record."""
        return record.made_by

    def texts(self, desk: Desk, opened: OpenCase, record: R | None) -> list[Text]:
        """Return what is shown besides the fields of the record, which may be gone."""
        return []

    def answer_texts(self, desk: Desk, record: R) -> list[Text]:
        """Return what was answered, where the record does not show that in its fields."""
        return []

    def answer_reason(self, record: R) -> str:
        """Return the reason that was given with the answer; empty where there was none."""
        return ""
