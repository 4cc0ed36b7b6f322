"""A line manager sees on the screen who changed and who opened a case, and what is wrong with its files."""

import threading
from datetime import date

from casetui.data.records import Closure, Goal
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import ask_for_closure
from casetui.desk.acts.records import save_record
from casetui.desk.audit import looking
from tests.screens.office import TODAY
from tests.screens.one_case import NUMBER, a_case


def saved(office, *wordings):
    a_case(office)
    for wording in wordings:
        desk = office.desk("mary")
        save_record(desk, open_case(desk, NUMBER), Goal(wording=wording, domain="accommodation"))


async def test_a_line_manager_reads_who_changed_and_who_opened_the_case(office):
    saved(office, "A tenancy", "A job")
    async with office.seat("tom", open_case=NUMBER) as seat:
        await seat.press("m", "h")
        assert seat.screen == "AuditScreen"
        assert "Nothing: every revision" in seat.text
        assert seat.place("Revision 2") < seat.place("A tenancy") < seat.place("Revision 3")
        assert "Tom Walsh" in "".join(seat.lines[seat.place("Who opened it") :])
        await seat.press("q")
        assert seat.screen == "CaseScreen"


async def test_what_acts_did_is_said_in_their_own_words(office):
    def ready(b):
        b.assigned().assessed("none").put(
            Closure(
                reason="needs met", needs_met=True, agreed_on=TODAY, aftercare="Ring us",
                aftercare_call="Mary", aftercare_agreed_on=TODAY,
            )
        )  # fmt: skip

    office.case(NUMBER, "Aoife Nolan", ready, opened_on=date(2026, 1, 10))
    desk = office.desk("mary")
    ask_for_closure(desk, open_case(desk, NUMBER))
    async with office.seat("tom") as seat:
        await seat.press("s", "enter", "b")
        await seat.type("Whom do they call?")
        await seat.press("enter")
        desk = office.desk("mary")
        ask_for_closure(desk, open_case(desk, NUMBER))
        await seat.press("q", "r", "s", "enter", "s", "s")
        assert "Signed off." in seat.text
        seat.app.screen.open_case(NUMBER)
        await seat.settle()
        await seat.press("m", "h")
        said = ("Closure: asked for", "Closure: sent back: Whom do they call?", "Case: closed",
                "Case manager: Mary Byrne until Sat 21 Nov 2026", "Closure: signed off")  # fmt: skip
        places = [seat.place(part) for part in said]
        assert places == sorted(places) and " changed" not in seat.text.replace("Who changed", "")


async def test_what_is_wrong_stands_first(office):
    saved(office, "A tenancy", "A job")
    sorted((office.folder / "former" / NUMBER).iterdir())[1].unlink()
    async with office.seat("tom", open_case=NUMBER) as seat:
        await seat.press("m", "h")
        assert seat.place("! Revisions 2 to 2 are missing") < seat.place("Who changed what")


async def test_a_worker_is_not_offered_it(office):
    saved(office)
    async with office.seat("mary", open_case=NUMBER) as seat:
        await seat.press("m")
        assert "Who changed and who opened" not in seat.text


async def test_the_finder_leads_there(office):
    saved(office)
    async with office.seat("tom", open_case=NUMBER) as seat:
        await seat.press("ctrl+p")
        await seat.type("who opened")
        await seat.press("enter")
        assert seat.screen == "AuditScreen"


async def test_who_goes_on_stops_the_reading(office, monkeypatch):
    saved(office)
    begun, left, answers = threading.Event(), threading.Event(), []

    def slow(desk, number, reason, progress):
        begun.set()
        left.wait(10)
        answers.append(progress(1, 2))
        return None

    monkeypatch.setattr(looking, "audit", slow)
    async with office.seat("tom", open_case=NUMBER) as seat:
        await seat.pilot.press("m")
        await seat.pilot.press("h")
        while not begun.is_set():
            await seat.pilot.pause()
        await seat.pilot.press("q")
        await seat.pilot.pause()
        left.set()
        await seat.settle()
        assert seat.screen == "CaseScreen" and answers == [False]
