"""The base of the kinds of request: who asks, who may answer, what is shown, and the answers.

Nothing here acts: ``desk.acts.answering`` gives an answer, and the screens show what a kind says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from casetui.data.casefile import CaseFile
from casetui.data.days import long_day
from casetui.data.records import Answerable, Record, Worker
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase
    from casetui.desk.text import Text

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Given:
    """The circumstances of an answer: who gives it, when, on which revision, and why."""

    by: str
    """Worker id of the person who answers."""
    on: date
    revision: int
    """The number of the case's revision that the person had read."""
    reason: str
    """Empty where the answer needs none."""


@dataclass(frozen=True)
class AnswerGiven:
    """The answer that a request has."""

    what: str
    """What was answered, by whom and when; a message with ``{name}`` and ``{day}``, without full stop."""
    by: str
    """Worker id of the person who answered."""
    on: date
    why: str = ""
    """The reason or the words that were given with it; empty where there were none."""


@dataclass(frozen=True)
class Sure:
    """The question before an answer that cannot be undone. All three texts are messages."""

    question: str
    yes: str
    """What the answer does, where it is chosen from a list."""
    in_one: str
    """The question with what the answer does, where it is answered with yes or no."""


@dataclass(frozen=True)
class RequestAnswer:
    """One answer to a request. Texts that a person reads are messages."""

    name: str
    """Its name among the answers to a request, by which the draft of its reason is found too."""
    key: str
    """Its key on the screen, such as ``s``."""
    label: str
    """What the key is called on the screen."""
    word: str
    """The word for it in ``--plain``."""
    what: str
    """What it does, for the help beside that word."""
    act: str
    """The act, as the case's entry names it, such as ``sign off``."""
    done: str
    """The sentence after it was given."""
    sets: Callable[[Given], dict[str, object]]
    """Returns the values that the answer gives to fields of the request's record."""
    also: Callable[[CaseFile, Given], list[Record]] = lambda file, given: []
    """Returns the other records that the answer makes or changes, with their new values."""
    held_reason: Callable[[CaseFile], str] = lambda file: ""
    """Returns why it cannot be given yet, as a sentence; empty where it can be."""
    sure: Sure | None = None
    why: str = ""
    """The question that asks for a reason; empty where the answer needs none."""
    no_reason: str = ""
    """The sentence where a reason is needed and none was given."""
    news_for_asker: str = ""
    """The news for the person who asked; empty where there is none."""
    signed: bool = False
    """Whether the answer is signed."""
    relies: bool = False
    """Whether it relies on the person who asked: it is refused where they did not sign the request."""


class RequestKind(Generic[R]):
    """One kind of request. It is about records of one kind; each that waits is one request."""

    key: str
    """Names the kind in the register and in drafts."""
    record: type[R]
    to_sign: bool
    """Whether it is signed; otherwise it is only seen."""
    whole_agency: bool
    """Whether the line managers of the whole agency answer it; otherwise those of the case's own team."""
    line_managers_first: bool = False
    """Whether the second signatory answers only where no line manager but the asker is there."""
    answers: tuple[RequestAnswer, ...]
    waits_for: str = N_("Asked for by you; waits for a line manager")
    """The heading over the asker's own requests in the list of sign-offs; a message."""
    answered: str
    """The sentence where there is nothing to answer any more; a message."""

    @property
    def area(self) -> str:
        """The work area in which the answer is read, such as ``closure``; empty for that of the step."""
        return self.record.area if issubclass(self.record, Answerable) else ""

    # -- the request -------------------------------------------------------------------------------

    def listed(self, record: R) -> str:
        """Return what is asked for, as lists name it; a message."""
        raise NotImplementedError

    def waits(self, record: R) -> bool:
        """Return whether the record's request waits for an answer."""
        raise NotImplementedError

    def asker(self, record: R) -> str:
        """Return the worker id of the person who asks."""
        return record.made_by

    def asked_on(self, record: R) -> date | None:
        """Return the day on which it was asked."""
        return record.day()

    # -- who may answer ----------------------------------------------------------------------------

    def is_for(self, who: Worker, record: R) -> bool:
        """Return whether ``who`` may answer the request, by their roles or because it names them."""
        raise NotImplementedError

    def leaves_it(self, who: Worker, asker: str, people: Iterable[Worker], day: date) -> bool:
        """Return whether ``who``, as second signatory, leaves it to a line manager who is here on ``day``."""
        if not self.line_managers_first or who.has("line manager"):
            return False
        others = (worker for worker in people if worker.id != asker and worker.has("line manager"))
        return any(worker.here_on(day) for worker in others)

    def may_answer(self, who: Worker, record: R, people: Iterable[Worker], day: date) -> bool:
        """Return whether ``who`` answers the request on ``day``, when ``people`` may be here too."""
        return self.is_for(who, record) and not self.leaves_it(who, self.asker(record), people, day)

    def elsewhere(self, who: Worker, record: R, team: str, leads: Iterable[Worker], day: date) -> bool:
        """Return whether ``who`` answers the request in a case of another ``team``.

        ``leads`` are the line managers of the whole agency who are here on ``day``.
        """
        return self.whole_agency and self.is_for(who, record)

    def refusal(self, desk: Desk, opened: OpenCase, record: R) -> str:
        """Return why the person at the desk may not answer it, as a sentence; empty where they may."""
        raise NotImplementedError

    def own(self, desk: Desk, opened: OpenCase, record: R) -> str:
        """Return for whom a request of the person's own waits; empty where they answer it themselves."""
        return ""

    # -- words -------------------------------------------------------------------------------------

    def written_by(self, record: R) -> str:
        """Return the worker id of the person who asked, or else wrote the record."""
        return record.made_by

    def texts(self, desk: Desk, opened: OpenCase, record: R | None) -> list[Text]:
        """Return the texts that are shown besides the fields of the record. The record may be gone."""
        return []

    def answer_texts(self, desk: Desk, record: R) -> list[Text]:
        """Return the texts of the answer, where the fields of the record do not show it."""
        return []

    def answer_reason(self, record: R) -> str:
        """Return the reason that was given with the answer; empty where there was none."""
        return ""

    def answer_given(self, record: R) -> AnswerGiven | None:
        """Return the answer that the request has; ``None`` where it has none."""
        by, on = record.answered() if isinstance(record, Answerable) else ("", None)
        if not by or on is None:
            return None
        return AnswerGiven(N_("Answered by {name} on {day}"), by, on, self.answer_reason(record))

    def how_answered(self, desk: Desk, record: R) -> str:
        """Return the sentence for an answered request: how, by whom, when and why it was answered."""
        given = self.answer_given(record)
        if given is None:
            return say(self.answered)
        said = say(given.what, name=desk.name(given.by), day=long_day(given.on))
        return say(N_("{said}: {why}"), said=said, why=given.why) if given.why else f"{said}."

    def news(self, record: R, answer: RequestAnswer) -> str:
        """Return the news of an answer for who asked, such as ``Closure sent back: No number``."""
        words, reason = say(answer.news_for_asker), self.answer_reason(record)
        return f"{words}: {reason}" if reason else words
