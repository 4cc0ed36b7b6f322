"""How many bytes a file may have, by its name. A larger file is refused before it is read.

Whoever may write in a shared folder can put a file of any size into it. The limits are far above what the
program writes: a case file of ten years has less than one megabyte, a method pack about ten kilobytes, and
the journal grows by about forty megabytes a year where thirty people work.
"""

from __future__ import annotations

from pathlib import PurePosixPath

KB, MB = 2**10, 2**20
ORDINARY = 64 * MB
"""Of a case file, a cover sheet, keys, the agency file, their former revisions, an intent, a draft."""
LOG = 512 * MB
"""Of the journal, the access log, a backup's manifest, and what was moved to ``damaged/``."""
LOGS = ("changes", "openings", "manifest.json", "manifest.again.json", "manifest.part")
PACK = 128 * KB
SMALL = 64 * KB
"""Of ``vault.json`` and of a request to be admitted."""
OWN = {
    ".key": MB, ".pin": MB, ".recovery": SMALL, ".resealed": SMALL, ".digest": 16 * MB, ".answers": 16 * MB,
    ".door": MB, ".sheet": 4 * ORDINARY, ".rows": 4 * ORDINARY, ".seen": 4 * ORDINARY,
}  # fmt: skip
"""Of a person's own files, by their ending. Register and known revisions have a line for each case."""


def most_bytes(name: str) -> int:
    """Return how many bytes a file may have, by its name below a vault, a backup or a person's folder."""
    top, _, rest = name.partition("/")
    if name in LOGS or (top == "damaged" and rest):
        return LOG
    if name == "vault.json" or (top == "requests" and rest):
        return SMALL
    if top in ("methods", "packs") and rest:
        return PACK
    return OWN.get(PurePosixPath(name).suffix, ORDINARY)


def in_words(size: int) -> str:
    """Return a size as a sentence names it: ``128 kilobytes``; the next whole number above it."""
    return f"{-(-size // MB)} megabytes" if size >= MB else f"{-(-size // KB)} kilobytes"
