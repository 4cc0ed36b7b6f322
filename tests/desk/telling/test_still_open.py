"""The page of a request to sign shows what is still open, gaps and warnings, and opens the case."""

from datetime import date, timedelta

import pytest

from casetui.data.records import Action, GapOrBlock, Goal, Referral
from casetui.desk.acts.answering import OpenRequest
from casetui.desk.acts.cases import open_case
from casetui.desk.telling.texts import request_texts
from tests.plain.lines import said
from tests.screens.office import TODAY
from tests.screens.sign_offs.test_sign_offs import LONG_AGO, closing


@pytest.fixture(name="office")
def asked(office):
    """A case of Mary's whose closure waits for a signature, with much that is open."""

    def build(b):
        b.assigned().assessed("none").put(closing())
        b.put(Goal(id="g", wording="A tenancy"), Goal(id="m", wording="A doctor", state="met"))
        b.put(Action(goal="g", what="Ring the council", who="Mary", due_on=TODAY + timedelta(days=3)))
        b.put(Action(goal="m", what="Ask for the card", who="Aoife", due_on=TODAY))
        b.put(Referral(to="Cuan", sent_on=TODAY), Referral(to="Simon", sent_on=TODAY, answer="accepted"))
        for n in range(5):
            b.put(GapOrBlock(kind="gap", need=f"Bed {n}", on=date(2026, 11, 1 + n)))
        b.put(GapOrBlock(kind="block", need="Settled", on=TODAY, closed_on=TODAY))

    office.case("AB2345", "Aoife Nolan", build, opened_on=LONG_AGO)
    return office


def page(office, who="tom"):
    desk = office.desk(who)
    opened = open_case(desk, "AB2345", request="closure")
    texts = request_texts(OpenRequest.of(desk, opened, "closure", "closure"))
    return [f"{one.label.strip()}: {one.text}".rstrip(": ") for one in texts]


@pytest.mark.parametrize("who", ["tom", "una", "liam"])
def test_what_is_open_stands_on_the_page(office, who):
    lines = page(office, who)
    for line in (
        "open goal: A tenancy", "open action: Ring the council; Mary, by Tue 24 Nov",
        "open action: Ask for the card; Aoife, by Sat 21 Nov",
        "referral: Cuan; sent on Sat 21 Nov, no answer yet",
    ):  # fmt: skip
        assert line in lines, lines
    assert any(line.startswith("checklist: ") for line in lines)
    assert not any("Simon" in line or "Settled" in line for line in lines if not line.startswith("!"))
    number = sum(line.startswith(("open goal", "open action", "referral", "checklist")) for line in lines)
    assert f"Still open: {number}" in lines


def test_three_gaps_and_three_warnings_are_shown_and_the_others_are_counted(office):
    lines = page(office)
    at = lines.index("Gaps and blocks, not settled: 5")
    assert [line.split(";")[0] for line in lines[at + 1 : at + 4]] == [
        "gap: Bed 4",
        "gap: Bed 3",
        "gap: Bed 2",
    ]
    assert lines[at + 4] == ": and 2 more, in the case"
    at = next(n for n, line in enumerate(lines) if line.startswith("Warnings: "))
    assert [line[:3] for line in lines[at + 1 : at + 4]] == ["!: "] * 3
    assert lines[at + 4].startswith(": and ")


async def test_c_opens_the_case_and_going_back_leads_to_the_page(office):
    async with office.seat("liam") as seat:
        await seat.press("s", "enter")
        assert "c Case" in seat.text
        await seat.press("c")
        assert seat.screen == "CaseScreen", seat.text
        await seat.press("q")
        assert seat.screen == "SignOffScreen"
        await seat.press("s", "s")
        assert "Signed off. The case is closed." in seat.text
    assert office.openings().count("\tliam\t") == 1


async def test_what_changed_while_the_case_was_looked_at_is_shown_before_it_is_signed(office):
    async with office.seat("tom") as seat:
        await seat.press("s", "enter", "c")
        file = office.read("AB2345").copy()
        file.put(file.get(Goal, "g").model_copy(update={"wording": "A house"}))
        file.save(office.seen_by("mary"), "mary", office.now)
        seat.app.screen.look_anew()
        await seat.settle()
        await seat.press("q")
        assert "A house" in seat.text
        await seat.press("s", "s")
        assert "Signed off. The case is closed." in seat.text


async def test_another_teams_case_does_not_open(office):
    async with office.seat("una") as seat:
        await seat.press("s", "enter")
        assert "c Case" not in seat.text
        await seat.press("c")
        assert seat.screen == "SignOffScreen" and "This is another team's case" in seat.words


def test_the_case_is_opened_in_plain(office):
    text = said(office, "sign-offs", "1", "case", "back", "sign", "yes", who="tom")
    assert "Case number C-AB2345." in text and "Signed off. The case is closed." in text
    assert "say case" not in said(office, "sign-offs", "1", "?", who="una").lower()
