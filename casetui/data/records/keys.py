"""Keys in the agency file: public keys of people, and keys that groups hold."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from casetui.data.fields import HIDDEN
from casetui.data.records.base import Record
from casetui.words import N_


class PersonKey(Record):
    """The public part of a person's keys, from when a manager admitted it until it ended."""

    table = "person_key"
    title = N_("Key")
    columns: ClassVar = ("worker", "admitted_at", "ended_at")

    worker: Annotated[str, HIDDEN]
    read: Annotated[str, HIDDEN]
    """An age recipient, ``age1...``."""
    sign: Annotated[str, HIDDEN]
    """An Ed25519 public key, base64."""
    admitted_by: Annotated[str, HIDDEN] = ""
    admitted_at: Annotated[datetime | None, HIDDEN] = None
    ended_at: Annotated[datetime | None, HIDDEN] = None
    """When another key replaced it, or the person was retired; its earlier signatures stay valid."""


class GroupKey(Record):
    """A key that several people hold: a team's, everybody's, or that of one case."""

    table = "group_key"
    title = N_("Team key")
    columns: ClassVar = ("group", "generation")

    group: Annotated[str, HIDDEN]
    generation: Annotated[int, HIDDEN] = 1
    """Counts up when a holder of the key must not read later revisions."""
    public: Annotated[str, HIDDEN]
    """The age recipient to which files are sealed."""
    only: Annotated[bool, HIDDEN] = False
    """Whether it is the key of a restricted case: only its holders and line managers replace it."""
    sealed: Annotated[dict[str, str], HIDDEN]
    """The private part by the id of the key that it is sealed to, a person's or the signatories'; base64."""

    @property
    def read(self) -> str:
        """The recipient for secrets that are sealed to this key: the signatories hold every team's key."""
        return self.public
