"""What somebody decided about a client who may be the same person as another one: they are two people."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from casetui.data.fields import HIDDEN, Ask
from casetui.data.records.base import Record
from casetui.words import N_, say


class AnotherPerson(Record):
    """The decision that the client is another person than the client of some other case.

    It counts for both clients, in whichever of the two case files it stands. Striking it out takes it back.
    """

    table = "another_person"
    title = N_("Not the same person")
    columns: ClassVar = ("case_number",)

    case_number: Annotated[str, Ask(N_("As the client of"))]
    """The number of a case of the other client, such as ``C-7K3F9Q``."""
    other_client: Annotated[str, HIDDEN]
    """The other client's id."""
    said_on: Annotated[date, HIDDEN]

    def day(self) -> date | None:
        """Return the day on which it was said."""
        return self.said_on

    def locked_reason(self) -> str:
        """Return why it cannot be changed."""
        return "" if self.struck else say(N_("This was decided as it stands. Strike it out to take it back."))

    def stays_reason(self) -> str:
        """Return an empty text: it may be struck out, and both are looked at again then."""
        return ""
