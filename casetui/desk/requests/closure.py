"""Closure: a worker asks for it, and a line manager signs it off or sends it back (Guidebook, G)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.checklists.facts import needs as needs_of
from casetui.checklists.needs import need_answers
from casetui.data.casefile import CaseFile
from casetui.data.records import Assignment, Closure, Disclosure, Goal, Override, Plan, Record
from casetui.data.records.assessment import NEEDS
from casetui.data.records.plan import GOAL_STATES
from casetui.desk.needs import answer_words
from casetui.desk.requests.base import AnswerGiven, Given, RequestAnswer, Sure
from casetui.desk.requests.to_sign import ToSign
from casetui.desk.text import Text
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase


def _signed(given: Given) -> dict[str, object]:
    return {
        "state": "signed", "signed_by": given.by, "signed_on": given.on, "signed_revision": given.revision,
    }  # fmt: skip


def _closed(file: CaseFile, given: Given) -> list[Record]:
    """Return the closed case, its ended assignments and plan, and what lapses: overrides nobody answered."""
    case = file.case.model_copy(update={"state": "closed", "closed_on": given.on})
    ended = [
        assignment.model_copy(update={"ended_on": given.on})
        for assignment in file.all(Assignment)
        if assignment.ended_on is None
    ]
    lapsed = [
        one.model_copy(update={"lapsed_on": given.on}) for one in file.all(Override) if one.stage() == "asked"
    ]
    plans = [plan.model_copy(update={"state": "ended"}) for plan in file.all(Plan) if plan.state == "agreed"]
    return [case, *ended, *plans, *lapsed]


def _unreviewed(file: CaseFile) -> str:
    """Return the sentence that a disclosure waits for its review; empty where none waits (rule 28)."""
    if all(disclosure.reviewed_by for disclosure in file.all(Disclosure)):
        return ""
    return say(N_("An emergency disclosure waits for a line manager's review first."))


def _sent_back(given: Given) -> dict[str, object]:
    return {
        "state": "sent back", "sent_back_by": given.by, "sent_back_on": given.on,
        "sent_back_reason": given.reason,
    }  # fmt: skip


class ClosureRequest(ToSign[Closure]):
    """Any line manager, or always the second signatory too, signs a closure off: the case closes."""

    key = "closure"
    record = Closure
    answered = N_("Closure is not asked for.")
    only = N_("Only a line manager or the second signatory signs off. Ask {who}.")
    answers = (
        RequestAnswer(
            name="sign", key="s", label=N_("Sign off"), word=N_("sign"),
            what=N_("sign it off: the case closes"),
            act="sign off", done=N_("Signed off. The case is closed."),
            sets=_signed, also=_closed, held_reason=_unreviewed,
            sure=Sure(
                N_("Sign this closure off?"),
                yes=N_("Sign: the case closes"),
                in_one=N_("Sign this closure off? The case closes."),
            ),
            news_for_asker=N_("Closure signed off"), signed=True, relies=True,
        ),
        RequestAnswer(
            name="back", key="b", label=N_("Send back"), word=N_("return"),
            what=N_("send it back, with a reason"),
            act="send back", done=N_("Sent back. The case stays open."),
            sets=_sent_back, why=N_("Why does it go back?"), no_reason=N_("Say why it goes back."),
            news_for_asker=N_("Closure sent back"),
        ),
    )  # fmt: skip

    def listed(self, record: Closure) -> str:
        """Return that it is a closure."""
        return N_("Closure")

    def texts(self, desk: Desk, opened: OpenCase, record: Closure | None) -> list[Text]:
        """Return each need with what answered it, then the other goals that were met or dropped.

        The page shows the goals that are still open itself.
        """
        file, labels = opened.file, opened.method.labels("domains")
        answers = need_answers(file, desk.agency_file.calendar)
        found = sorted(needs_of(file).values(), key=lambda need: need.need != "urgent")
        texts = [Text(say(N_("Needs that were found")), "", heading=True)] if found else []
        for need in found:
            domain = opened.method.say(labels.get(need.domain, need.domain))
            answer = answer_words(answers[need.domain])
            found_there = ": ".join(filter(None, (domain, need.situation)))
            line = f"{found_there}; {answer or say(N_('nothing answered it'))}"
            texts.append(Text(say(NEEDS[need.need]), line, "" if answer else "late"))
        told = [answer.id for answer in answers.values() if answer]
        goals = [goal for goal in file.all(Goal) if goal.state != "open" and goal.id not in told]
        texts += [Text(say(N_("Other goals met or dropped")), "", heading=True)] if goals else []
        return texts + [Text(say(GOAL_STATES.get(goal.state, goal.state)), goal.wording) for goal in goals]

    def answer_given(self, record: Closure) -> AnswerGiven | None:
        """Return by whom and when it was signed off, or sent back and why."""
        if record.state == "signed" and record.signed_on:
            return AnswerGiven(N_("Signed off by {name} on {day}"), record.signed_by, record.signed_on)
        if record.state == "sent back" and record.sent_back_on:
            what, by = N_("Sent back by {name} on {day}"), record.sent_back_by
            return AnswerGiven(what, by, record.sent_back_on, record.sent_back_reason)
        return None

    def answer_reason(self, record: Closure) -> str:
        """Return why it was sent back; empty once it is asked for again."""
        return record.sent_back_reason


REQUEST = ClosureRequest()
