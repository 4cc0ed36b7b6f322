"""Who opened which case, when and why: lines that are signed by who opened it and sealed to its readers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from casetui.data.casefile import CaseFile
from casetui.desk.desk import Desk


@dataclass(frozen=True)
class Opening:
    """One line of the access log."""

    at: str
    """The instant, in UTC."""
    by: str
    """Worker id."""
    number: str
    """The case."""
    reason: str
    """Empty where somebody opened a case of their own."""
    genuine: bool = True
    """Whether the one it names signed it."""


def log_opening(desk: Desk, file: CaseFile, reason: str = "") -> None:
    """Write down that the person opened a case; raise ``VaultError`` where that cannot be kept."""
    opening = Opening(desk.now().isoformat(), desk.who.id, file.case.number, reason)
    words = _words(opening)
    content = json.dumps([*words, desk.keyring.signature(words)]).encode()
    desk.vault.log_opening(desk.keyring.sealed_line(content, file.readers))


def openings(desk: Desk, number: str = "") -> list[Opening]:
    """Return who opened cases, or this one, oldest first, as far as the person can read it.

    Raises ``VaultError`` where the log cannot be read.
    """
    found = []
    for line in desk.vault.openings():
        content = desk.keyring.opened_line(line)
        if content is None:
            continue
        try:
            at, by, case, reason, signature, *vouches = json.loads(content)
        except ValueError:
            continue
        if number in ("", case):
            opening = Opening(at, by, case, reason)
            genuine = _genuine(desk, opening, signature, vouches)
            found.append(Opening(**{**asdict(opening), "genuine": genuine}))
    return found


def _genuine(desk: Desk, opening: Opening, signature: str, vouches: list[str]) -> bool:
    """Return whether who opened the case signed the line, or who sealed the vault of the first format."""
    words = _words(opening)
    if not vouches:
        return desk.keyring.signed_by(opening.by, words, signature)
    root = {key.worker for key in desk.agency_file.person_keys if key.sign == desk.agency.root}
    return vouches[0] in root and desk.keyring.signed_by(vouches[0], [*words, vouches[0]], signature)


def _words(opening: Opening) -> list[str]:
    return [opening.at, opening.by, opening.number, opening.reason]
