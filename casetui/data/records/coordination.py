"""Work with other services: who is involved, referrals, and the ticks of checklists."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.data.records.consent import SENT_PARTS
from casetui.data.records.plan import SERVICE_CLASSES
from casetui.words import N_, say

CONFIRMED_HOW = {"letter": N_("letter"), "email": N_("email"), "phone": N_("phone")}


class ServiceInvolved(Record):
    """A service that has a part in the plan (Guidebook, C)."""

    table = "service"
    title = N_("Service involved")
    columns: ClassVar = ("agency", "key_worker", "asked_on", "confirmed_on", "client_part")
    named_by: ClassVar = ("agency", "key_worker")
    labelled: ClassVar = ("client_part",)

    agency: Annotated[str, Ask(N_("Service"))]
    key_worker: Annotated[str, Ask(N_("Key worker there"))] = ""
    part: Annotated[str, Ask(N_("Their part of the plan"), lines=2)] = ""
    service_class: Annotated[str, Ask(N_("Essential or optional"), choices=SERVICE_CLASSES)] = ""
    wanted: Annotated[bool | None, Ask(N_("Wanted by {the_client}"))] = None
    wanted_asked_on: Annotated[date | None, Ask(N_("Asked {the_client} on"), past=True)] = None
    consent: Annotated[
        str, Ask(N_("Consent it rests on"), choices=ChoicesFrom("records", "consent", ("kind", "sharing")))
    ] = ""
    asked_on: Annotated[date | None, Ask(N_("Service asked on"), past=True)] = None
    confirmed_on: Annotated[date | None, Ask(N_("Confirmed on"), past=True)] = None
    confirmed_how: Annotated[str, Ask(N_("How they confirmed it"), choices=CONFIRMED_HOW)] = ""
    plan_sent_on: Annotated[
        date | None,
        Ask(N_("Plan sent on"), N_("their part only, unless consent covers the whole"), past=True),
    ] = None
    plan_sent_what: Annotated[
        str, Ask(N_("What was sent"), choices={key: SENT_PARTS[key] for key in ("part", "whole")})
    ] = ""
    led_to: Annotated[str, Ask(N_("What it led to"), lines=2, more=True)] = ""
    quality: Annotated[str, Ask(N_("Its quality at review"), lines=2, more=True)] = ""
    client_part: Annotated[str, Ask(N_("What they say of it"), N_("{the_client}"), more=True)] = ""

    def stands(self) -> str:
        """Return whether the service confirmed its part, or was asked."""
        return N_("confirmed") if self.confirmed_on else N_("asked") if self.asked_on else ""

    def day(self) -> date | None:
        """Return the day it was confirmed, or asked."""
        return self.confirmed_on or self.asked_on

    def contradiction(self) -> str:
        """Return that it was confirmed before it was asked."""
        if self.asked_on and self.confirmed_on and self.confirmed_on < self.asked_on:
            return say(N_("Confirmed before it was asked; correct one of the two days."))
        return ""


REFERRAL_ANSWERS = {
    "accepted": N_("accepted"),
    "waiting": N_("on a waiting list"),
    "refused": N_("refused"),
    "withdrawn": N_("taken back"),
}


class Referral(Record):
    """A referral to a service. Without an answer it is chased, and flagged as a possible block."""

    table = "referral"
    title = N_("Referral")
    columns: ClassVar = ("to", "sent_on", "answer", "client_part")
    labelled: ClassVar = ("client_part",)
    stands_by: ClassVar = "answer"

    to: Annotated[str, Ask(N_("To"))]
    goal: Annotated[str, Ask(N_("For the goal"), choices=ChoicesFrom("records", "goal"))] = ""
    consent: Annotated[
        str, Ask(N_("Consent it rests on"), choices=ChoicesFrom("records", "consent", ("kind", "sharing")))
    ] = ""
    criteria_checked: Annotated[bool | None, Ask(N_("Criteria checked"))] = None
    sent_on: Annotated[date | None, Ask(N_("Sent on"), past=True)] = None
    sent_how: Annotated[str, Ask(N_("How it was sent"), choices=CONFIRMED_HOW)] = ""
    sent_what: Annotated[
        list[str], Ask(N_("Sent with it"), N_("besides the referral itself"), choices=SENT_PARTS)
    ] = []
    waiting_time: Annotated[str, Ask(N_("Waiting time"))] = ""
    answer: Annotated[str, Ask(N_("Answer"), choices=REFERRAL_ANSWERS)] = ""
    answered_on: Annotated[date | None, Ask(N_("Answered on"), past=True)] = None
    refused_why: Annotated[str, Ask(N_("Why it was refused"))] = ""
    interim: Annotated[str, Ask(N_("Until then"), N_("the plan for the time of waiting"))] = ""
    client_part: Annotated[str, Ask(N_("What they say of it"), N_("{the_client}"), more=True)] = ""

    def stands(self) -> str:
        """Return the answer, or that none has come yet."""
        if self.answer:
            return REFERRAL_ANSWERS.get(self.answer, self.answer)
        return N_("no answer yet") if self.sent_on else ""

    def day(self) -> date | None:
        """Return the day it was answered, or sent."""
        return self.answered_on or self.sent_on

    def contradiction(self) -> str:
        """Return that it was answered before it was sent, or that a day of the answer has no answer."""
        if self.sent_on and self.answered_on and self.answered_on < self.sent_on:
            return say(N_("Answered before it was sent; correct one of the two days."))
        if self.answered_on and not self.answer:
            return say(N_("There is a day of the answer and no answer; choose the answer."))
        return ""


TICK_STATES = {"done": N_("done"), "not applicable": N_("not applicable"), "open": N_("open")}


class Tick(Record):
    """The standing of one item of a checklist, as a person ticked it."""

    table = "tick"
    title = N_("Checklist item")
    columns: ClassVar = ("item", "state", "on", "note")
    stands_by: ClassVar = "state"

    checklist: Annotated[str, HIDDEN]
    """Key of the checklist, or of the work area for a step's own items."""
    item: Annotated[str, HIDDEN]
    state: Annotated[
        Literal["done", "not applicable", "open"],
        Ask(N_("State"), choices=TICK_STATES),
    ] = "done"
    on: Annotated[date, Ask(N_("On"), past=True)]
    by: Annotated[str, HIDDEN] = ""
    value: Annotated[str, Ask(N_("Number, date or place"), N_("where the item asks for one"))] = ""
    note: Annotated[str, Ask(N_("Note"), N_("for not applicable: the reason"), lines=2)] = ""

    def stands(self) -> str:
        """Return the state of the item."""
        return TICK_STATES[self.state]

    def day(self) -> date | None:
        """Return the day of the tick."""
        return self.on
