"""What counts as a reason: some letters at least, so that a stray key is none."""

from __future__ import annotations

from casetui.data.plain import safe
from casetui.words import N_, CaseTUIError, say

LEAST = 3
"""Letters that a reason has at least (ours)."""


def check_reason(reason: str, missing: CaseTUIError) -> str:
    """Return a reason as it is kept, without the space around it.

    Raises ``missing`` where there is none; where there are too few letters, with a sentence that says so.
    """
    kept = safe(reason).strip()
    if not kept:
        raise missing
    if sum(map(str.isalpha, kept)) < LEAST:
        raise type(missing)(f"{missing} {say(N_('A reason has at least three letters.'))}")
    return kept
