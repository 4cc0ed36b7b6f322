"""A record that was struck out can be taken back; both reasons stay in the history."""

import pytest

from casetui.data.records import Contact, Domain, Entry, Goal, Plan
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.news import what_changed
from casetui.desk.acts.records import stand_again, strike
from casetui.desk.errors import NotAllowed, SavedMeanwhile
from casetui.desk.flows.records import take_strike_back
from casetui.desk.telling.timeline import happened
from tests.plain.lines import said
from tests.screens.office import NOW, TODAY

NUMBER = "AB2345"
STRUCK = {"struck_by": "mary", "struck_at": NOW, "struck_reason": "another client"}


def opened_with(office, *records, **head):
    office.case(NUMBER, build=lambda b: b.assigned().assessed(completed_on=None).put(*records), **head)
    desk = office.desk("mary")
    return desk, open_case(desk, NUMBER)


def contact(**values):
    return Contact(id="c", on=TODAY, kind="phone", summary="Rang", **values)


def test_a_record_that_was_struck_out_stands_again_and_both_reasons_are_kept(office):
    desk, opened = opened_with(office, contact())
    strike(desk, opened, opened.file.get(Contact, "c"), "another client")
    struck = opened.file
    stand_again(desk, opened, opened.file.get(Contact, "c"), "It was her after all")
    kept = office.read(NUMBER)
    assert [(one.id, one.summary, one.struck_reason) for one in kept.all(Contact)] == [("c", "Rang", "")]
    assert [one.reason for one in kept.every(Entry)][-2:] == [
        "another client",
        "It was her after all (it was struck out: another client)",
    ]
    assert happened(desk, opened, "acts")[0].title in ("strike-out taken back", "struck out")
    told = what_changed(desk, opened.method, struck, opened.file)
    assert "Contact: the strike-out was taken back" in told


@pytest.mark.parametrize(
    ("records", "head", "error"),
    [
        ([contact()], {}, "This record is not struck out."),
        ([contact(**STRUCK)], {"state": "closed", "closed_on": TODAY}, "The case is closed."),
        ([Plan(id="c", vision="Home", state="agreed", agreed_on=TODAY, **STRUCK)], {}, "agreed as it stands"),
    ],
)
def test_what_cannot_stand_again_is_said_before_a_reason_is_asked_for(office, records, head, error):
    desk, opened = opened_with(office, *records, **head)
    record = opened.file.every(type(records[0]))[-1]
    with pytest.raises(NotAllowed, match=error):
        next(take_strike_back(desk, opened, record))


def test_a_second_record_of_one_place_is_refused(office):
    old = Domain(id="old", domain="legal", need="some", assessment="assessment", **STRUCK)
    new = Domain(id="new", domain="legal", need="urgent", assessment="assessment", made_by="sean")
    desk, opened = opened_with(office, old, new)
    with pytest.raises(NotAllowed, match=r"Legal.* is written already, by Seán"):
        stand_again(desk, opened, opened.file.get(Domain, "old"), "It was right")


def test_a_colleague_who_took_it_back_first_is_not_written_over(office):
    desk, opened = opened_with(office, Goal(id="g", wording="A home", **STRUCK))
    other = office.desk("sean")
    theirs = open_case(other, NUMBER, "cover")
    stand_again(other, theirs, theirs.file.get(Goal, "g"), "It is hers")
    mine = opened.file.get(Goal, "g")
    with pytest.raises(SavedMeanwhile, match="Seán Keane saved this case"):
        stand_again(desk, opened, mine, "It is hers")
    with pytest.raises(NotAllowed, match="not struck out"):
        stand_again(desk, opened, mine, "It is hers")
    assert len(office.read(NUMBER).all(Goal)) == 1


async def test_enter_on_the_struck_record_offers_to_take_it_back(office):
    office.case(NUMBER, build=lambda b: b.assigned().put(contact(**STRUCK)))
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("6")
        await seat.stand_on("struck out")
        await seat.press("enter")
        assert "x Take the strike-out back" in seat.text
        await seat.press("x")
        await seat.type("It was her")
        await seat.press("enter")
        assert "The strike-out was taken back." in seat.text and "x Take" not in seat.text
        assert "Struck out:" not in seat.text
    assert [one.summary for one in office.read(NUMBER).all(Contact)] == ["Rang"]


async def test_the_menu_offers_to_take_it_back_on_its_line(office):
    office.case(NUMBER, build=lambda b: b.assigned().put(contact(**STRUCK)))
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("6")
        await seat.stand_on("struck out")
        await seat.press("m")
        assert "Take the strike-out back" in seat.text and "Strike out the sel" not in seat.text
        await seat.press("x")
        await seat.type("It was her")
        await seat.press("enter")
        assert "struck out ·" not in seat.text
    assert [one.summary for one in office.read(NUMBER).all(Contact)] == ["Rang"]


async def test_a_struck_domain_is_shown_below_its_empty_line(office):
    old = Domain(id="old", domain="legal", need="some", assessment="assessment", **STRUCK)
    office.case(NUMBER, build=lambda b: b.assigned().assessed(completed_on=None).put(old))
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("2")
        await seat.stand_on("struck out")
        await seat.press("x")
        await seat.type("It was right")
        await seat.press("enter")
    assert [one.id for one in office.read(NUMBER).all(Domain) if one.domain == "legal"] == ["old"]


def test_plain_takes_it_back_too(office):
    office.case(NUMBER, build=lambda b: b.assigned().put(contact(**STRUCK)))
    text = said(office, "1", "6", "struck out", "take back", "It was her", "back")
    assert "The strike-out was taken back." in text
    assert [one.summary for one in office.read(NUMBER).all(Contact)] == ["Rang"]
