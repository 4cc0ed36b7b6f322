"""Checking a reason: it needs some letters, so that a stray key is no reason."""

from __future__ import annotations

from unicodedata import east_asian_width

from casetui.data.foreign_text import safe
from casetui.words import N_, CaseTUIError, say

LEAST = 3
"""The least number of letters (ours). A wide letter, as in Chinese, counts as two."""


def check_reason(reason: str, missing: CaseTUIError) -> str:
    """Return a reason without the spaces around it.

    Raises ``missing`` where it is empty, and ``missing`` with a second sentence where it is too short.
    """
    kept = safe(reason).strip()
    if not kept:
        raise missing
    if sum(2 if east_asian_width(char) == "W" else 1 for char in kept if char.isalpha()) < LEAST:
        raise type(missing)(f"{missing} {say(N_('A reason has at least three letters.'))}")
    return kept
