"""Says why no screen can be drawn here, before Textual and the screens are imported."""

from __future__ import annotations

from collections.abc import Mapping

from casetui.words import N_, say


def refusal(environ: Mapping[str, str], terminals: bool, command: str = "casetui") -> str:
    """Return why no screen can be drawn, as a sentence; empty where one can.

    ``terminals`` says whether input and output are both terminals. ``command`` is what was typed.
    """
    if terminals and environ.get("TERM", "").lower() not in ("dumb", "unknown"):
        return ""
    return say(
        N_(
            "This is not a terminal to draw on. {command} --plain asks and answers here, a line at a time; "
            "casetui --help names the others."
        ),
        command=command,
    )
