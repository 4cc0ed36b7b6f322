"""Who opened which case, when and why: lines that are signed by who opened it and sealed to its readers."""

from __future__ import annotations

import json
from dataclasses import dataclass

from casetui.data.casefile import CaseFile
from casetui.data.former import read_instant
from casetui.data.plain import safe
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
    words = [desk.now().isoformat(), desk.who.id, file.case.number, reason]
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
        words = _read(content)
        if words and number in ("", words[2]):
            signature, *vouches = words[4:]
            genuine = _genuine(desk, words[:4], signature, vouches)
            at, by, case, reason = map(safe, words[:4])
            found.append(Opening(at, by, case, reason, genuine))
    return found


def _read(content: bytes) -> list[str]:
    """Return the words of a line; none where somebody put there what is no opening."""
    try:
        words = json.loads(content)
        "".join(words).encode()  # halves of characters are no words
    except (ValueError, TypeError, RecursionError):
        return []
    return words if isinstance(words, list) and len(words) in (5, 6) and read_instant(words[0]) else []


def _genuine(desk: Desk, words: list[str], signature: str, vouches: list[str]) -> bool:
    """Return whether who opened the case signed the line, or who sealed the vault of the first format."""
    if not vouches:
        return desk.keyring.signed_by(words[1], words, signature)
    root = {key.worker for key in desk.agency_file.person_keys if key.sign == desk.agency.root}
    return vouches[0] in root and desk.keyring.signed_by(vouches[0], [*words, vouches[0]], signature)
