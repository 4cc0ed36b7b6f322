"""What can be said of a vault's files without any key: whether they are whole as far as that can be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from casetui.data.former import Told, instant_of
from casetui.data.people import AGENCY
from casetui.data.sealing import only_signed, read_signed, suffix
from casetui.data.vault import Kept, VaultError

_SEALED = re.compile(rb"age-encryption\.org/v1\n-> [^\n]+\n(?:[^\n]*\n)+?--- [A-Za-z0-9+/]{43}\n")
_SHORTEST = 32
"""Nonce and mark of a sealed content, which may itself be empty."""
_LONGEST_HEADER = 4096


def seems_whole(name: str, kept: Kept, told: Sequence[Told] = ()) -> bool:
    """Return whether nothing shows that a file (``agency``, ``cases/7K3F9Q``) is damaged.

    Of what is only signed nothing is hidden; of what is sealed this sees the header, and whether bytes
    changed since the save that the journal tells of.
    """
    if only_signed(name):
        with suppress(VaultError):
            read_signed(name, kept.data)
            return not altered(kept, told)
        return False
    return sealed_whole(kept.data) and not altered(kept, told)


def sealed_whole(data: bytes) -> bool:
    """Return whether a sealed file begins as one, and goes on after its header."""
    header = _SEALED.match(data[:_LONGEST_HEADER])
    return header is not None and len(data) >= header.end() + _SHORTEST


def altered(kept: Kept, told: Sequence[Told]) -> bool:
    """Return whether bytes changed since a file was saved: its time is the save's, its digest is not."""
    at = instant_of(kept.stamp)
    if not told or told[-1].at != at:
        return False
    # sealed anew it keeps its time, and has the one digest or the other if that was cut off
    return all(one.revision != kept.digest for one in told if one.at == at)


def record_of(path: str) -> str:
    """Return the name of the file at a path of the vault; empty where it is none that the vault names.

    Such are the agency file, cases, their cover sheets and their own keys.
    """
    top, _, rest = path.partition("/")
    for name in (path.removesuffix(".signed"), path.removesuffix(".age")):
        named = name == AGENCY or (top in ("cases", "covers", "keys") and rest and "/" not in rest)
        if named and name + suffix(name) == path:
            return name
    return ""


def former_of(path: str) -> str:
    """Return the name of the file that a former revision is of; else an empty text."""
    parts = PurePosixPath(path).parts
    if parts[0] != "former" or len(parts) != 3:
        return ""
    if parts[1] == AGENCY:
        return AGENCY
    kind, _, number = parts[1].rpartition("-")
    return f"{kind or 'cases'}/{number}"


def plain(path: str) -> bool:
    """Return whether what lies at a path of the vault is a file of the first format, not sealed."""
    top = path.partition("/")[0]
    return path.endswith(".json") and (path == f"{AGENCY}.json" or top in ("cases", "former", "damaged"))
