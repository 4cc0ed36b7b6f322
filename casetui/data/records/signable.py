"""Records that another person answers: who may answer, and for a signed answer both signatures.

The person who asks and the person who answers each sign a list of values. The lists are fixed for good: a
changed list would make all earlier signatures over it invalid.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from casetui.data.colleague import Colleague, signs_off
from casetui.data.fields import HIDDEN
from casetui.data.records.base import Record
from casetui.words import N_


class Answerable(Record):
    """A record that another person than its asker answers for, such as an emergency disclosure (rule 26).

    A line manager or the second signatory answers it, unless the kind says otherwise: a kind with another
    ``may_be_answered_by`` gives the three sentences after it too.
    """

    area: ClassVar[str]
    """The work area in which the answer is read, and what is wrong with it is mended."""
    by_import: ClassVar[bool] = False
    """Whether an import may add an answered record that names nobody who answered."""
    answers_only: ClassVar[str] = N_("Only a line manager or the second signatory signs.")
    """The sentence where another person answered; a message."""
    ask_instead: ClassVar[str] = N_("Ask another line manager; where there is none, the second signatory.")
    """The sentence that says whom to ask where the wrong person answered; a message."""
    might_not: ClassVar[str] = N_("{name} signed it, and was no line manager or second signatory.")
    """The sentence where the person ``{name}``, who answered, might not on that day; a message."""

    def stage(self) -> Literal["", "asked", "answered"]:
        """Return whether the record waits for an answer or has one; empty where neither."""
        raise NotImplementedError

    def asker(self) -> str:
        """Return the worker id of the person who asks."""
        raise NotImplementedError

    def answered(self) -> tuple[str, date | None]:
        """Return who answered, and on what day; an empty id without an answer."""
        raise NotImplementedError

    def may_be_answered_by(self, worker: Colleague) -> bool:
        """Return whether a worker may answer the record, by their roles or because the record names them."""
        return signs_off(worker)


class Signable(Answerable):
    """A request of one colleague that another colleague answers with a signature, such as a closure."""

    noun: ClassVar[str]
    """The name within a sentence, as a message, such as ``closure``."""
    cleared: ClassVar[tuple[str, ...]] = ()
    """Fields that name a person, and that are emptied where the request is made again."""

    asked_by: Annotated[str, HIDDEN] = ""
    asked_on: Annotated[date | None, HIDDEN] = None
    asked_signature: Annotated[str, HIDDEN] = ""
    """The signature of the person who asked; see ``desk.keys.signatures``."""
    seen: Annotated[str, HIDDEN] = ""
    """The digest of the revision that the person who answered had read."""
    signature: Annotated[str, HIDDEN] = ""
    """The signature of the person who answered; see ``desk.keys.signatures``."""

    def asker(self) -> str:
        """Return the worker id of the person who asks, which they have signed."""
        return self.asked_by

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
