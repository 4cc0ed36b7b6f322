"""Override: a worker asks that an act may pass before the minimum stay is over (rule 18)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from casetui.data.days import long_day
from casetui.data.records import Override
from casetui.data.records.case import ASK_CLOSURE, CHANGE_MANAGER
from casetui.desk.requests.base import AnswerGiven, Given, RequestAnswer
from casetui.desk.requests.to_sign import ToSign
from casetui.desk.text import Text
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase

TO_PASS = {
    ASK_CLOSURE: N_("Let pass: closing early"),
    CHANGE_MANAGER: N_("Let pass: new case manager"),
}
"""What is asked of the line manager, by the act that they may let pass."""


def _answers(answer: str) -> Callable[[Given], dict[str, object]]:
    def sets(given: Given) -> dict[str, object]:
        return {
            "answer": answer, "answered_by": given.by, "answered_on": given.on, "answer_reason": given.reason,
        }  # fmt: skip

    return sets


class OverrideRequest(ToSign[Override]):
    """A line manager grants or refuses it, each with a reason."""

    key = "override"
    record = Override
    line_managers_first = True
    answered = N_("This was answered already.")
    only = N_("Only a line manager answers this. Ask {who}.")
    answers = (
        RequestAnswer(
            name="pass", key="s", label=N_("Let pass"), word=N_("pass"),
            what=N_("let it pass, with a reason"), act="grant the override", done=N_("Let pass."),
            sets=_answers("granted"),
            why=N_("Why may it pass?"), no_reason=N_("Say why."),
            news_for_asker=N_("It may pass"), signed=True, relies=True,
        ),
        RequestAnswer(
            name="refuse", key="b", label=N_("Refuse"), word=N_("refuse"),
            what=N_("refuse it, with a reason"), act="refuse the override", done=N_("Refused."),
            sets=_answers("refused"),
            why=N_("Why not?"), no_reason=N_("Say why."),
            news_for_asker=N_("It may not pass"), signed=True,
        ),
    )  # fmt: skip

    def listed(self, record: Override) -> str:
        """Return which act is to pass."""
        return TO_PASS.get(record.act, record.act)

    def texts(self, desk: Desk, opened: OpenCase, record: Override | None) -> list[Text]:
        """Return the minimum stay that holds the act back."""
        spans = opened.method.deadlines.get("minimum_stay")
        if record is None or spans is None:
            return []
        until = spans.length.after(opened.case.opened_on, desk.agency_file.calendar)
        sentence = opened.method.say(
            N_("{act}: held back before {day}, {length} after intake ({source})."),
            act=say(record.act), day=long_day(until), length=spans.length, source=spans.source,
        )  # fmt: skip
        return [Text(say(N_("Would let pass")), sentence)]

    def answer_texts(self, desk: Desk, record: Override) -> list[Text]:
        """Return who granted or refused it, and why; or that it lapsed."""
        if record.stage() == "" and record.lapsed_on:
            lapsed = say(N_("lapsed, as the case was closed on {day}"), day=long_day(record.lapsed_on))
            return [Text(say(N_("Answer")), lapsed)]
        if not record.answer:
            return []
        return [
            Text(say(N_("Answer")), f"{say(record.answer)}, {desk.name(record.answered_by)}"),
            Text(say(N_("Why")), record.answer_reason),
        ]

    def answer_given(self, record: Override) -> AnswerGiven | None:
        """Return by whom, when and why it was granted or refused."""
        if not record.answer or record.answered_on is None:
            return None
        granted = N_("Let pass by {name} on {day}")
        what = granted if record.answer == "granted" else N_("Refused by {name} on {day}")
        return AnswerGiven(what, record.answered_by, record.answered_on, record.answer_reason)

    def how_answered(self, desk: Desk, record: Override) -> str:
        """Return how it was answered; or that it lapsed, and when."""
        if record.lapsed_on and not record.answer:
            return say(N_("This lapsed, as the case was closed on {day}."), day=long_day(record.lapsed_on))
        return super().how_answered(desk, record)

    def answer_reason(self, record: Override) -> str:
        """Return why it was granted or refused."""
        return record.answer_reason


REQUEST = OverrideRequest()
