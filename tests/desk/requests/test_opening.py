"""Who opens a case from a request that waits for them is not asked why; the access log names the request."""

import pytest

from casetui.data.records import GapOrBlock
from casetui.desk.acts.cases import ReasonNeeded, open_case
from tests.plain.lines import said
from tests.screens.office import TODAY
from tests.screens.sign_offs.test_sign_offs import LONG_AGO, closing

LOGGED = "To answer what waits: Closure"


@pytest.fixture
def asked(office):
    """A case of Mary's whose closure waits for a signature."""
    office.case(
        "AB2345", "Aoife Nolan", lambda b: b.assigned().assessed("none").put(closing()), opened_on=LONG_AGO
    )
    return office


@pytest.mark.parametrize("who", ["liam", "tom", "una"])
async def test_nobody_is_asked_why_they_open_what_waits_for_them(asked, who):
    async with asked.seat(who) as seat:
        await seat.press("s", "enter")
        assert seat.screen == "SignOffScreen", seat.text
    assert f"\t{who}\tAB2345\t{LOGGED}" in asked.openings()


def test_nor_are_they_in_plain(asked):
    assert "Why do you open it?" not in said(asked, "sign-offs", "1", who="liam")
    assert LOGGED in asked.openings()


@pytest.mark.parametrize("request_id", ["", "another"])
def test_a_colleague_who_opens_it_otherwise_is_asked(asked, request_id):
    with pytest.raises(ReasonNeeded):
        open_case(asked.desk("liam"), "AB2345", request=request_id)


def test_what_waits_for_somebody_else_is_no_reason(office):
    gap = GapOrBlock(id="g", kind="gap", on=TODAY, told_on=TODAY, need="A bed")
    office.case(
        "AB2345",
        "Aoife Nolan",
        lambda b: b.assigned().assessed("none").put(closing()).put(gap),
        opened_on=LONG_AGO,
    )
    for who, request_id in (("sean", "closure"), ("liam", "g")):
        with pytest.raises(ReasonNeeded):
            open_case(office.desk(who), "AB2345", request=request_id)
