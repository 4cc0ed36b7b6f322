"""Intake on the screen: criteria, particulars, services that were asked, and who is not taken in."""

from casetui.data.records import Client, Closure, ServiceAsked
from casetui.desk.acts.cases import open_case
from casetui.desk.areas import AREAS
from tests.plain.lines import said

UNKNOWN = Client(id="client", name="Aoife Nolan")
NUMBER = "AB2345"


def at_intake(office, build):
    office.case(NUMBER, build=build)
    return office.seat(open_case=NUMBER)


async def test_criteria_and_particulars_that_are_missing_stand_above_the_intake(office):
    async with at_intake(office, lambda b: b.assigned().intake(agreed_on=None).put(UNKNOWN)) as seat:
        await seat.press("1")
        assert "Criteria met: Homeless" in seat.text and "Criteria missing: High" in seat.text
        assert "Still missing: date of birth or age" in seat.text


async def test_a_service_that_is_asked_needs_a_permission_and_its_answer_is_a_row(office):
    async with at_intake(office, lambda b: b.assigned().intake().shared_with("Simon")) as seat:
        await seat.press("1", "a")
        await seat.stand_on("Service asked")
        await seat.press("enter")
        await seat.fill(service="Focus", answer="none")
        await seat.save()
        assert "No permission names Focus, which was asked." in seat.words
        await seat.fill(service="Simon")
        await seat.save()
        (asked,) = office.read(NUMBER).all(ServiceAsked)
        assert (asked.service, asked.answer) == ("Simon", "none")


async def test_who_is_not_taken_in_is_asked_to_be_closed_as_such(office):
    async with at_intake(office, lambda b: b.assigned()) as seat:
        await seat.press("1")
        await seat.stand_on("Not taken in")
        await seat.press("enter")
        await seat.fill(not_taken_why="Lives in another city", pointed_to="Cork Simon")
        await seat.save()
        (closure,) = office.read(NUMBER).all(Closure)
        assert (closure.reason, closure.state) == ("not taken in", "asked")
        assert (closure.pointed_to, closure.asked_by) == ("Cork Simon", "mary")


def test_by_questions_and_answers_too(office):
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned())
    text = said(office, "Aoife", "1", "not taken in", "Lives in another city", "", "Cork Simon", "", "yes")
    assert "Not taken in. A line manager signs it off." in text
    assert office.read(NUMBER).one(Closure).reason == "not taken in"


def test_who_agreed_is_taken_in(office):
    office.case(NUMBER, build=lambda b: b.assigned().intake())
    desk = office.desk()
    (act,) = AREAS["intake"].acts
    assert not act.offered(open_case(desk, NUMBER).file)


async def test_every_field_that_is_stepped_to_is_seen(office):
    """The help lies over the last line of the form; the field with the cursor never stands under it."""
    async with at_intake(office, lambda b: b.assigned().intake()) as seat:
        await seat.press("1")
        await seat.stand_on("First contact on")
        await seat.press("enter")
        for _ in range(24):
            await seat.press("tab")
            assert any(line.startswith(">") for line in seat.lines), seat.text
