"""Answering a request: the questions before the answer is given."""

from __future__ import annotations

from casetui.desk.acts.answering import (
    OpenRequest,
    check_may_answer,
    check_waits_still,
    give_answer,
    why_not_theirs,
)
from casetui.desk.errors import NotAllowed
from casetui.desk.flows import steps
from casetui.desk.flows.steps import AskLetter, AskLine, Do, FlowOf, Heard, Read
from casetui.desk.flows.sure import case_named
from casetui.desk.forms.drafts import reason_draft
from casetui.desk.requests.base import RequestAnswer
from casetui.words import say


def answer_request(request: OpenRequest, answer: RequestAnswer) -> FlowOf[str]:
    """Give an answer to a request, after asking whether the person is sure and for a reason, where needed.

    Returns the sentence that the answer was given; empty where the person goes back. Raises ``NotAllowed``
    where the person may not answer or somebody else did meanwhile, and what ``give_answer`` raises.
    """
    check_may_answer(request)
    if why := why_not_theirs(request):
        raise NotAllowed(why)
    yield Read(lambda: check_waits_still(request))
    named = f"{request.title}: {case_named(request.opened)}"
    if sure := answer.sure:
        yes = steps.Answer(answer.key, say(sure.yes))
        heard = Heard(say(sure.in_one), [named])
        if not (yield AskLetter(say(sure.question), named, [yes], heard=heard, back_last=True)):
            return ""
    reason = ""
    if answer.why:
        draft = reason_draft(request, answer)
        reason = yield AskLine(f"{say(answer.why)} {named}", answer.name, draft=draft)
        if not reason:
            return ""
    given = say(answer.done)
    yield Do(lambda: give_answer(request, answer, reason), given, reason, answer.name)
    return given
