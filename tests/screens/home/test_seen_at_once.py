"""What colleagues save is seen at once, and nothing is read or drawn while nothing changes."""

import asyncio
import time
from datetime import timedelta

import pytest

from casetui.data.records import (
    Client,
    Contact,
    Goal,
    Override,
)
from casetui.data.store.beside import Journal
from casetui.data.vault import Vault
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.people.retiring import retire
from casetui.screens.home import watch
from tests.screens.office import NOW, TODAY
from tests.screens.together import (
    NUMBER,
    a_shared_case,
    at_goal,
    drawn,
    head_saved,
    looked,
    saved,
    until,
)


@pytest.fixture
def case(office, monkeypatch):
    return a_shared_case(office, monkeypatch)


# -- seen at once ---------------------------------------------------------------------------------


async def test_a_new_client_of_a_colleague_is_in_the_open_caseload_within_three_seconds(office):
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned())
    async with office.seat() as seat:
        office.case("CD2345", "Bert Late", lambda b: b.assigned())
        began = time.monotonic()
        await until(seat, lambda: "Bert Late" in seat.text)
        assert time.monotonic() - began < 3


@pytest.mark.parametrize(("key", "screen"), [("", "CaseloadScreen"), ("a", "AgendaScreen")])
async def test_what_a_colleague_saves_comes_into_an_open_list_and_the_cursor_stays(case, key, screen):
    case.case("CD2345", "Bert Late", lambda b: b.assigned())
    async with case.seat() as seat:
        await seat.press(*([key] if key else []))
        assert seat.screen == screen
        await seat.stand_on("Bert Late")
        before = seat.app.screen.focused.cursor_key
        saved(case, "tom", Client, case.read(NUMBER).one(Client).id, name="Zoe Changed")
        await until(seat, lambda: "Zoe Changed" in seat.text)
        assert "Aoife Nolan" not in seat.text
        assert seat.app.screen.focused.cursor_key == before


async def test_what_is_asked_for_comes_into_open_sign_offs(case):
    async with case.seat("tom") as seat:
        await seat.press("s")
        assert "Nothing waits for you." in seat.text
        desk = case.desk("mary")
        opened = open_case(desk, NUMBER)
        asked = Override(rule=18, act="ask for closure", why="Moved away", asked_by="mary", asked_on=TODAY)
        save_record(desk, opened, asked)
        await until(seat, lambda: "Aoife Nolan" in seat.text)
        assert seat.screen == "SignOffsScreen"


async def test_an_open_case_shows_what_a_colleague_saved_and_says_who(case):
    async with case.seat(open_case=NUMBER) as seat:
        await at_goal(seat, "A course")
        saved(case, "tom", Goal, "g", wording="A house")
        await until(seat, lambda: "A house" in seat.text)
        assert "Tom Walsh saved this case at 10:05: Goal, Goal: A house" in seat.words
        assert "A course" in seat.selected[-1]
        await seat.press("up")
        assert "Tom Walsh saved" not in seat.text, "said until the next key"


async def test_many_changes_are_one_sentence(case):
    async with case.seat(open_case=NUMBER) as seat:
        fields = {"wording": "1", "measure": "2", "horizon": "long", "state": "dropped"}
        saved(case, "tom", Goal, "g", **fields)
        await until(seat, lambda: "Tom Walsh saved" in seat.text)
        assert "and 1 more" in seat.words


async def test_the_row_of_the_cursor_stays_in_a_list_that_is_scrolled(case):
    for n in range(30):
        case.case(f"ZZ23{n:02}", f"Client {n:02}", lambda b: b.assigned())
    async with case.seat() as seat:
        await seat.stand_on("Client 20")
        before = seat.place("Client 20")
        case.case("AA2222", "Ahead of all", lambda b: b.assigned())
        rows = seat.app.screen.desk.register.rows
        await until(seat, lambda: "AA2222" in rows and "Client 20" in seat.text)
        await looked(seat, 2)
        assert seat.place("Client 20") == before and "Client 20" in seat.selected[1]


async def test_what_the_person_may_no_longer_read_is_not_shown(case):
    async with case.seat(open_case=NUMBER) as seat:
        await at_goal(seat)
        head_saved(case, "tom", manager="priya", team="south")
        saved(case, "priya", Goal, "g", wording="Not for Mary")
        await until(seat, lambda: "Open it again to read on." in seat.words)
        assert "This case was given to Priya Das" in seat.words
        assert "Not for Mary" not in seat.text and "A tenancy" in seat.text


async def test_the_timeline_shows_what_a_colleague_saved_and_keeps_its_cursor(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        await seat.stand_on("A course")
        before = seat.app.screen.focused.cursor_key
        began = time.monotonic()
        desk = case.desk("tom")
        save_record(desk, open_case(desk, NUMBER), Contact(kind="phone", on=TODAY, summary="Rang at noon."))
        await until(seat, lambda: "Rang at noon." in str([line.cells for line in timeline(seat).lines]))
        assert time.monotonic() - began < 3
        assert timeline(seat).cursor_key == before and "Tom Walsh saved this case" in seat.words
        await seat.press("q")
        await seat.press("6")
        assert "Rang at noon." in seat.text, "the case below has it too"


async def test_no_key_is_lost_while_the_timeline_takes_up_what_was_saved(case):
    for n in range(12):
        saved(case, "mary", Goal, "h", wording=f"Wording {n}")
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("t", "home")
        keys = [line.key for line in timeline(seat).lines]
        saved(case, "tom", Goal, "g", wording="A house")
        for _ in range(8):
            seat.send("down")
            await asyncio.sleep(0.03)
        await until(seat, lambda: len(timeline(seat).lines) > len(keys))
        assert timeline(seat).cursor_key == keys[8]


async def test_a_timeline_below_a_question_takes_it_up_when_that_is_answered(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("t", "f")
        saved(case, "tom", Goal, "g", wording="A house")
        await looked(seat)
        await seat.press("escape")
        await until(seat, lambda: "A house" in seat.text)


async def test_a_record_that_is_read_changes_as_a_colleague_changes_it(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        await seat.stand_on("A tenancy")
        await seat.press("enter")
        assert seat.screen == "RecordScreen"
        await seat.stand_on("keys")
        began = time.monotonic()
        saved(case, "tom", Goal, "g", wording="A house", domain="accommodation")
        await until(seat, lambda: "A house" in seat.text)
        assert time.monotonic() - began < 3
        assert "keys" in seat.selected[1] and "Tom Walsh saved this case" in seat.words


async def test_a_timeline_that_may_no_longer_be_read_says_so_and_shows_nothing_new(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        head_saved(case, "tom", manager="priya", team="south")
        saved(case, "priya", Goal, "g", wording="Not for Mary")
        await until(seat, lambda: "Open it again to read on." in seat.words)
        assert "Not for Mary" not in seat.text


async def test_a_session_that_was_left_open_ends_once_its_person_has_left_the_agency(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("w", "tab")
        await seat.type("He hit her")
        retire(case.desk("tom"), "mary")
        await until(seat, lambda: seat.screen == "LeftScreen")
        await seat.type(" again.\r")
        await seat.press("q", "escape", "enter")
        assert "You left the agency on Sat 21 Nov 2026. Your session is over." in seat.words
        assert "He hit her" not in seat.text and seat.app.is_running
        await seat.press("ctrl+x")
        assert str(seat.app.refused) == "You left the agency on Sat 21 Nov 2026."
        assert seat.app.return_value == 2


def timeline(seat):
    return seat.list


# -- nothing while nothing changes ----------------------------------------------------------------


@pytest.mark.parametrize("where", ["caseload", "a", "s", "case", "t"])
async def test_nothing_is_read_or_drawn_while_nothing_changes(case, monkeypatch, where):
    async with case.seat(open_case=NUMBER if where in ("case", "t") else "") as seat:
        await seat.press(*([where] if len(where) == 1 else []))
        await looked(seat)
        reads, looks = [], []
        size = Journal.size
        monkeypatch.setattr(Journal, "size", lambda journal: looks.append(1) or size(journal))
        for of, name in (
            *((Vault, name) for name in ("stamp", "stamps", "digest", "read")),
            (Journal, "since"),
        ):
            monkeypatch.setattr(of, name, lambda *args, name=name: reads.append(name))
        sent = drawn(seat.app, monkeypatch)
        await asyncio.sleep(0.5)
        assert len(looks) > 4 and not reads and not sent


@pytest.mark.parametrize("where", ["caseload", "a", "s", "case"])
async def test_nothing_is_drawn_where_another_case_changes(case, monkeypatch, where):
    """The other case is of another team: nothing of it is on this screen."""
    case.case("CD2345", "Far Away", lambda b: b.assigned("priya"), manager="priya", team="south")
    async with case.seat(open_case=NUMBER if where == "case" else "") as seat:
        await seat.press(*([where] if len(where) == 1 else []))
        await looked(seat)
        register = seat.app.screen.desk.register
        sent, before = drawn(seat.app, monkeypatch), register.changes_beside(NUMBER)
        desk = case.desk("priya")
        opened = open_case(desk, "CD2345")
        save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="Rang."))
        await until(seat, lambda: register.changes_beside(NUMBER) > before)
        await looked(seat, 3)
        assert not [what for what in sent if what is not None]


async def test_nothing_is_looked_at_while_the_program_is_suspended(case, monkeypatch):
    looks = []
    async with case.seat() as seat:
        size = Journal.size
        monkeypatch.setattr(Journal, "size", lambda journal: looks.append(1) or size(journal))
        seat.app._suspend_signal()
        await asyncio.sleep(0.1)
        before = len(looks)
        await asyncio.sleep(0.3)
        assert len(looks) == before
        seat.app._resume_signal()
        await until(seat, lambda: len(looks) > before + 2)


async def test_one_timer_looks_however_many_screens_are_open(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        pumps = [seat.app, *seat.app.screen_stack]
        assert len([t for pump in pumps for t in pump._timers if t.name == "watch"]) == 1


async def test_a_look_while_the_program_ends_does_nothing(case, monkeypatch):
    async with case.seat() as seat:
        looks, later = watch.Watch(seat.app, seat.app.screen.desk), []
        monkeypatch.setattr(seat.app, "call_later", lambda *given, **named: later.append((given, named)))
        opened = open_case(case.desk("tom"), NUMBER)
        save_record(case.desk("tom"), opened, Contact(kind="phone", on=TODAY, summary="Rang."))
        looks.look()
        await until(seat, lambda: later)
    looks.look()
    for (act, *given), named in later:
        act(*given, **named)


async def test_midnight_is_shown_without_a_key(case, monkeypatch):
    async with case.seat() as seat:
        assert "Sat 21 Nov 2026" in seat.text
        sent = drawn(seat.app, monkeypatch)
        await asyncio.sleep(0.2)
        assert not sent
        case.now = NOW + timedelta(days=1)
        await until(seat, lambda: "Sun 22 Nov 2026" in seat.text)
