"""A record in which somebody asks for an answer that is signed: who asks, and both signatures.

What the person who asks signs, and what the person who answers signs, is a list of values. It is fixed for
good: a changed list would make every signature that was given over it invalid.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from casetui.data.fields import HIDDEN
from casetui.data.records.base import Record


class Signable(Record):
    """What a colleague asks for and another one answers with a signature, such as a closure."""

    noun: ClassVar[str]
    """What it is called within a sentence, as a message, such as ``closure``."""
    cleared: ClassVar[tuple[str, ...]] = ()
    """Fields that name who did something, and that asking anew empties."""
    by_import: ClassVar[bool] = False
    """Whether an import may bring one that is answered, and that nobody here has signed."""

    asked_by: Annotated[str, HIDDEN] = ""
    asked_on: Annotated[date | None, HIDDEN] = None
    asked_signature: Annotated[str, HIDDEN] = ""
    """The signature of the person who asked; see ``desk.keys.signatures``."""
    seen: Annotated[str, HIDDEN] = ""
    """Names the revision that the person who answered had read, whatever its number."""
    signature: Annotated[str, HIDDEN] = ""
    """The signature of the person who answered; see ``desk.keys.signatures``."""

    def stage(self) -> Literal["", "asked", "answered"]:
        """Return whether it waits for an answer, or has one that is signed; empty where neither is so."""
        raise NotImplementedError

    def answered(self) -> tuple[str, date | None]:
        """Return who answered with a signature, and on what day; nobody where that was not done."""
        raise NotImplementedError

    def asked_values(self) -> list[object]:
        """Return what is asked for, as the person who asks signs it; the first value names the kind."""
        raise NotImplementedError

    def answer_values(self) -> list[object]:
        """Return what is asked for, by whom and when, and the answer, as the person who answers signs it."""
        raise NotImplementedError

    def doer_field(self, was: Record | None) -> str:
        """Return the field that has to name who asked or answered since the record was ``was``.

        Empty where neither was done since. ``was`` is ``None`` for a record that is new.
        """
        raise NotImplementedError
