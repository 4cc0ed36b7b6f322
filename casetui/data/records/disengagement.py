"""When a client draws back: the signs, the five rungs in their order, and tracking."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from casetui.data.fields import HIDDEN, Ask
from casetui.data.records.base import Record
from casetui.words import N_

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


class Rung(Record):
    """One rung: how it was offered, and the client's answer."""

    table = "rung"
    title = N_("Rung")
    columns: ClassVar = ("rung", "on", "answer")
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
    impossible: Annotated[
        bool | None,
        Ask(N_("Service impossible"), N_("continued service is not possible"), when=_TRACKING),
    ] = None
    welfare: Annotated[
        bool | None, Ask(N_("Concern for welfare"), N_("there is concern for their welfare"), when=_TRACKING)
    ] = None
    tracking_service: Annotated[str, Ask(N_("Tracking service"), N_("who takes over"), when=_TRACKING)] = ""

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
    columns: ClassVar = ("on", "where", "answer", "reported_by")

    on: Annotated[date, Ask(N_("On"), past=True)]
    seen: Annotated[bool | None, Ask(N_("Seen"))] = None
    where: Annotated[str, Ask(N_("Where"))] = ""
    told: Annotated[bool | None, Ask(N_("Told the offer stands"))] = None
    answer: Annotated[str, Ask(N_("Answer"))] = ""
    reported_by: Annotated[str, Ask(N_("Reported by"), N_("who of the tracking service told you"))] = ""

    def day(self) -> date | None:
        """Return the day of the sighting."""
        return self.on
