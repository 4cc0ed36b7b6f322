"""When a client draws back: the signs, the five rungs in their order, and tracking."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from casetui.data.fields import HIDDEN, Ask
from casetui.data.records.base import Record
from casetui.words import N_, say

RUNGS = {
    "1": N_("1 another case manager"),
    "2": N_("2 key working, with a view to coming back"),
    "3": N_("3 transfer to other key working"),
    "4": N_("4 agree the least engagement"),
    "5": N_("5 hand over to a tracking service"),
}
RUNG_ANSWERS = {
    "accepted": N_("accepted"),
    "refused": N_("refused"),
    "no answer": N_("no answer"),
    "not possible": N_("not possible"),
}


class Disengagement(Record):
    """The signs that a client draws back, from when, and how it ended (Guidebook, F)."""

    table = "disengagement"
    title = N_("Disengagement")
    columns: ClassVar = ("opened_on", "signs", "ended_on")

    opened_on: Annotated[date, Ask(N_("Noticed on"), past=True)]
    signs: Annotated[str, Ask(N_("Signs"), N_("not attending, no contact with services wanted"), lines=2)]
    client_part: Annotated[str, Ask(N_("What they say"), N_("{the_client}, about it"), lines=2)] = ""
    ended_on: Annotated[date | None, Ask(N_("Back since"), past=True)] = None

    def day(self) -> date | None:
        """Return the day it was noticed."""
        return self.opened_on


_TRACKING = ("rung", ("5",))
_MANAGER, _KEY_WORK, _TRANSFER, _LEAST = (("rung", (number,)) for number in "1234")
WAYS = {
    "visit": N_("home visit"), "office": N_("office"), "phone": N_("phone"), "message": N_("message"),
    "street": N_("on the street"),
}  # fmt: skip
OFTEN = {
    "weekly": N_("each week"), "fortnightly": N_("every two weeks"), "monthly": N_("each month"),
    "quarterly": N_("every three months"),
}  # fmt: skip


class Rung(Record):
    """One rung: how it was offered, and the client's answer."""

    table = "rung"
    title = N_("Rung")
    columns: ClassVar = (
        "rung", "on", "answer", "offered", "key_worker", "ask_again_on", "better_placed", "accepted_on",
        "least_way", "least_often", "least_next_on", "tracking_service", "given", "moving_on",
    )  # fmt: skip
    labelled: ClassVar = ("offered", "key_worker", "better_placed", "given", "moving_on")
    place_fields: ClassVar = ("disengagement", "rung")
    stands_by: ClassVar = "answer"

    disengagement: Annotated[str, HIDDEN] = ""
    """Id of the disengagement it belongs to; empty: the newest."""

    rung: Annotated[str, Ask(N_("Rung"), choices=RUNGS)]
    on: Annotated[date, Ask(N_("Offered on"), past=True)]
    how: Annotated[str, Ask(N_("How it was offered"))] = ""
    answer: Annotated[str, Ask(N_("Answer"), choices=RUNG_ANSWERS)] = ""
    moving_on: Annotated[
        str, Ask(N_("Why moving on"), words=True, when=("answer", ("refused", "no answer", "not possible")))
    ] = ""
    offered: Annotated[
        str, Ask(N_("Who was offered"), N_("the other case manager"), suggests=True, when=_MANAGER)
    ] = ""
    key_worker: Annotated[str, Ask(N_("Key working by"), suggests=True, when=_KEY_WORK)] = ""
    ask_again_on: Annotated[
        date | None,
        Ask(N_("Ask again on"), N_("whether they come back into case management"), when=_KEY_WORK),
    ] = None
    new_service: Annotated[str, Ask(N_("To which service"), suggests=True, when=_TRANSFER)] = ""
    better_placed: Annotated[
        str, Ask(N_("Why it is better placed"), N_("to do the key working"), words=True, when=_TRANSFER)
    ] = ""
    least_way: Annotated[str, Ask(N_("Least contact, how"), choices=WAYS, when=_LEAST)] = ""
    least_often: Annotated[str, Ask(N_("Least contact, how often"), choices=OFTEN, when=_LEAST)] = ""
    least_next_on: Annotated[date | None, Ask(N_("Next such contact"), when=_LEAST)] = None
    impossible: Annotated[
        bool | None,
        Ask(N_("Service impossible"), N_("continued service is not possible"), when=_TRACKING),
    ] = None
    welfare: Annotated[
        bool | None, Ask(N_("Concern for welfare"), N_("there is concern for their welfare"), when=_TRACKING)
    ] = None
    tracking_service: Annotated[str, Ask(N_("Tracking service"), N_("who takes over"), when=_TRACKING)] = ""
    given: Annotated[
        str, Ask(N_("What it was given"), N_("such as name, places, dangers"), when=_TRACKING)
    ] = ""
    accepted_on: Annotated[
        date | None, Ask(N_("Accepted there on"), past=True, when=("rung", ("3", "5")))
    ] = None

    @property
    def lacks(self) -> bool:
        """Whether the rung was accepted without what it needs: who, when, which service, or how often.

        Rung 5 is judged by rule 22.
        """
        needs = {
            "1": (self.offered,),
            "2": (self.key_worker, self.ask_again_on),
            "3": (self.new_service, self.better_placed, self.accepted_on),
            "4": (self.least_way, self.least_often, self.least_next_on),
            "5": (self.given, self.accepted_on),
        }
        return self.answer == "accepted" and not all(needs.get(self.rung, ()))

    def stands(self) -> str:
        """Return the client's answer."""
        return RUNG_ANSWERS.get(self.answer, self.answer)

    def day(self) -> date | None:
        """Return the day it was offered."""
        return self.on


class Tracking(Record):
    """A sighting by the tracking service, reported back."""

    table = "tracking"
    title = N_("Tracking note")
    columns: ClassVar = ("on", "seen_words", "where", "told_words", "answer", "reported_by", "reported_how")
    labelled: ClassVar = ("reported_by",)

    on: Annotated[date, Ask(N_("On"), past=True)]
    seen: Annotated[bool | None, Ask(N_("Seen"))] = None
    where: Annotated[str, Ask(N_("Where"))] = ""
    told: Annotated[bool | None, Ask(N_("Told the offer stands"))] = None
    answer: Annotated[str, Ask(N_("Answer"))] = ""
    reported_by: Annotated[str, Ask(N_("Reported by"), N_("who of the tracking service told you"))] = ""
    reported_how: Annotated[str, Ask(N_("Reported how"), choices=WAYS)] = ""

    @property
    def seen_words(self) -> str:
        """Whether they were seen, in words; empty where it is not said."""
        return "" if self.seen is None else say(N_("seen") if self.seen else N_("not seen"))

    @property
    def told_words(self) -> str:
        """Whether they were told that the offer stands, in words; empty where it is not said."""
        if self.told is None:
            return ""
        return say(N_("told that the offer stands") if self.told else N_("not told of the offer"))

    def day(self) -> date | None:
        """Return the day of the sighting."""
        return self.on
