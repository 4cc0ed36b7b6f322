"""Checking a reason: it is said in words, so that a stray key is no reason."""

from __future__ import annotations

from casetui.data.foreign_text import in_words, safe
from casetui.words import N_, CaseTUIError, say


def check_reason(reason: str, missing: CaseTUIError) -> str:
    """Return a reason without the spaces around it.

    Raises ``missing`` where it is empty, and ``missing`` with a second sentence where it is too short.
    """
    kept = safe(reason).strip()
    if not kept:
        raise missing
    if not in_words(kept):
        raise type(missing)(f"{missing} {say(N_('A reason has at least three letters.'))}")
    return kept
