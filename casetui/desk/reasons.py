"""What counts as a reason: some letters at least, so that a stray key is none."""

from __future__ import annotations

from unicodedata import east_asian_width

from casetui.data.foreign_text import safe
from casetui.words import N_, CaseTUIError, say

LEAST = 3
"""Letters that a reason has at least (ours). A wide one, as of Chinese, counts as two."""


def check_reason(reason: str, missing: CaseTUIError) -> str:
    """Return a reason as it is kept, without the space around it.

    Raises ``missing`` where there is none; where there are too few letters, with a sentence that says so.
    """
    kept = safe(reason).strip()
    if not kept:
        raise missing
    if sum(2 if east_asian_width(char) == "W" else 1 for char in kept if char.isalpha()) < LEAST:
        raise type(missing)(f"{missing} {say(N_('A reason has at least three letters.'))}")
    return kept
