"""What an act changed about the agency that every line manager is to see."""

from __future__ import annotations

from typing import Annotated

from casetui.data.fields import HIDDEN
from casetui.data.records.base import Record
from casetui.words import N_

NAME, METHOD, LINE_MANAGER = "name", "method", "line manager"
"""The kinds of notice."""


class Notice(Record):
    """An act on the agency, by its author ``made_by``, with the line managers who have seen it.

    It stands in the agency file beside what it tells of, and is signed with it. ``data/succession.py`` asks
    for it: without its notice, nobody's program takes the change. A notice is never changed or taken away;
    a line manager adds themselves to those who have seen it.
    """

    table = "notice"
    title = N_("Something to see")

    kind: Annotated[str, HIDDEN]
    """``name``: a person has another name. ``method``: a file of ``methods/`` was taken into use, or out of
    it. ``line manager``: somebody made themselves line manager with the recovery key."""
    about: Annotated[str, HIDDEN]
    """Worker id of the person, or the name of the file, such as ``house.toml``."""
    before: Annotated[str, HIDDEN] = ""
    """The former name, or the digest of the file that was in use; empty where none was."""
    after: Annotated[str, HIDDEN] = ""
    """The new name, or the digest of the file that is in use now; empty where it is taken out of use."""
    seen: Annotated[list[str], HIDDEN] = []
    """Worker ids of the line managers who have seen it."""
    proof: Annotated[str, HIDDEN] = ""
    """The recovery key's signature, where it was used."""
