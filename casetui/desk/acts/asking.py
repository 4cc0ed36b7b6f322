"""Making a request that is answered with a signature."""

from __future__ import annotations

from typing import TypeVar

from casetui.data.records import Signable
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.keys.signatures import signed_request
from casetui.desk.requests import REQUESTS
from casetui.desk.requests.to_sign import ToSign, nobody_signs

S = TypeVar("S", bound=Signable)


def ask(desk: Desk, opened: OpenCase, act: str, record: S, was: S | None = None, *, reason: str = "") -> None:
    """Sign a request as the person who asks, and write it; ``was`` is its record before.

    Raises what ``commit`` raises. ``opened.unsaid`` says so where nobody can answer the request.
    """
    asked = signed_request(desk.keyring, opened.case.number, record)
    commit(desk, opened, act, [RecordChange(asked, was)], reason=reason)
    tell_nobody_signs(desk, opened)


def tell_nobody_signs(desk: Desk, opened: OpenCase) -> None:
    """Add to ``opened.unsaid`` that nobody who can open a restricted case may sign a request in it, if so."""
    file = opened.file
    if not file.case.restricted_to:
        return
    for kind in REQUESTS.values():
        if isinstance(kind, ToSign) and any(
            kind.waits(record) and not kind.signatories(desk, file, record)
            for record in file.all(kind.record)
        ):
            opened.unsaid.append(nobody_signs(desk, file))
            return
