"""Requests that a line manager sees and does not sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.data.days import short_day
from casetui.data.records import Worker
from casetui.desk.requests.base import AnswerGiven, Given, R, RequestAnswer, RequestKind, Sure
from casetui.desk.text import Text
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase


def seen(prefix: str = "seen") -> tuple[RequestAnswer, ...]:
    """Return the two answers: it was seen, and it was seen with a few words to the person who told of it.

    ``prefix`` begins the names of the fields that keep by whom, when and with which words: ``seen_by``,
    ``seen_on`` and ``seen_words``.
    """

    def sets(given: Given) -> dict[str, object]:
        return {f"{prefix}_by": given.by, f"{prefix}_on": given.on, f"{prefix}_words": given.reason}

    return (
        RequestAnswer(
            name="seen", key="s", label=N_("Seen"), word=N_("seen"), what=N_("keep that you saw it"),
            act="see", done=N_("Kept as seen."), sets=sets, news_for_asker=N_("Seen"),
            sure=Sure(
                N_("Keep that you saw this?"), yes=N_("Seen: it leaves the list"),
                in_one=N_("Keep that you saw this? It then leaves the list."),
            ),
        ),
        RequestAnswer(
            name="words", key="a", label=N_("Answer"), word=N_("answer"),
            what=N_("keep that you saw it, with a few words to who told of it"),
            act="see and answer", done=N_("Kept as seen, with your answer."), sets=sets,
            why=N_("What do you answer?"), no_reason=N_("Write a few words, or say only that you saw it."),
            news_for_asker=N_("Seen"),
        ),
    )  # fmt: skip


class ToSee(RequestKind[R]):
    """A request that is for the line managers of the case's own team to see."""

    to_sign = False
    whole_agency = False
    prefix = "seen"
    """Begins the names of the record's fields that keep by whom, when and with which words it was seen."""
    answers = seen()
    answered = N_("This was seen already.")

    def is_for(self, who: Worker, record: R) -> bool:
        """Return whether ``who`` is a line manager."""
        return who.has("line manager")

    def answer_given(self, record: R) -> AnswerGiven | None:
        """Return by whom and when it was seen, and the words that were given."""
        by, on = getattr(record, f"{self.prefix}_by"), getattr(record, f"{self.prefix}_on")
        if not by or on is None:
            return None
        return AnswerGiven(N_("Seen by {name} on {day}"), by, on, self.answer_reason(record))

    def answer_texts(self, desk: Desk, record: R) -> list[Text]:
        """Return by whom and when it was seen, and the answer that was given, if any."""
        given = self.answer_given(record)
        if given is None:
            return []
        texts = [Text(say(N_("Seen by")), f"{desk.name(given.by)}, {short_day(given.on)}")]
        return [*texts, Text(say(N_("Answer")), given.why)] if given.why else texts

    def answer_reason(self, record: R) -> str:
        """Return the words with which it was seen; empty where there were none."""
        return str(getattr(record, f"{self.prefix}_words"))

    def news(self, record: R, answer: RequestAnswer) -> str:
        """Return that it was seen, what it is, and the answer: ``Seen, gap or block: The council knows``."""
        what = say(self.listed(record))
        seen = say(N_("Seen, {what}"), what=what[:1].lower() + what[1:])
        words = self.answer_reason(record)
        return f"{seen}: {words}" if words else seen

    def refusal(self, desk: Desk, opened: OpenCase, record: R) -> str:
        """Return that only a line manager of the case's own team sees it."""
        if opened.access != "own":
            return say(N_("A line manager of that team sees this."))
        if not self.may_answer(desk.who, record, desk.people.values(), desk.today()):
            return say(N_("This is for a line manager."))
        return ""
