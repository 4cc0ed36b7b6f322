"""What a line manager is to see: it is counted when they come in, and answered with or without words."""

from datetime import date

import pytest

from casetui.data.records import Disclosure, GapOrBlock
from casetui.desk import lists
from tests.plain.lines import said
from tests.screens.office import TODAY

GAP = GapOrBlock(
    id="g", kind="block", on=TODAY, told_on=TODAY, need="A detox bed", service="Cuan", made_by="mary"
)
DISCLOSED = Disclosure(
    id="d", on=TODAY, recipient="Gardaí", reason="Danger", information="Address", told_client="Told"
)


@pytest.fixture
def to_see(office):
    """A case of Mary's with a block, a disclosure and an assignment over the limit; nothing is to be signed."""
    office.case(
        "AB2345", "Aoife Nolan",
        lambda b: b.assigned(over_limit=True, reason="Sisters", clients_then=8).put(GAP).put(DISCLOSED),
    )  # fmt: skip
    return office


async def test_what_is_to_be_seen_counts_on_the_first_screen_and_in_the_first_sentences(to_see):
    assert lists.to_sign_and_see(to_see.desk("tom")) == (0, 3)
    async with to_see.seat("tom") as seat:
        assert "3 for you to see: s" in seat.text
    assert "3 for you to see. Say sign-offs to hear them." in said(to_see, who="tom")
    assert "for you to see" not in said(to_see, who="mary")
