"""A disk that keeps times coarsely, and files of one length: no save by another session is missed."""

from casetui.data.records import Goal
from casetui.desk.people.agency import save_person
from tests.disk import coarse
from tests.screens.together import NUMBER, a_shared_case, at_goal, goal, in_goal, saved, until


async def test_a_colleagues_save_is_seen_in_the_list_and_in_the_open_case(office, monkeypatch):
    a_shared_case(office, monkeypatch)
    coarse(monkeypatch)
    async with office.seat(open_case=NUMBER) as seat:
        await at_goal(seat)
        for measure in ("first", "other", "third"):
            saved(office, "sean", Goal, "g", measure=measure)
            await until(seat, lambda measure=measure: measure in seat.text)


async def test_another_session_under_the_same_login_sees_each_save(office, monkeypatch):
    a_shared_case(office, monkeypatch)
    coarse(monkeypatch)
    async with office.seat(open_case=NUMBER) as one, office.seat(open_case=NUMBER) as other:
        await at_goal(other)
        for seat, wording in ((one, "A tenancy first"), (other, "A tenancy other"), (one, "A tenancy third")):
            await in_goal(seat)
            await seat.fill(wording=wording)
            await seat.save()
            assert seat.screen == "CaseScreen"
            for each in (one, other):
                await until(each, lambda each=each, wording=wording: wording in each.text)
    assert goal(office).wording == "A tenancy third"


async def test_a_change_of_the_people_is_seen_and_no_save_stands_on_the_people_before(office, monkeypatch):
    a_shared_case(office, monkeypatch)
    coarse(monkeypatch)
    async with office.seat() as seat:
        desk = office.new_desk("tom")
        save_person(desk, {"name": "Seán Kwane"}, desk.people["sean"])
        await until(seat, lambda: "Seán Kwane" in seat.text)
