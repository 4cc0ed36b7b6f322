"""The timeline: what happened, who changed what, and each record whole."""

from datetime import date

from casetui.data.records import (
    Action,
    Contact,
    Goal,
    Plan,
    Reference,
    Tick,
)
from casetui.desk.acts.cases import open_case
from casetui.desk.telling.timeline import happened
from tests.screens.office import NOW, TODAY
from tests.screens.one_case import NUMBER, a_case


async def test_the_timeline_shows_also_what_has_no_day_of_its_own(office):
    a_case(
        office,
        Goal(wording="A tenancy", domain="accommodation", made_by="mary", made_at=NOW),
        Reference(label="Housing", number="H 12", made_at=NOW),
        Plan(vision="A quiet place", made_at=NOW),
    )
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        for text in ("A tenancy", "H 12", "A quiet place", "Aoife Nolan"):
            assert text in str([line.cells for line in seat.list.lines])


async def test_the_timeline_says_who_changed_which_fields(office):
    a_case(office, Goal(wording="A tenancy", domain="accommodation", measure="keys", made_at=NOW))
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("plan")
        await seat.stand_on("A tenancy")
        await seat.press("enter")
        await seat.fill(measure="keys in hand")
        await seat.save()
        await seat.press("t")
        changed = seat.line("changed")
        assert "Goal A tenancy" in changed and "Mary Byrne" in changed
        texts = " ".join(line.cells[2] for line in seat.list.lines if "changed" in line.cells[1])
        assert "Goal A tenancy: " in texts


async def test_the_timeline_names_what_was_ticked_in_the_words_of_its_checklist(office):
    ticks = [
        Tick(checklist="housing-list", item="income", on=TODAY),
        Tick(checklist="intake", item="steps-explained", on=TODAY),
        Tick(checklist="housing-list", item="gone", on=TODAY),
    ]
    a_case(office, *ticks)
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        shown = str([line.cells for line in seat.list.lines])
        assert "Proof of income" in shown and "housing-list: income" not in shown
        assert "intake: steps-explained" not in shown
        assert "housing-list: gone" in shown, "no item of this method has that key any more"


async def test_enter_in_the_timeline_shows_a_record_whole(office):
    a_case(office, Contact(kind="visit", summary="word " * 100 + "finis", on=TODAY))
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        await seat.stand_on("word")
        await seat.press("enter")
        assert seat.screen == "RecordScreen" and "finis" in seat.text


async def test_what_is_still_to_come_stands_under_the_day_on_which_it_was_written(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned())
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    entries = happened(desk, opened)
    assert max(entry.day for entry in entries) <= TODAY
    (action,) = [entry for entry in entries if isinstance(entry.record, Action)]
    assert action.record.due_on == date(2026, 12, 12)
    assert "when Sat 12 Dec" in action.text, "its day is said"
