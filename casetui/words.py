"""Every sentence a person reads passes through here, so that it can be translated.

``N_`` marks a message where it is written down; ``say`` translates it where it is shown.
A message names what it needs in braces: ``say("{The_client} agreed", The_client="The child")``.
"""

from __future__ import annotations

import gettext
from pathlib import Path

_translation = gettext.translation("casetui", Path(__file__).parent / "locale", fallback=True)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a marked message
    """Return ``message`` as it is: only a mark for the tool that collects messages."""
    return message


def say(message: str, **words: object) -> str:
    """Return ``message`` in the person's language, with ``words`` put into its braces."""
    text = _translation.gettext(message) if message else ""
    return text.format_map(words) if words else text


def say_n(one: str, many: str, number: int, **words: object) -> str:
    """Return the form of the message that fits ``number``, which is put in as ``{n}``."""
    return _translation.ngettext(one, many, number).format_map({"n": number, **words})


def reason_of(error: OSError) -> str:
    """Return why the system refused, as it is said within a sentence: "no space left on device"."""
    return (error.strerror or str(error)).lower()


class CaseTUIError(Exception):
    """Something that a person can meet: its text is one plain sentence that says what to do."""
