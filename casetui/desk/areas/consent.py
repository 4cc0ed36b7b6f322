"""Consent: the client's consents, and emergency disclosures."""

from __future__ import annotations

from casetui.data.casefile import CaseFile
from casetui.data.records import Consent, Disclosure
from casetui.desk.areas.base import Area
from casetui.desk.desk import Desk
from casetui.desk.telling.sections import Section
from casetui.words import N_, say


def _agreed_before(_: Desk, case: CaseFile) -> list[str]:
    """Return the consents of the former episode, until this episode has as many."""
    before = case.case.former_consents
    if not before or len(case.all(Consent)) >= len(before):
        return []
    return [say(N_("Agreed before, in C-{number}; ask anew:"), number=case.case.former_case), *before]


AREA = Area("consent", N_("Consent"), (Section(Consent), Section(Disclosure)), notes=_agreed_before)
