"""Requests: a person asks another to sign or to see something. A new kind costs one file and one name here.

To add a kind of request:

1. Write its record in ``data/records``, as for every kind of record. A request that is answered with a
   signature is a ``Signable``: it says who may answer, what both people sign, whether it waits, and who
   answered. A request that is only seen keeps in ``seen_by``, ``seen_on`` and ``seen_words`` who saw it,
   when, and with which words to the person who told of it. The record also says what acts did to it
   (``act_words``), and why it is locked once it is answered (``locked_reason``), where what was signed or
   seen must stay as it was: a gap goes on being worked at after it was seen, a disclosure does not.
2. Write a file here with a class: a ``ToSign``, like ``override``, or a ``ToSee``, like ``gap``. It says what
   is shown besides the record, and which answers there are. ``REQUEST`` is an object of the class.
3. Name the file in ``FILES``.
4. A request to sign is made with ``desk.acts.asking.ask``, from the work area that it belongs to.

The lists, the screen, the questions and answers, the register, the act and the audit then know it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from casetui.data.records import Record
from casetui.desk.requests.base import RequestKind

FILES = ("closure", "override", "over_limit", "gap", "disclosure")
"""The files here that each have a kind of request."""

REQUESTS: dict[str, RequestKind[Any]] = {
    kind.key: kind for kind in (import_module(f"{__name__}.{file}").REQUEST for file in FILES)
}
"""Every kind of request, by its key, in the order in which a case lists them."""


def kind_about(record: Record) -> RequestKind[Any] | None:
    """Return the kind of request that is about records of this kind, or ``None``."""
    return next((kind for kind in REQUESTS.values() if isinstance(record, kind.record)), None)
