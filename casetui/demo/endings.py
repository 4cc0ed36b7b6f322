"""More situations of the demo: over the limit, unassigned, closed, and a client who comes back."""

from __future__ import annotations

from typing import Any

from casetui.data.records import (
    Assignment,
    Closure,
    Plan,
)
from casetui.demo.reviews import review
from casetui.demo.steps import (
    assessment,
    closure,
    contacts,
    first_contact,
    met,
    taken_in,
    whole_course,
)
from casetui.demo.story import Story, situation
from casetui.desk.keys.signatures import answer_statement, request_statement


@situation("over")
def ninth_client(story: Story) -> None:
    """One client over the recommended limit: the reason is written, the line manager has yet to see it."""
    taken_in(story, 6)
    assessment(story, 3, seen=5)
    contacts(story, 2, until=1, every=3)
    for given in story.every(Assignment):
        story.change(
            given,
            given.on,
            act="assign",
            over_limit=True,
            clients_then=8,
            reason="Knows the family; nobody else speaks Polish.",
        )


@situation("again")
def second_episode(story: Story) -> None:
    """A client who comes back: a new case, agreed anew, that names the case closed before."""
    taken_in(story, 7, "again")
    assessment(story, 4, seen=6)
    contacts(story, 3, until=1, every=3)


# ---- unassigned


@situation("unassigned")
def waiting_for_a_manager(story: Story) -> None:
    """Agreed, and waiting for a case manager to have room."""
    taken_in(story, story.number(2, 5))


@situation("unassigned")
def referred_in(story: Story) -> None:
    """Referred by the hospital by telephone; a first answer is needed at once. They may be here already."""
    intake = first_contact(story, story.number(6, 17), "perhaps known")
    story.change(intake, story.opened, urgency="7 days")


# ---- closed


@situation("closed")
def closed_needs_met(story: Story) -> None:
    """Signed off by the line manager."""
    signed(story, finished(story, 300, ended=40), 38)


@situation("closed")
def closed_handed_over(story: Story) -> None:
    """Handed over to another service, which accepted."""
    whole_course(story, 150, due=-70, every=12, until=62)
    signed(story, closure(story, story.ago(62), "handed over"), 58)


@situation("closed")
def closed_at_their_request(story: Story) -> None:
    """Closed at the client's request."""
    whole_course(story, 120, due=-30, every=12, until=24)
    signed(story, closure(story, story.ago(24), "client"), 20)


# ---- what several situations share


def finished(story: Story, ago: int, ended: int = 3) -> Closure:
    """Write a whole course whose goals are met, and prepare the closure."""
    goals = whole_course(story, ago, due=-ended - 20, every=12, until=ended)
    met(story, goals, story.ago(ended + 8))
    review(story, story.ago(ended + 6), 60, "yes")
    return closure(story, story.ago(ended))


def ask(story: Story, ago: int, record: Closure) -> Closure:
    """Ask for the line manager's signature, ``ago`` days ago."""
    on = story.ago(ago)
    asked: dict[str, Any] = {"state": "asked", "asked_by": story.worker, "asked_on": on}
    words = request_statement(story.case.number, record.model_copy(update=asked))
    signature = story.stage.sign(story.worker, words)
    return story.change(record, on, act="ask for closure", **asked, asked_signature=signature)


def signed(story: Story, record: Closure, ago: int) -> None:
    """Ask for the closure the day before, sign it ``ago`` days ago, and close the case."""
    asked = ask(story, ago + 1, record)
    on, by = story.ago(ago), story.seat.line_manager
    answer = {"state": "signed", "signed_by": by, "signed_on": on, "signed_revision": 1}
    words = answer_statement(story.case.number, asked.model_copy(update=answer))
    story.change(asked, on, by, "sign off", **answer, signature=story.stage.sign(by, words))
    story.case.state, story.case.closed_on = "closed", on
    for given in story.every(Assignment):
        story.change(given, on, by, "sign off", ended_on=on)
    for plan in story.every(Plan):
        story.change(plan, on, by, "sign off", state="ended")
