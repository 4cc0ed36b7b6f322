"""What a record that cannot be read may forbid: acts that are held back while the program is blind to it.

A case opens without a record that its model refuses. Such a record may be the withdrawal of a consent or a
refusal of a line manager, so that without it more would seem to be allowed than is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casetui.checklists import facts
from casetui.checklists.base import Finding
from casetui.checklists.pack import Method
from casetui.checklists.rules.consent import shared
from casetui.data.casefile import CaseFile
from casetui.data.records import Closure, Consent, Disclosure, LegalAuthority, Override, Record, ServiceAsked
from casetui.words import N_, say

FOR_SHARING: tuple[type[Record], ...] = (Consent, Disclosure, LegalAuthority)
"""The kinds that say what may be shared, and who may allow it for the client."""
FOR_CLOSING: tuple[type[Record], ...] = (*FOR_SHARING, Override, Closure)
"""The kinds that say whether a case may be closed; a hand-over shares too."""


def blind_holds(case: CaseFile, method: Method) -> list[Finding]:
    """Return what holds back sharing, calling services, and closing, while a record cannot be read."""
    found: list[Finding] = []
    if (names := _names(case, FOR_SHARING)) and 1 in method.rules:
        for share in shared(case):
            found.append(_hold(method, names, "consent", share.record, fields=share.fields, since=share.day))
        intake = facts.intake(case)
        if intake.services_phoned:
            found.append(_hold(method, names, "consent", intake, since=intake.services_phoned_on))
        found += [_hold(method, names, "consent", asked, since=asked.on) for asked in case.all(ServiceAsked)]
    closure = facts.closure(case)
    acts = closure is not None and closure.state in ("asked", "signed")
    if closure and acts and 24 in method.rules and (names := _names(case, FOR_CLOSING)):
        found.append(_hold(method, names, "closure", closure, rule=24))
    return found


def _hold(method: Method, names: str, area: str, record: Record, **about: object) -> Finding:
    what = method.say(N_("What cannot be read may forbid this: {records}."), records=names)
    given: dict[str, object] = {"rule": 1, **about}
    return Finding(
        weight="hold", area=area, record=record.id, what=what, source="Guidebook, 4 (ours)",
        do=method.say(N_("casetui check says what is wrong with it. Urgent help and an emergency disclosure "
                         "are not held back.")),
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def _names(case: CaseFile, kinds: Iterable[type[Record]]) -> str:
    return ", ".join(unreadable_names(case, kinds))


def unreadable_names(case: CaseFile, kinds: Iterable[type[Record]]) -> Iterator[str]:
    """Yield the title and the id's beginning of each record of these kinds that cannot be read."""
    for kind in kinds:
        for identity in case.unreadable(kind):
            yield f"{say(kind.title)} {identity[:8]}"
