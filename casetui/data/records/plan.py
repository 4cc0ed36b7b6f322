"""The plan: vision, goals, and actions that say what, who and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.words import N_, say

AGREED_HOW = {"signed": N_("signed"), "verbal": N_("said"), "representative": N_("by who may act for them")}
PLAN_STATES = {"agreed": N_("agreed"), "superseded": N_("replaced by a newer one")}
"""The words for a change of the state."""


class Plan(Record):
    """One version of the support plan."""

    table = "plan"
    title = N_("Plan")
    columns: ClassVar = ("state", "agreed_on", "agreement", "vision")

    state: Annotated[
        Literal["draft", "agreed", "superseded"],
        Ask("", hidden=True),
    ] = "draft"
    vision: Annotated[str, Ask(N_("Vision"), N_("in {the_client_possessive} own words"), lines=3)] = ""
    present: Annotated[str, Ask(N_("Who was there"))] = ""
    chosen_by: Annotated[str, Ask(N_("Who chose them"))] = ""
    options: Annotated[
        str, Ask(N_("Options put forward"), N_("services {the_client} could choose from"), lines=2)
    ] = ""
    client_part: Annotated[str, Ask(N_("How they took part"), N_("{the_client}"), lines=2)] = ""
    agreed_on: Annotated[date | None, HIDDEN] = None
    agreed_how: Annotated[str, HIDDEN] = ""
    acted_for: Annotated[str, HIDDEN] = ""
    """Who agreed for the client, where the client did not (rule 14)."""
    agreed_text: Annotated[str, HIDDEN] = ""
    """Goals and actions word for word as they were agreed."""

    def day(self) -> date | None:
        """Return the day it was agreed."""
        return self.agreed_on

    def locked_reason(self) -> str:
        """Return why it cannot be changed once it is agreed."""
        if self.state == "draft":
            return ""
        return say(N_("This plan was agreed as it stands. Add a new version."))

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield that it was agreed and how, or replaced."""
        if was and self.state != was.state and self.state in PLAN_STATES:
            yield say(PLAN_STATES[self.state])

    def agreement_words(self) -> list[tuple[str, str]]:
        """Return how it was agreed and who acted for the client: a message and a text each, maybe empty."""
        how = say(AGREED_HOW.get(self.agreed_how, self.agreed_how)) if self.agreed_how else ""
        return [(N_("How it was agreed"), how), (N_("Who acted for them"), self.acted_for)]

    @property
    def agreement(self) -> str:
        """How it was agreed, and who acted for the client, in a few words for lists."""
        (_, how), (label, who) = self.agreement_words()
        return "; ".join(filter(None, (how, f"{say(label)}: {who}" if who else "")))


class PlanAgreement(Record):
    """The form for agreeing a plan; its values are kept in the plan."""

    table = "plan_agreement"
    title = N_("Agree the plan")

    agreed_on: Annotated[date, Ask(N_("Agreed on"), past=True)]
    agreed_how: Annotated[str, Ask(N_("How"), choices=AGREED_HOW)]
    acted_for: Annotated[str, Ask(N_("Who acted for them"), N_("only where the law lets somebody act"))] = ""


WHOSE_GOAL = {"client": N_("{client}"), "family": N_("family"), "worker": N_("worker")}
HORIZONS = {
    "immediate": N_("immediate"),
    "short": N_("short"),
    "medium": N_("medium"),
    "long": N_("long"),
}
GOAL_STATES = {"open": N_("open"), "met": N_("met"), "dropped": N_("dropped")}
SERVICE_CLASSES = {"essential": N_("essential"), "optional": N_("optional")}
PRINCIPLES = {
    "empowerment": N_("empowerment"),
    "inclusion": N_("inclusion"),
    "health and safety": N_("health and safety"),
    "natural supports": N_("natural supports"),
}


class Goal(Record):
    """A goal of the plan."""

    table = "goal"
    title = N_("Goal")
    columns: ClassVar = ("wording", "domain", "state")
    stands_by: ClassVar = "state"

    wording: Annotated[str, Ask(N_("Goal"))]
    domain: Annotated[str, Ask(N_("Need it answers"), choices=ChoicesFrom("method", "domains"))] = ""
    measure: Annotated[str, Ask(N_("Measure of success"), N_("how we shall know"))] = ""
    whose: Annotated[str, Ask(N_("Whose goal"), choices=WHOSE_GOAL)] = "client"
    horizon: Annotated[str, Ask(N_("Horizon"), choices=HORIZONS)] = ""
    state: Annotated[str, Ask(N_("State"), choices=GOAL_STATES)] = "open"
    met_on: Annotated[date | None, Ask(N_("Met on"), past=True)] = None
    builds_on: Annotated[str, Ask(N_("Builds on"), N_("vulnerabilities and strengths"), more=True)] = ""
    vision_part: Annotated[str, Ask(N_("Part of the vision"), more=True)] = ""
    service_class: Annotated[str, Ask(N_("Service class"), choices=SERVICE_CLASSES, more=True)] = ""
    principles: Annotated[list[str], Ask(N_("Principles served"), choices=PRINCIPLES, more=True)] = []

    def contradiction(self) -> str:
        """Return that it has a day on which it was met, and is not met."""
        if self.met_on and self.state != "met":
            return say(N_('There is a day on which it was met, and the state is another; choose "met".'))
        return ""

    def stands(self) -> str:
        """Return that the goal is met or dropped."""
        return GOAL_STATES.get(self.state, self.state) if self.state != "open" else ""


WHO_KINDS = {
    "worker": N_("worker"),
    "service": N_("service"),
    "client": N_("{client}"),
    "network": N_("person in the network"),
}
SIDES = {"client": N_("{client}"), "system": N_("services and system")}
ACTION_STATES = {"open": N_("open"), "done": N_("done"), "dropped": N_("dropped")}


class Action(Record):
    """An action of the plan: what, who, when (rule 9)."""

    table = "action"
    title = N_("Action")
    columns: ClassVar = ("what", "who", "due_on", "state")
    stands_by: ClassVar = "state"

    goal: Annotated[str, Ask(N_("For the goal"), choices=ChoicesFrom("records", "goal"))]
    what: Annotated[str, Ask(N_("What"))]
    who: Annotated[str, Ask(N_("Who"), N_("the name of the person or service"), suggests=True)]
    due_on: Annotated[date, Ask(N_("When"), N_("the day by which it is done"))]
    who_kind: Annotated[str, Ask(N_("Who does it"), choices=WHO_KINDS)] = ""
    side: Annotated[str, Ask(N_("Aimed at"), choices=SIDES, more=True)] = ""
    agency: Annotated[str, Ask(N_("Agency"), more=True)] = ""
    state: Annotated[str, Ask(N_("State"), choices=ACTION_STATES)] = "open"
    done_on: Annotated[date | None, Ask(N_("Done on"), past=True)] = None
    outcome: Annotated[str, Ask(N_("What came of it"))] = ""
    cost_unit: Annotated[Decimal | None, Ask(N_("Cost of one"), more=True)] = None
    cost_quantity: Annotated[int | None, Ask(N_("How many"), low=0, more=True)] = None
    cost_payer: Annotated[str, Ask(N_("Who pays"), more=True)] = ""
    cost_approved_by: Annotated[str, Ask(N_("Approved by"), more=True)] = ""
    cost_actual: Annotated[Decimal | None, Ask(N_("Actual cost"), more=True)] = None

    def stands(self) -> str:
        """Return that the action is done or dropped."""
        return ACTION_STATES.get(self.state, self.state) if self.state != "open" else ""

    def day(self) -> date | None:
        """Return the day it was done."""
        return self.done_on

    def contradiction(self) -> str:
        """Return that it has a day on which it was done, and is not done."""
        if self.done_on and self.state != "done":
            return say(N_('There is a day on which it was done, and the state is another; choose "done".'))
        return ""
