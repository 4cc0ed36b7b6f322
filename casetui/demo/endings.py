"""More situations of the demo: one client too many, nobody's yet, closed, and come back."""

from __future__ import annotations

from typing import Any

from casetui.data.records import (
    Assignment,
    Closure,
)
from casetui.demo.steps import (
    assessment,
    closure,
    contacts,
    first_contact,
    met,
    review,
    taken_in,
    whole_course,
)
from casetui.demo.story import Story, situation
from casetui.desk.keys.signatures import asked_words, words_of


@situation("over")
def ninth_client(story: Story) -> None:
    """One more than is recommended: the reason is kept, the line manager has yet to see it."""
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
    """A client who comes back: a new case that names the one closed before, agreed anew."""
    taken_in(story, 7, "again")
    assessment(story, 4, seen=6)
    contacts(story, 3, until=1, every=3)


# ---- nobody's yet


@situation("unassigned")
def waiting_for_a_manager(story: Story) -> None:
    """Agreed, and waiting for somebody to have room."""
    taken_in(story, story.number(2, 5))


@situation("unassigned")
def referred_in(story: Story) -> None:
    """Rang in by the hospital; first answer needed at once."""
    intake = first_contact(story, story.number(6, 17))
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
    """Asked to be left in peace, knows the way back."""
    whole_course(story, 120, due=-30, every=12, until=24)
    signed(story, closure(story, story.ago(24), "client"), 20)


# ---- what several situations share


def finished(story: Story, ago: int, ended: int = 3) -> Closure:
    """A whole course whose goals are met, with the closure prepared."""
    goals = whole_course(story, ago, due=-ended - 20, every=12, until=ended)
    met(story, goals, story.ago(ended + 8))
    review(story, story.ago(ended + 6), 60, "yes")
    return closure(story, story.ago(ended))


def ask(story: Story, ago: int, record: Closure) -> Closure:
    """Ask for the signature, so many days ago."""
    on = story.ago(ago)
    asked: dict[str, Any] = {"state": "asked", "asked_by": story.worker, "asked_on": on}
    words = asked_words(story.case.number, record.model_copy(update=asked))
    signature = story.stage.sign(story.worker, words)
    return story.change(record, on, act="ask for closure", **asked, asked_signature=signature)


def signed(story: Story, record: Closure, ago: int) -> None:
    """Ask, sign and close."""
    asked = ask(story, ago + 1, record)
    on, by = story.ago(ago), story.seat.line_manager
    answer = {"state": "signed", "signed_by": by, "signed_on": on, "signed_revision": 1}
    words = words_of(story.case.number, asked.model_copy(update=answer))
    story.change(asked, on, by, "sign off", **answer, signature=story.stage.sign(by, words))
    story.case.state, story.case.closed_on = "closed", on
    for given in story.every(Assignment):
        story.change(given, on, by, "sign off", ended_on=on)
