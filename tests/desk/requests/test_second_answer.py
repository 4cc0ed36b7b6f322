"""The second to answer a request is told how it was answered meanwhile: by whom, when and why."""

import pytest

from casetui.data.records import Override
from casetui.desk.acts.cases import open_case
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import save_person
from tests.answers import answer
from tests.desk.requests.test_to_see import GAP
from tests.plain.lines import said
from tests.screens.office import TODAY
from tests.screens.sign_offs.test_sign_offs import LONG_AGO, closing

OVERRIDE = Override(id="o", rule=18, act="ask for closure", why="Moves home", asked_by="mary", asked_on=TODAY)
ANSWERS = {
    "sent back": (
        "closure", "closure", "back", "Whom do they call?",
        "Sent back by Tom Walsh on Sat 21 Nov 2026: Whom do they call?",
    ),
    "signed": ("closure", "closure", "sign", "", "Signed off by Tom Walsh on Sat 21 Nov 2026."),
    "let pass": (
        "override", "o", "pass", "Her mother helps",
        "Let pass by Tom Walsh on Sat 21 Nov 2026: Her mother helps",
    ),
    "refused": (
        "override", "o", "refuse", "Stay with her",
        "Refused by Tom Walsh on Sat 21 Nov 2026: Stay with her",
    ),
    "seen": ("gap", "g", "seen", "", "Seen by Tom Walsh on Sat 21 Nov 2026."),
    "seen with words": (
        "gap", "g", "words", "The council knows",
        "Seen by Tom Walsh on Sat 21 Nov 2026: The council knows",
    ),
}  # fmt: skip


@pytest.fixture
def office(office):
    """Tom and Seán are line managers of one team, and a case has a request of each kind."""
    desk = office.desk("tom")
    save_person(desk, {"roles": ["worker", "line manager"]}, desk.people["sean"])

    def build(b):
        b.assigned().assessed("none").put(closing()).put(GAP).put(OVERRIDE)

    office.case("AB2345", "Aoife Nolan", build, opened_on=LONG_AGO)
    return office


def answered_by_tom(office, kind, record, name, reason):
    desk = office.desk("tom")
    answer(desk, open_case(desk, "AB2345"), kind, record, name, reason)


@pytest.mark.parametrize("how", ANSWERS)
def test_the_second_act_is_refused_with_the_first_answer(office, how):
    kind, record, name, reason, sentence = ANSWERS[how]
    desk = office.desk("sean")
    read = open_case(desk, "AB2345")
    answered_by_tom(office, kind, record, name, reason)
    for opened in (read, open_case(desk, "AB2345")):
        with pytest.raises(NotAllowed) as error:
            answer(desk, opened, kind, record, name, reason or "Another reason")
        assert str(error.value) == sentence


async def test_it_is_told_before_a_reason_is_asked_for(office):
    async with office.seat("sean") as seat:
        await seat.press("s")
        await seat.stand_on("Closure")
        await seat.press("enter")
        answered_by_tom(office, *ANSWERS["sent back"][:4])
        await seat.press("b")
        assert seat.screen == "SignOffScreen" and ANSWERS["sent back"][4] in seat.words


async def test_a_line_that_was_answered_meanwhile_opens_with_the_answer(office):
    async with office.seat("sean") as seat:
        await seat.press("s")
        await seat.stand_on("Closure")
        answered_by_tom(office, *ANSWERS["sent back"][:4])
        await seat.press("enter")
        assert ANSWERS["sent back"][4] in seat.words


@pytest.mark.parametrize("who", ["liam", "una"])  # a worker of the team, and a line manager of another one
async def test_who_may_only_read_what_they_sign_is_told_and_not_asked_why_they_open_it(office, who):
    async with office.seat(who) as seat:
        await seat.press("s")
        await seat.stand_on("Closure")
        answered_by_tom(office, *ANSWERS["sent back"][:4])
        await seat.press("enter")
        assert ANSWERS["sent back"][4] in seat.words and seat.screen == "SignOffsScreen"


def test_it_is_told_in_plain(office):
    def tom_was_quicker():
        answered_by_tom(office, *ANSWERS["sent back"][:4])
        return "return"

    text = said(office, "sign-offs", "1", tom_was_quicker, "back", who="sean")
    assert ANSWERS["sent back"][4] in text and "Why does it go back?" not in text
