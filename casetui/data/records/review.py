"""Reviews: the plan as a whole, and each goal, action and service by itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.words import N_, say

MARKS = {str(n): str(n) for n in range(1, 6)}
MET = {"yes": N_("yes"), "partly": N_("partly"), "no": N_("no")}
SATISFIED = {
    "staff": N_("staff"),
    "progress": N_("progress"),
    "communication": N_("being told"),
    "safety": N_("safety"),
    "choice": N_("choice"),
}
"""The fields of satisfaction, each a mark from 1 to 5, and what it is about."""


class Review(Record):
    """A review of the plan (Guidebook, E; child protection, follow-up and review)."""

    table = "review"
    title = N_("Review")
    columns: ClassVar = (
        "on", "objectives_met", "still_right", "changes", "client_part", "who", "support_words",
        "satisfaction", "satisfied_words",
    )  # fmt: skip
    labelled: ClassVar = ("changes", "client_part", "who", "satisfaction")

    on: Annotated[date, Ask(N_("On"), past=True)]
    who: Annotated[str, Ask(N_("Who took part"))] = ""
    client_part: Annotated[
        str, Ask(N_("What they say of it"), N_("{the_client}, and how they took part"), lines=2)
    ] = ""
    objectives_met: Annotated[str, Ask(N_("Objectives being met"), choices=MET)] = ""
    still_right: Annotated[bool | None, Ask(N_("Plan still right"))] = None
    changes: Annotated[str, Ask(N_("What changes"), lines=2, when=("still_right", ("no",)))] = ""
    next_on: Annotated[date | None, Ask(N_("Next review"), N_("empty: after the method's interval"))] = None
    support_level: Annotated[
        int | None, Ask(N_("Support level now"), N_("0 none to 4 full"), low=0, high=4)
    ] = None
    staff: Annotated[
        str, Ask(N_("Satisfied: staff"), N_("1 not at all, 5 very"), choices=MARKS, more=True)
    ] = ""
    progress: Annotated[str, Ask(N_("Satisfied: progress"), choices=MARKS, more=True)] = ""
    communication: Annotated[str, Ask(N_("Satisfied: being told"), choices=MARKS, more=True)] = ""
    safety: Annotated[str, Ask(N_("Satisfied: safety"), choices=MARKS, more=True)] = ""
    choice: Annotated[str, Ask(N_("Satisfied: choice"), choices=MARKS, more=True)] = ""
    satisfaction: Annotated[str, Ask(N_("In their own words"), lines=2, more=True)] = ""

    @property
    def support_words(self) -> str:
        """The level of support, such as ``support 2 of 4``; empty where it is not said."""
        return "" if self.support_level is None else say(N_("support {n} of 4"), n=self.support_level)

    @property
    def satisfied_words(self) -> str:
        """The marks of satisfaction, such as ``satisfied: staff 4, safety 3``; empty where none is given."""
        marks = [f"{say(label)} {mark}" for name, label in SATISFIED.items() if (mark := getattr(self, name))]
        return say(N_("satisfied: {marks}"), marks=", ".join(marks)) if marks else ""

    def day(self) -> date | None:
        """Return the day of the review."""
        return self.on


GOAL_OUTCOMES = {"reached": N_("reached"), "right": N_("still right"), "change": N_("to change")}
VERDICTS = {"keep": N_("keep"), "change": N_("to change"), "stop": N_("stop")}


class GoalReview(Record):
    """What a review says of one goal; a goal that was reached is met from the day of the review."""

    table = "goal_review"
    title = N_("Goals at the review")
    columns: ClassVar = ("goal", "how", "words")
    stands_by: ClassVar = "how"
    place_fields: ClassVar = ("review", "goal")

    review: Annotated[str, HIDDEN] = ""
    """Id of the review it belongs to."""
    goal: Annotated[str, Ask(N_("Goal"), choices=ChoicesFrom("records", "goal"))]
    how: Annotated[str, Ask(N_("How it stands"), choices=GOAL_OUTCOMES)]
    words: Annotated[
        str, Ask(N_("What is said of it"), N_("what changes, and what {the_client} says"), lines=2)
    ] = ""

    def stands(self) -> str:
        """Return how the goal stands."""
        return GOAL_OUTCOMES.get(self.how, self.how)


class ActionReview(Record):
    """What a review says of one action: what it led to, and whether it goes on."""

    table = "action_review"
    title = N_("Actions at the review")
    columns: ClassVar = ("action", "verdict", "led_to")
    stands_by: ClassVar = "verdict"
    place_fields: ClassVar = ("review", "action")

    review: Annotated[str, HIDDEN] = ""
    """Id of the review it belongs to."""
    action: Annotated[str, Ask(N_("Action"), choices=ChoicesFrom("records", "action"))]
    led_to: Annotated[str, Ask(N_("What it led to"), lines=2)] = ""
    verdict: Annotated[str, Ask(N_("Keep, change or stop"), choices=VERDICTS)]

    def stands(self) -> str:
        """Return whether the action is kept, changed or stopped."""
        return VERDICTS.get(self.verdict, self.verdict)


class ServiceReview(Record):
    """What a review says of one service: what it led to, how good it was, and whether it goes on."""

    table = "service_review"
    title = N_("Services at the review")
    columns: ClassVar = ("service", "verdict", "led_to", "quality")
    labelled: ClassVar = ("quality",)
    stands_by: ClassVar = "verdict"
    place_fields: ClassVar = ("review", "service")

    review: Annotated[str, HIDDEN] = ""
    """Id of the review it belongs to."""
    service: Annotated[str, Ask(N_("Service"), choices=ChoicesFrom("records", "service"))]
    led_to: Annotated[str, Ask(N_("What it led to"), lines=2)] = ""
    quality: Annotated[str, Ask(N_("How good it was"), N_("in {the_client_possessive} eyes"))] = ""
    verdict: Annotated[str, Ask(N_("Keep, change or stop"), choices=VERDICTS)]

    def stands(self) -> str:
        """Return whether the service is kept, changed or stopped."""
        return VERDICTS.get(self.verdict, self.verdict)
