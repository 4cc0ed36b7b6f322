"""The plan: vision, goals, supporting strategies, and actions that say what, who and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.words import N_, say

AGREED_HOW = {"signed": N_("signed"), "verbal": N_("said"), "representative": N_("by who may act for them")}
PLAN_STATES = {
    "agreed": N_("agreed"),
    "superseded": N_("replaced by a newer one"),
    "ended": N_("ended with the case"),
}
"""The words for a change of the state."""


NOT_THERE = {"client": N_("{client}"), "family": N_("family")}


class Plan(Record):
    """One version of the support plan."""

    table = "plan"
    title = N_("Plan")
    columns: ClassVar = (
        "state", "agreed_on", "agreement", "vision", "event", "event_on", "chosen", "chosen_why", "present",
        "chosen_by", "not_there", "not_there_why", "options", "client_part",
    )  # fmt: skip
    labelled: ClassVar = (
        "event", "chosen", "chosen_why", "present", "chosen_by", "not_there", "not_there_why", "options",
        "client_part",
    )  # fmt: skip

    state: Annotated[
        Literal["draft", "agreed", "superseded", "ended"],
        Ask("", hidden=True),
    ] = "draft"
    vision: Annotated[
        str, Ask(N_("Vision"), N_("in {the_client_possessive} own words, a wish a line"), lines=3)
    ] = ""
    present: Annotated[str, Ask(N_("Who was there"))] = ""
    chosen_by: Annotated[str, Ask(N_("Who chose them"))] = ""
    not_there: Annotated[list[str], Ask(N_("Not there"), choices=NOT_THERE)] = []
    not_there_why: Annotated[
        str,
        Ask(N_("Why not"), N_("why they were not there"), when=("not_there", tuple(NOT_THERE)), words=True),
    ] = ""
    options: Annotated[
        str, Ask(N_("Options put forward"), N_("services {the_client} could choose from"), lines=2)
    ] = ""
    chosen: Annotated[str, Ask(N_("Which was chosen"))] = ""
    chosen_why: Annotated[str, Ask(N_("Why that one"), N_("in {the_client_possessive} own words"))] = ""
    client_part: Annotated[str, Ask(N_("How they took part"), N_("{the_client}"), lines=2)] = ""
    event: Annotated[str, Ask(N_("For an event"), N_("such as a move or a discharge"), more=True)] = ""
    event_on: Annotated[date | None, Ask(N_("Day of the event"), more=True)] = None
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
        if self.state == "ended":
            return say(N_("This plan ended with the case."))
        return say(N_("This plan was agreed as it stands. Add a new version."))

    def contradiction(self) -> str:
        """Return that there is the day of an event and no event."""
        return _event_without_name(self.event, self.event_on)

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


def _event_without_name(event: str, day: date | None) -> str:
    """Return that there is the day of an event, and not which; empty where nothing is wrong."""
    return say(N_("There is the day of an event; say which event it is.")) if day and not event else ""


GOAL_KINDS = {"reach": N_("something to reach"), "skill": N_("a skill to build")}
SKILL_LEVELS = {
    "0": N_("not yet"),
    "1": N_("with much help"),
    "2": N_("with some help"),
    "3": N_("with a reminder"),
    "4": N_("alone"),
}
"""How well somebody can do something, from not yet to alone."""
IS_SKILL = ("kind", ("skill",))
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
    """A goal of the plan: what it is to reach, the need and the part of the vision that it answers."""

    table = "goal"
    title = N_("Goal")
    columns: ClassVar = (
        "wording", "domain", "whose", "skill", "event", "event_on", "measure", "vision_part", "harms",
        "strengths", "horizon", "builds_on", "principles", "service_class", "met_on", "state",
    )  # fmt: skip
    named_by: ClassVar = ("wording", "domain", "state")
    labelled: ClassVar = (
        "whose", "event", "measure", "vision_part", "harms", "strengths", "horizon", "builds_on",
        "principles",
    )  # fmt: skip
    stands_by: ClassVar = "state"

    wording: Annotated[str, Ask(N_("Goal"))]
    domain: Annotated[str, Ask(N_("Need it answers"), choices=ChoicesFrom("method", "domains"))] = ""
    vision_part: Annotated[
        str, Ask(N_("Line of the vision"), N_("which wish it answers"), choices=ChoicesFrom("case", "vision"))
    ] = ""
    harms: Annotated[
        list[str],
        Ask(N_("Risks it answers"), N_("as the assessment says them"), choices=ChoicesFrom("case", "harms")),
    ] = []
    strengths: Annotated[
        list[str],
        Ask(
            N_("Strengths it builds on"), N_("as the assessment says them"),
            choices=ChoicesFrom("case", "strengths"),
        ),
    ] = []  # fmt: skip
    kind: Annotated[str, Ask(N_("What kind"), choices=GOAL_KINDS)] = ""
    skill_now: Annotated[str, Ask(N_("Can do it now"), choices=SKILL_LEVELS, when=IS_SKILL)] = ""
    skill_hoped: Annotated[str, Ask(N_("Hopes to do it"), choices=SKILL_LEVELS, when=IS_SKILL)] = ""
    measure: Annotated[str, Ask(N_("Measure of success"), N_("how we shall know"))] = ""
    whose: Annotated[str, Ask(N_("Whose goal"), choices=WHOSE_GOAL)] = "client"
    horizon: Annotated[str, Ask(N_("Horizon"), choices=HORIZONS)] = ""
    state: Annotated[str, Ask(N_("State"), choices=GOAL_STATES)] = "open"
    met_on: Annotated[date | None, Ask(N_("Met on"), past=True)] = None
    event: Annotated[str, Ask(N_("For an event"), N_("such as a move or a discharge"), more=True)] = ""
    event_on: Annotated[date | None, Ask(N_("Day of the event"), more=True)] = None
    builds_on: Annotated[str, Ask(N_("Builds on, in words"), N_("what else it builds on"), more=True)] = ""
    service_class: Annotated[str, Ask(N_("Service class"), choices=SERVICE_CLASSES, more=True)] = ""
    principles: Annotated[list[str], Ask(N_("Principles served"), choices=PRINCIPLES, more=True)] = []

    @property
    def skill(self) -> str:
        """The level of a skill now and hoped for, such as ``with much help → alone``; empty for no skill."""
        if self.kind != "skill":
            return ""
        now, hoped = (
            say(SKILL_LEVELS.get(level, level)) if level else "?"
            for level in (self.skill_now, self.skill_hoped)
        )
        return say(N_("skill: {now} now, hoped for: {hoped}"), now=now, hoped=hoped)

    @property
    def measured(self) -> bool:
        """Whether it says how its success is known: by a measure, or the level hoped for of a skill."""
        return bool(self.measure or (self.kind == "skill" and self.skill_hoped))

    def contradiction(self) -> str:
        """Return that it has a day on which it was met, and is not met."""
        if self.met_on and self.state != "met":
            return say(N_('There is a day on which it was met, and the state is another; choose "met".'))
        return _event_without_name(self.event, self.event_on)

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
    columns: ClassVar = (
        "what", "who", "due_on", "outcome", "who_kind", "side", "agency", "cost", "done_on", "state",
    )  # fmt: skip
    named_by: ClassVar = ("what", "who", "due_on", "state")
    labelled: ClassVar = ("outcome", "who_kind", "side", "agency")
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

    @property
    def cost(self) -> str:
        """What it costs, in a few words: unit and number, who pays, who approved, and the actual cost."""
        unit = f"{self.cost_unit} × {self.cost_quantity or 1}" if self.cost_unit is not None else ""
        parts = (
            (N_("cost: {words}"), unit or (str(self.cost_quantity) if self.cost_quantity else "")),
            (N_("paid by {words}"), self.cost_payer),
            (N_("approved by {words}"), self.cost_approved_by),
            (N_("cost in fact {words}"), "" if self.cost_actual is None else str(self.cost_actual)),
        )
        return ", ".join(say(message, words=words) for message, words in parts if words)

    def day(self) -> date | None:
        """Return the day it was done."""
        return self.done_on

    def contradiction(self) -> str:
        """Return that it has a day on which it was done, and is not done."""
        if self.done_on and self.state != "done":
            return say(N_('There is a day on which it was done, and the state is another; choose "done".'))
        return ""


class Strategy(Record):
    """A way of supporting the client towards a goal, and who proposed it (Developmental, support plan)."""

    table = "strategy"
    title = N_("Supporting strategy")
    columns: ClassVar = ("what", "proposed_by", "goal", "principles")
    labelled: ClassVar = ("proposed_by", "goal", "principles")

    what: Annotated[str, Ask(N_("What supports"), N_("such as a phone call before each appointment"))]
    proposed_by: Annotated[
        str, Ask(N_("Who proposed it"), N_("{the_client}, family, a service, a worker"), suggests=True)
    ]
    goal: Annotated[str, Ask(N_("For the goal"), choices=ChoicesFrom("records", "goal"))] = ""
    principles: Annotated[list[str], Ask(N_("Principles served"), choices=PRINCIPLES, more=True)] = []
