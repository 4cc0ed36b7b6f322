"""The access log: who opened which case, when and why.

Each line is signed by the person who opened the case, and sealed to the people who may read the case.
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass

from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.foreign_text import safe
from casetui.data.keys.sealing import Readers
from casetui.data.store.former import read_instant
from casetui.desk.desk import Desk
from casetui.words import CaseTUIError


@dataclass(frozen=True)
class Opening:
    """One line of the access log."""

    at: str
    """The instant, in UTC."""
    by: str
    """The worker's id."""
    number: str
    """The case number."""
    reason: str
    """Why a colleague's case was opened; empty for a case of the person's own."""
    genuine: bool = True
    """Whether the person whom the line names signed it."""


def log_opening(desk: Desk, file: CaseFile, reason: str = "") -> None:
    """Log that the person opened a case; raise ``VaultError`` where the log cannot be written."""
    words = [desk.now().isoformat(), desk.who.id, file.case.number, reason]
    content = json.dumps([*words, desk.keyring.signature(words)]).encode()
    desk.vault.access_log.add(desk.keyring.sealed_line(content, file.readers))


def openings(desk: Desk, number: str = "") -> list[Opening]:
    """Return the openings that the person can read, of all cases or of the case ``number``, oldest first.

    Raises ``VaultError`` where the log cannot be read.
    """
    found = []
    opened_line = desk.keyring.line_opener(_with_own_keys(desk, number))
    for line in desk.vault.access_log.lines():
        content = opened_line(line)
        if content is None:
            continue
        words = _read(content)
        if words and number in ("", words[2]):
            *signed, signature = words
            genuine = desk.keyring.signed_by(words[1], signed, signature)
            at, by, case, reason = map(safe, signed)
            found.append(Opening(at, by, case, reason, genuine))
    return found


def _with_own_keys(desk: Desk, number: str = "") -> list[str]:
    """Return the names of the cases, all or the case ``number``, whose own key the person holds.

    A case whose own keys cannot be read is left out: its lines do not open, and those of all others do.
    """
    held = []
    for name in [f"cases/{number}"] if number else desk.vault.names():
        with suppress(VaultError):
            if any(map(desk.keyring.opens, desk.keyring.case_keys.every(name))):
                held.append(name)
    return held


def reseal_openings(desk: Desk) -> int:
    """Seal anew the lines of the access log whose case has other readers now; return how many.

    A line stays as it is where the person cannot open it or its case. Raises ``VaultError`` where the
    log cannot be written.
    """
    opened_line, readers = desk.keyring.line_opener(_with_own_keys(desk)), dict[str, Readers | None]()
    anew = {}
    for line in desk.vault.access_log.lines():
        content = opened_line(line)
        words = _read(content) if content else []
        if content is None or not words:
            continue
        if words[2] not in readers:
            readers[words[2]] = _readers(desk, words[2])
        if to := readers[words[2]]:
            own = desk.keyring.case_keys.every(f"cases/{words[2]}")
            if not desk.keyring.sealed_to(base64.b64decode(line), to, own):
                anew[line] = desk.keyring.sealed_line(content, to)
    if anew:
        desk.vault.access_log.replace_lines(anew)
    return len(anew)


def _readers(desk: Desk, number: str) -> Readers | None:
    try:
        return CaseFile.load(desk.vault, f"cases/{number}").readers
    except CaseTUIError:
        return None


def _read(content: bytes) -> list[str]:
    """Return the five texts of a line; none where the line is not that of an opening."""
    try:
        words = json.loads(content)
        "".join(words).encode()  # halves of characters are no words
    except (ValueError, TypeError, RecursionError):
        return []
    return words if isinstance(words, list) and len(words) == 5 and read_instant(words[0]) else []
