"""Lines of the access log: each has a digest, so that a line that the disk spoiled is noticed without a key.

``YWdlLWVuY3J5…== 0a1b…``: what is sealed, base64, and the digest of that text. Lines of earlier versions have
no digest.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence

from casetui.data.store.base import Store, digest_of

OPENINGS = "openings"
"""The name of the access log."""
_BASE64 = re.compile("[A-Za-z0-9+/]+={0,2}")
_SEALED = b"age-encryption.org/v1\n-> "
"""The beginning of what the age program sealed."""


def with_digest(sealed: str) -> str:
    """Return the line to write for a sealed text."""
    return f"{sealed} {digest_of(sealed.encode())}"


def sealed_text(line: str) -> str:
    """Return the sealed text of a line, without its digest."""
    return line.partition(" ")[0]


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a log, oldest first; a last line that was cut off too."""
    lines = data.decode(errors="replace").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def damaged_lines(lines: Sequence[str]) -> list[int]:
    """Return the places of the lines that are damaged, from 0.

    A line without a digest can be told to be whole only as far as its form shows. After a line with a digest
    there is none without.
    """
    damaged, digests = [], False
    for place, line in enumerate(lines):
        sealed, space, digest = line.partition(" ")
        digests = digests or bool(space)
        whole = digest == digest_of(sealed.encode()) if space else not digests and _seems_sealed(sealed)
        if line and not whole:
            damaged.append(place)
    return damaged


def cut_off_lines(lines: Sequence[str]) -> list[int]:
    """Return the places of the damaged lines that a program began and did not end, from 0.

    Such a line is the beginning of a whole one: there is less of its digest than a digest is long. A program
    writes the line before it shows the case, so nobody saw a case by it.
    """
    return [place for place in damaged_lines(lines) if _begun(*lines[place].partition(" "))]


def _begun(sealed: str, space: str, digest: str) -> bool:
    long = len(digest_of(b""))
    if space and (len(digest) >= long or set(digest) - set("0123456789abcdef")):
        return False
    if sealed[-long:] == digest_of(sealed[: -long - 1].encode()):
        return False  # the disk spoiled the blank before a whole digest
    beginning = base64.b64encode(_SEALED).rstrip(b"=").decode()[:-1]
    return _BASE64.fullmatch(sealed) is not None and (
        sealed.startswith(beginning) or beginning.startswith(sealed)
    )


def _seems_sealed(text: str) -> bool:
    try:
        return base64.b64decode(text, validate=True).startswith(_SEALED)
    except ValueError:
        return False


def mended(lines: Sequence[str], copy: Sequence[str]) -> list[str]:
    """Return the lines of a log with each damaged line as an earlier ``copy`` of the log has it.

    A line is taken from the copy only where the lines beside it are the same in both: lines that were sealed
    anew since must not come back as they were sealed before.
    """
    spoiled = {*damaged_lines(copy)}
    result = list(lines)
    for place in damaged_lines(lines):
        beside = [n for n in (place - 1, place + 1) if 0 <= n < min(len(lines), len(copy))]
        same = beside and all(lines[n] == copy[n] for n in beside)
        if same and place < len(copy) and place not in spoiled:
            result[place] = copy[place]
    return result


class AccessLog:
    """The access log of a vault: sealed lines, of which only who may read the case opens one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, sealed: str) -> None:
        """Append one sealed line; raise ``VaultError`` if it cannot be written."""
        self._store.append(OPENINGS, with_digest(sealed))

    def lines(self) -> list[str]:
        """Return the sealed lines, oldest first; raise ``VaultError`` if they cannot be read."""
        return [sealed_text(line) for line in self.lines_as_kept()]

    def lines_as_kept(self) -> list[str]:
        """Return the lines with their digests, oldest first; raise ``VaultError`` if they cannot be read."""
        stored = self._store.read([OPENINGS]).get(OPENINGS)
        return lines_of(stored.data) if stored else []

    def end_cut_off(self) -> None:
        """Mend the lines that a program did not end; raise ``VaultError`` where that fails.

        A line that lacks only the end of its digest gets it; another stays as an empty line.
        """
        lines = self.lines_as_kept()
        anew = {lines[place]: "" for place in cut_off_lines(lines)}
        whole = {line: with_digest(sealed_text(line)) for line in anew if " " in line}
        self._store.replace_lines(OPENINGS, anew | whole)

    def replace_lines(self, anew: Mapping[str, str]) -> None:
        """Replace sealed lines, given by the old ones; raise ``VaultError`` where that fails."""
        changed = [line for line in self.lines_as_kept() if sealed_text(line) in anew]
        self._store.replace_lines(OPENINGS, {line: with_digest(anew[sealed_text(line)]) for line in changed})
