"""A record by which one person asks for a signed answer: who asks, and both signatures.

The person who asks and the person who answers each sign a list of values. The lists are fixed for good: a
changed list would make all earlier signatures over it invalid.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from casetui.data.fields import HIDDEN
from casetui.data.records.base import Record


class Signable(Record):
    """A request of one colleague that another colleague answers with a signature, such as a closure."""

    noun: ClassVar[str]
    """The name within a sentence, as a message, such as ``closure``."""
    cleared: ClassVar[tuple[str, ...]] = ()
    """Fields that name a person, and that are emptied where the request is made again."""
    by_import: ClassVar[bool] = False
    """Whether an import may add an answered record that has no signature."""

    asked_by: Annotated[str, HIDDEN] = ""
    asked_on: Annotated[date | None, HIDDEN] = None
    asked_signature: Annotated[str, HIDDEN] = ""
    """The signature of the person who asked; see ``desk.keys.signatures``."""
    seen: Annotated[str, HIDDEN] = ""
    """The digest of the revision that the person who answered had read."""
    signature: Annotated[str, HIDDEN] = ""
    """The signature of the person who answered; see ``desk.keys.signatures``."""

    def stage(self) -> Literal["", "asked", "answered"]:
        """Return whether the record waits for an answer, or has a signed answer; empty where neither."""
        raise NotImplementedError

    def answered(self) -> tuple[str, date | None]:
        """Return who answered with a signature, and on what day; an empty id without an answer."""
        raise NotImplementedError

    def asked_values(self) -> list[object]:
        """Return the values that the person who asks signs; the first value names the kind."""
        raise NotImplementedError

    def answer_values(self) -> list[object]:
        """Return the values that the person who answers signs: the request, who asked, and the answer."""
        raise NotImplementedError

    def doer_field(self, was: Record | None) -> str:
        """Return the field of who asked or answered since the record was ``was``.

        Empty where nobody did. ``was`` is ``None`` for a new record.
        """
        raise NotImplementedError
