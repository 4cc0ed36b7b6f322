"""What is still open in a case, for a person who is about to sign: what is not done, gaps, and warnings."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.data.days import short_day
from casetui.data.records import Action, GapOrBlock, Goal, Referral
from casetui.desk.acts.answering import OpenRequest
from casetui.desk.desk import OpenCase
from casetui.desk.telling.wording import joined
from casetui.desk.text import Text
from casetui.words import N_, say, say_n

GAP_WORDS = {"gap": N_("gap"), "block": N_("block")}
MOST = 3
"""How many gaps and warnings are shown; the others are counted."""


def still_open(request: OpenRequest) -> list[Text]:
    """Return what is open in the case of a request to sign: under a heading, then gaps, then warnings.

    There is nothing for a request that is only seen, or that is answered already.
    """
    record, opened = request.record, request.opened
    if record is None or not request.kind.to_sign or not request.kind.waits(record):
        return []
    undone = [*_goals_and_actions(opened), *_referrals(opened), *_checklists(request)]
    nothing = Text("", say(N_("No goal, action, referral or checklist is open.")))
    heading = Text(say(N_("Still open: {n}"), n=len(undone)), "", "due" if undone else "", heading=True)
    return [heading, *(undone or [nothing]), *_gaps(opened), *_warnings(request)]


def _goals_and_actions(opened: OpenCase) -> Iterator[Text]:
    """Yield the open goals, each with its open actions, then the open actions of other goals."""
    actions = [action for action in opened.file.all(Action) if action.state == "open"]
    goals = [goal for goal in opened.file.all(Goal) if goal.state == "open"]
    for goal in goals:
        yield Text(say(N_("open goal")), goal.wording)
        yield from (_action(action, "  ") for action in actions if action.goal == goal.id)
    known = {goal.id for goal in goals}
    yield from (_action(action) for action in actions if action.goal not in known)


def _action(action: Action, indent: str = "") -> Text:
    due = say(N_("by {day}"), day=short_day(action.due_on))
    return Text(indent + say(N_("open action")), f"{action.what}; {joined(action.who, due)}")


def _referrals(opened: OpenCase) -> Iterator[Text]:
    for referral in opened.file.all(Referral):
        if referral.sent_on and not referral.answer:
            sent = say(N_("sent on {day}, no answer yet"), day=short_day(referral.sent_on))
            yield Text(say(N_("referral")), f"{referral.to}; {sent}")


def _checklists(request: OpenRequest) -> Iterator[Text]:
    """Yield the checklists that are not finished, with how many of their items are done.

    Those of the step in which the answer is read are finished by the answer.
    """
    for step in request.desk.standing(request.opened.file).steps:
        if step.area != request.kind.area:
            for checklist in step.lists:
                if not checklist.settled:
                    yield Text(say(N_("checklist")), f"{checklist.title}: {checklist.detail}")


def _gaps(opened: OpenCase) -> list[Text]:
    """Return the gaps and blocks that are not settled, the newest first, under a heading."""
    gaps = sorted(
        (gap for gap in opened.file.all(GapOrBlock) if gap.closed_on is None), key=lambda gap: gap.on
    )
    lines = [
        Text(say(GAP_WORDS.get(gap.kind, gap.kind)), f"{joined(gap.need, gap.service)}; {short_day(gap.on)}")
        for gap in reversed(gaps)
    ]
    return _under(N_("Gaps and blocks, not settled: {n}"), lines)


def _warnings(request: OpenRequest) -> list[Text]:
    """Return what is late, due today or to mind in the case, under a heading."""
    standing = request.desk.standing(request.opened.file)
    lines = [Text("!", finding.what, "late") for finding in standing.warnings()]
    return _under(N_("Warnings: {n}"), lines)


def _under(heading: str, lines: list[Text]) -> list[Text]:
    """Return the first lines under a heading with their number, and how many more there are; maybe none."""
    if not lines:
        return []
    found = [Text(say(heading, n=len(lines)), "", heading=True), *lines[:MOST]]
    more = len(lines) - MOST
    if more > 0:
        found.append(Text("", say_n("and {n} more, in the case", "and {n} more, in the case", more)))
    return found
