"""The sentences for what the system refused."""

from __future__ import annotations

from pathlib import Path

from casetui.words import N_, say

ACTS = {
    N_("read"): N_("{path} cannot be read: {reason}."),
    N_("write"): N_("{path} cannot be written: {reason}. Nothing was changed."),
    N_("save"): N_("This could not be saved: {reason}. What was there before is untouched."),
}


def cannot(act: str, path: Path | str, error: OSError) -> str:
    """Return the sentence for what the system refused; ``act`` is one of ``ACTS``."""
    reason = (error.strerror or str(error)).lower()
    return say(ACTS[act], path=path, reason=reason)
