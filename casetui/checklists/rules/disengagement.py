"""The rungs of disengagement in their order, and tracking, the last rung: rules 21, 22 and 52."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import no_earlier, term
from casetui.data.casefile import CaseFile
from casetui.data.days import long_day
from casetui.data.foreign_text import in_words
from casetui.data.records import Rung, Tracking
from casetui.words import N_


@rule(21, "Guidebook, F")
def rung_skipped(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A rung is offered only when every rung below it has an answer (rule 21).

    Rungs of an earlier disengagement do not count for this one, nor do rungs that were offered on a later
    day. The answer "not possible" counts only where the rung says why.
    """
    found = []
    for one in case.all(Rung):
        same = facts.rungs(case, facts.disengagement_of(case, one))
        answered = {rung.rung for rung in same if _taken(rung) and rung.on <= one.on}
        missing = [str(n) for n in range(1, _number(one)) if str(n) not in answered]
        if missing:
            found.append(
                Finding(
                    weight="hold", area="disengagement", record=one.id, since=one.on,
                    what=method.say(N_("Rung {rung} was reached without an answer on rung {missing}."),
                                    rung=one.rung, missing=", ".join(missing)),
                    do=method.say(
                        N_('Offer the lower rung first, or say in it, under "Why moving on", why it is not '
                           "possible.")
                    ),
                )
            )  # fmt: skip
    return found


def _taken(rung: Rung) -> bool:
    return in_words(rung.moving_on) if rung.answer == "not possible" else bool(rung.answer)


def _number(rung: Rung) -> int:
    return int(rung.rung) if rung.rung in ("1", "2", "3", "4", "5") else 0


@rule(22, "Guidebook, F")
def tracking_hand_over(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Handing over to tracking is the last resort (rule 22).

    Continued service is impossible, there is concern for welfare, and the tracking service is named. Rule 1
    asks for the consent or emergency disclosure that telling the service rests on.
    """
    return [
        Finding(
            weight="hold", area="disengagement", record=rung.id, since=rung.on,
            what=method.say(what), do=method.say(do),
        )
        for rung in case.all(Rung) if rung.rung == "5"
        for what, do in _missing(rung)
    ]  # fmt: skip


def _missing(rung: Rung) -> Iterator[tuple[str, str]]:
    """Yield what a hand-over to tracking lacks, and what to do about it."""
    if not rung.impossible:
        yield (
            N_("Handing over to tracking does not say that continued service is impossible."),
            N_("Say so where it is; otherwise stay on the lower rungs."),
        )
    if not rung.welfare:
        yield (
            N_("Handing over to tracking does not say that there is concern for welfare."),
            N_("Say so where there is; otherwise stay on the lower rungs."),
        )
    if not rung.tracking_service:
        yield N_("Handing over to tracking does not name the service."), N_("Name the tracking service.")


@rule(22, "Guidebook, F (ours)")
def tracking_known(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The tracking service is one that the agency names, where it names any (rule 22)."""
    known = context.agency.tracking_services
    return [
        Finding(
            weight="warn", area="disengagement", record=rung.id, since=rung.on,
            what=method.say(N_("{service} is none of the agency's tracking services."),
                            service=rung.tracking_service),
            kind=method.say(N_("The tracking service is none of the agency's.")),
            do=method.say(N_("Choose one of: {services}."), services=", ".join(known)),
        )
        for rung in case.all(Rung)
        if known and rung.rung == "5" and rung.tracking_service
        and not facts.named_in(rung.tracking_service, known)
    ]  # fmt: skip


@rule(52, "Guidebook, F (ours)")
def tracking_silent(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A tracking service that took the client over reports what it saw, every 14 days (rule 52)."""
    episode = facts.disengagement(case, context.day)
    if episode is None or episode.ended_on:
        return []
    found = []
    for rung in facts.rungs(case, episode):
        taken = rung.accepted_on or rung.on
        if rung.rung != "5" or rung.answer != "accepted":
            continue
        last = max([taken, *(note.on for note in case.all(Tracking) if note.on >= taken)])
        if (end := term(method, context, "tracking_report", no_earlier(case, last))) is None:
            continue
        found.append(
            Finding(
                weight="warn", area="disengagement", source=end.source, record=rung.id, since=last,
                due=end.day,
                what=method.say(N_("{service} has not reported since {day}."),
                                service=rung.tracking_service, day=long_day(last)),
                kind=method.say(N_("The tracking service has not reported since {day}."), day=long_day(last)),
                do=method.say(N_("Ask it what it saw and what was answered, and write it down.")),
            )
        )  # fmt: skip
    return found


@rule(0, "Guidebook, F (ours)")
def rung_days(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The days that a rung sets: to ask again about case management, and the next of the least contacts."""
    episode = facts.disengagement(case, context.day)
    if episode is None or episode.ended_on:
        return []
    met = [contact.on for contact in facts.met(case)]
    return [
        Finding(
            weight="due", area="disengagement", record=rung.id, since=rung.on, due=no_earlier(case, day),
            what=method.say(what), do=method.say(N_("Do it, and write down what they said.")),
        )
        for rung in facts.rungs(case, episode) if rung.answer == "accepted"
        for day, what in (
            (rung.ask_again_on, N_("Ask again: back into case management?")),
            (rung.least_next_on, N_("Next contact, the least that was agreed")),
        )
        if day and not any(on >= day for on in met)
    ]  # fmt: skip
