"""What the caseload says to whoever may sign: that something waits for them."""

import pytest

from casetui.data.records import Closure
from tests.screens.office import TODAY


def asked(office, by):
    """Keep a case of Mary's whose closure ``by`` asked for."""
    closure = Closure(id="closure", reason="needs met", state="asked", asked_by=by, asked_on=TODAY)
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(closure))


@pytest.mark.parametrize(("who", "told"), [("tom", True), ("liam", True), ("una", True), ("mary", False)])
async def test_the_caseload_says_that_something_waits_to_whoever_may_sign_it(office, who, told):
    asked(office, "mary")
    async with office.seat(who) as seat:
        assert ("1 waits for your sign-off: s" in seat.text) == told


async def test_what_one_asked_for_oneself_or_signed_is_not_said_to_wait(office):
    asked(office, "tom")
    async with office.seat("tom") as seat:
        assert "sign-off: s" not in seat.text
    async with office.seat("una") as seat:
        assert "1 waits for your sign-off: s" in seat.text
        await seat.press("s", "enter", "b")
        await seat.type("Whom do they call at night?")
        await seat.press("enter", "q")
        assert seat.screen == "CaseloadScreen" and "sign-off: s" not in seat.text
