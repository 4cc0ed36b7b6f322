"""Each line of each list leads to its own record, by its id: never to another record of the same name."""

from datetime import timedelta

import pytest

from casetui.data.records import Action, Assignment, Closure, Contact, Goal, Referral, ServiceInvolved
from casetui.desk.areas.record_place import record_place
from casetui.desk.lists import agenda
from casetui.desk.telling.case_lines import agenda_lines
from casetui.desk.telling.sign_off_lines import sign_off_lines
from tests.plain.lines import said
from tests.screens.office import TODAY

AGO = TODAY - timedelta(days=30)
RECORDS = (
    ServiceInvolved(id="service", agency="City Council"),
    Referral(id="first", to="City Council", sent_on=AGO, answer="accepted"),
    Referral(id="second", to="City Council", sent_on=AGO),
    Goal(id="goal", wording="A tenancy"),
    Action(id="a1", goal="goal", what="Ring", who="Mary", due_on=AGO),
    Action(id="a2", goal="goal", what="Ring", who="Mary", due_on=AGO),
    Contact(id="met", kind="office", on=AGO, summary="Came by", next_on=AGO + timedelta(days=1)),
)


@pytest.fixture
def office(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(*RECORDS))
    return office


def test_each_line_of_the_agenda_names_its_record_and_the_area_that_shows_it(office):
    desk = office.desk()
    file = office.read("AB2345")
    lines = agenda_lines(desk, agenda(desk), everyone=False)
    led = {line.leads.record for line in lines}
    assert {"second", "a1", "a2"} <= led and "service" not in led and "first" not in led
    for line in lines:
        if line.leads.record and not file.get(Assignment, line.leads.record):  # no work area shows one
            area, place = record_place(file, line.leads.record, line.leads.area)
            assert place is not None, line
            assert place.record == line.leads.record and area


async def test_the_answer_to_a_referral_leads_to_the_referral_and_not_to_the_service_of_its_name(office):
    async with office.seat() as seat:
        await seat.press("a")
        for _ in range(20):
            if "City Council" in " ".join(seat.selected):
                break
            await seat.press("down")
        await seat.press("enter")
        assert seat.screen == "CaseScreen" and seat.app.screen.place.record == "second"


def test_plain_reads_the_record_first(office):
    desk = office.desk()
    number = [line.leads.record for line in agenda_lines(desk, agenda(desk), everyone=False)].index(
        "second"
    ) + 1
    text = said(office, "agenda", str(number), "back", "back", "back", "quit")
    assert "Referral" in text and "City Council" in text


def test_an_answer_leads_to_the_record_that_was_answered(office):
    closing = Closure(
        id="closure", reason="moved", state="asked", asked_by="mary", asked_on=TODAY, why_no_aftercare="Gone"
    )
    office.case("CD3456", build=lambda b: b.assigned().put(closing))
    from casetui.desk.acts.cases import open_case
    from casetui.desk.telling.answers import look_at
    from tests.answers import send_back

    tom = office.desk("tom")
    send_back(tom, open_case(tom, "CD3456"), "Where to?")
    desk = office.desk()
    line = next(one for one in sign_off_lines(desk, look_at(desk)) if one.key.startswith("answered:"))
    assert (line.leads.record, line.leads.area) == ("closure", "closure")
