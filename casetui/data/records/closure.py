"""Closure: its reason, with whom it was agreed, the aftercare, and who signed it off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.data.records.signable import Signable
from casetui.words import N_, say

CLOSURE_REASONS = {
    "needs met": N_("needs met"),
    "handed over": N_("handed over to another service"),
    "moved": N_("moved away"),
    "death": N_("death"),
    "client": N_("{the_client} asked for it"),
    "not taken in": N_("not taken in"),
    "other": N_("other"),
}


_OTHER = ("reason", ("other",))
_NOT_AFTER_DEATH = ("reason", tuple(reason for reason in CLOSURE_REASONS if reason != "death"))
NOT_TAKEN_IN = "not taken in"
_NOT_FOR_NEEDS_MET = (
    "reason",
    tuple(reason for reason in CLOSURE_REASONS if reason not in ("needs met", NOT_TAKEN_IN)),
)
_NOT_TAKEN_IN = ("reason", (NOT_TAKEN_IN,))
_HANDED_OVER = ("reason", ("handed over",))
_REQUEST = ("reason", ("client",))


class Closure(Signable):
    """The end of a case (Guidebook, G). Asked for by a worker, signed off by a line manager."""

    table = "closure"
    title = N_("Closure")
    columns: ClassVar = ("reason", "asked_on", "signed_on")
    single = True
    noun = N_("closure")
    area = "closure"
    ask_instead = N_("Ask another line manager, or the second signatory.")
    cleared = ("sent_back_by",)
    by_import = True

    reason: Annotated[str, Ask(N_("Reason"), choices=CLOSURE_REASONS)] = ""
    other_reason: Annotated[str, Ask(N_("What the reason is"), words=True, when=_OTHER)] = ""
    needs_met: Annotated[
        bool | None,
        Ask(
            N_("No longer needed"),
            N_("this level of support: needs are met, as the lines of the needs say"),
            when=("reason", ("needs met",)),
        ),
    ] = None
    agreed_on: Annotated[
        date | None, Ask(N_("Agreed with them on"), N_("{the_client}"), past=True, when=_NOT_AFTER_DEATH)
    ] = None
    acted_for: Annotated[
        str,
        Ask(N_("Who agreed for them"), N_("only where the law lets somebody act"), more=True,
            when=_NOT_AFTER_DEATH),
    ] = ""  # fmt: skip
    aftercare: Annotated[
        str, Ask(N_("Aftercare plan"), N_("steps to take if support is needed again"), lines=3, words=True)
    ] = ""
    aftercare_call: Annotated[
        str, Ask(N_("Whom they call for support"), N_("who answers {the_client} then, and the number"))
    ] = ""
    aftercare_agreed_on: Annotated[
        date | None,
        Ask(N_("Aftercare agreed on"), N_("with {the_client}"), past=True, when=_NOT_AFTER_DEATH),
    ] = None
    why_no_aftercare: Annotated[
        str, Ask(N_("Why there is no aftercare"), words=True, when=_NOT_FOR_NEEDS_MET)
    ] = ""
    handed_on: Annotated[
        str, Ask(N_("Open actions go to"), N_("each open action, and to whom"), lines=2, words=True)
    ] = ""
    receiver: Annotated[
        str, Ask(N_("Onward hand-over to"), N_("the service that takes over"), when=_HANDED_OVER)
    ] = ""
    receiver_accepted_on: Annotated[
        date | None, Ask(N_("Accepted there on"), past=True, when=_HANDED_OVER)
    ] = None
    not_taken_why: Annotated[str, Ask(N_("Why not taken in"), lines=2, words=True, when=_NOT_TAKEN_IN)] = ""
    pointed_to: Annotated[
        str, Ask(N_("Pointed to"), N_("the service or person who may help instead"), when=_NOT_TAKEN_IN)
    ] = ""
    request_who: Annotated[
        str, Ask(N_("Who asked to close"), N_("at {the_client_possessive} request"), when=_REQUEST)
    ] = ""
    request_on: Annotated[date | None, Ask(N_("Asked when"), past=True, when=_REQUEST)] = None
    request_how: Annotated[str, Ask(N_("Asked how"), when=_REQUEST)] = ""
    request_not_asked: Annotated[
        str,
        Ask(N_("Why they were not asked"), N_("where {the_client} could not be"), words=True, when=_REQUEST),
    ] = ""
    told_client_on: Annotated[
        date | None, Ask(N_("Told them on"), N_("{the_client}"), past=True, more=True, when=_NOT_AFTER_DEATH)
    ] = None
    told_family_on: Annotated[date | None, Ask(N_("Family told on"), past=True, more=True)] = None
    told_services_on: Annotated[date | None, Ask(N_("Services told on"), past=True, more=True)] = None
    why_not_told: Annotated[
        str,
        Ask(N_("Who was not told, and why"), N_("such as no contact with the family"), words=True, more=True),
    ] = ""
    achieved: Annotated[
        str,
        Ask(
            N_("What was achieved"),
            N_("for {the_client_possessive} own sheet"),
            lines=3,
            words=True,
            more=True,
        ),
    ] = ""
    evaluation: Annotated[
        str, Ask(N_("How the whole went"), N_("what helped, what did not"), lines=3, words=True, more=True)
    ] = ""
    client_part: Annotated[
        str, Ask(N_("How they took part"), N_("{the_client}"), more=True, when=_NOT_AFTER_DEATH)
    ] = ""
    state: Annotated[Literal["draft", "asked", "sent back", "signed"], HIDDEN] = "draft"
    signed_by: Annotated[str, HIDDEN] = ""
    signed_on: Annotated[date | None, HIDDEN] = None
    signed_revision: Annotated[int | None, HIDDEN] = None
    """The revision that the signatory saw."""
    sent_back_by: Annotated[str, HIDDEN] = ""
    sent_back_on: Annotated[date | None, HIDDEN] = None
    sent_back_reason: Annotated[str, HIDDEN] = ""

    def day(self) -> date | None:
        """Return the day it was signed off, or asked for."""
        return self.signed_on or self.asked_on

    def stage(self) -> Literal["", "asked", "answered"]:
        """Return whether the closure waits for a signature, or was signed off; empty for a draft."""
        if self.state == "asked":
            return "asked"
        return "answered" if self.state == "signed" else ""

    def answered(self) -> tuple[str, date | None]:
        """Return who signed the closure off, and on what day."""
        return (self.signed_by, self.signed_on) if self.state == "signed" else ("", None)

    def asked_values(self) -> list[object]:
        """Return who asked to close the case, and when."""
        return ["closure", self.asked_by, self.asked_on]

    def answer_values(self) -> list[object]:
        """Return the reason, who asked and when, who signed off which revision, and when."""
        asked = ["closure", self.reason, self.asked_by, self.asked_on]
        return [*asked, self.state, self.signed_by, self.signed_on, self.signed_revision]

    def doer_field(self, was: Record | None) -> str:
        """Return the field of who asked, signed off or sent the closure back since ``was``."""
        if isinstance(was, Closure) and was.state == self.state:
            return ""
        fields = {"asked": "asked_by", "signed": "signed_by", "sent back": "sent_back_by"}
        return fields.get(self.state, "")

    def locked_reason(self) -> str:
        """Return why it cannot be changed while it waits, nor once it is signed off."""
        if self.state == "asked":
            return say(N_("Closure was asked for as it stands. The line manager can send it back first."))
        return say(N_("This was signed off as it stands.")) if self.state == "signed" else ""

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield that it was asked for, sent back or signed off."""
        if self.state == (was.state if was else "draft"):
            return
        if self.state == "asked":
            yield say(N_("asked for"))
        elif self.state == "sent back":
            yield say(N_("sent back: {reason}"), reason=self.sent_back_reason)
        elif self.state == "signed":
            yield say(N_("signed off"))


SAID_BY = {"client": N_("{the_client}"), "worker": N_("worker"), "both": N_("both, together")}


class NeedNoLonger(Record):
    """A need of the assessment that is a need no longer, though no goal that was met answered it.

    It counts for needs found on its day or before: a need that is found anew is a need again.
    """

    table = "need_no_longer"
    title = N_("Need no longer")
    columns: ClassVar = ("domain", "why", "on", "by")
    place_fields: ClassVar = ("domain",)

    domain: Annotated[str, Ask(N_("Need"), choices=ChoicesFrom("method", "domains"))]
    why: Annotated[str, Ask(N_("Why it is a need no longer"), words=True, lines=2)]
    by: Annotated[str, Ask(N_("Who says so"), choices=SAID_BY)]
    on: Annotated[date, Ask(N_("On"), past=True)]

    def stands(self) -> str:
        """Return that it is a need no longer."""
        return N_("a need no longer")

    def day(self) -> date | None:
        """Return the day on which it was said."""
        return self.on


class NotTakenIn(Record):
    """The form for ending a case that is not taken in; its values are kept in the closure."""

    table = "not_taken_in"
    title = N_("Not taken in")

    not_taken_why: Annotated[str, Ask(N_("Why not taken in"), lines=2, words=True)]
    pointed_to: Annotated[str, Ask(N_("Pointed to"), N_("the service or person who may help instead"))]
    told_client_on: Annotated[
        date | None, Ask(N_("Told them on"), N_("{the_client}, and to whom to turn"), past=True)
    ] = None
