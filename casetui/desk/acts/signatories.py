"""Whether anybody can sign what is asked for in a case: only people who can open it."""

from __future__ import annotations

from casetui.desk.desk import Desk, OpenCase
from casetui.desk.requests import REQUESTS
from casetui.desk.requests.to_sign import ToSign, nobody_signs


def tell_unsigned(desk: Desk, opened: OpenCase) -> None:
    """Have the person told where nobody who can open a restricted case signs what is asked for in it."""
    file = opened.file
    if not file.case.restricted_to:
        return
    for kind in REQUESTS.values():
        if isinstance(kind, ToSign) and any(
            kind.waits(one) and not kind.signatories(desk, file, one) for one in file.all(kind.record)
        ):
            opened.told.append(nobody_signs(desk, file))
            return
