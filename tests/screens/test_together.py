"""Several at once: what colleagues save is seen at once, nothing typed is lost or overwritten."""

import asyncio
import time
from datetime import timedelta

import pytest

from casetui.data.records import (
    Client,
    Contact,
    Entry,
    Goal,
    Override,
    Tick,
)
from casetui.data.vault import Vault
from casetui.desk.cases import open_case
from casetui.desk.records import build, save_record, strike
from casetui.screens import watch
from casetui.screens.form import FormScreen
from tests.screens.office import NOW, TODAY

NUMBER = "AB2345"
SOON = timedelta(minutes=5)


@pytest.fixture
def quick(monkeypatch):
    """Look at the journal often, so that tests need not wait."""
    monkeypatch.setattr(watch, "INTERVAL", 0.05)


@pytest.fixture
def case(office, quick):
    office.case(
        NUMBER, "Aoife Nolan",
        lambda b: b.assigned().intake().put(
            Goal(id="g", wording="A tenancy", measure="keys"),
            Goal(id="h", wording="A course"),
            Contact(id="note", kind="visit", on=TODAY, summary="At home."),
        ),
    )  # fmt: skip
    return office


def saved(office, who, kind, record, **fields):
    """Have a colleague save fields of a record of the case, five minutes later than the one before."""
    office.now += SOON
    desk = office.desk(who)
    opened = open_case(desk, NUMBER, "covering")
    start = opened.file.get(kind, record)
    save_record(desk, opened, build(kind, start, fields), start)


def head_saved(office, who, **fields):
    """Have somebody change the head of the case."""
    desk = office.desk(who)
    opened = open_case(desk, NUMBER)
    file = opened.file.copy()
    file.put(file.case.model_copy(update=fields))
    file.put(Entry(at=office.now, by=who, act="assign", about="case", record="case"))
    file.save(office.vault, who, office.now)
    office.vault.tell(file.name, who)


async def until(seat, true, seconds=5.0):
    """Wait until something is so; fail with what the screen shows."""
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, seat.text
        await asyncio.sleep(0.02)
        await seat.pilot.pause()


async def looked(seat, times=6):
    """Wait until the journal was surely looked at, and all that comes of it is done."""
    for _ in range(times):
        await asyncio.sleep(0.06)
        await seat.settle()


def drawn(app, monkeypatch):
    """Return a list that grows with each time that anything is sent to the terminal."""
    sent, display = [], app._display
    monkeypatch.setattr(app, "_display", lambda screen, what: (sent.append(what), display(screen, what)))
    return sent


def goal(office, record="g"):
    return office.read(NUMBER).get(Goal, record)


async def at_goal(seat, part="A tenancy"):
    await seat.press("3")
    await seat.stand_on(part)


async def in_goal(seat):
    await at_goal(seat)
    await seat.press("enter")
    assert seat.screen == "FormScreen"


# -- seen at once --------------------------------------------------------------------------------


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
        assert "gave this case to Priya Das" in seat.words
        assert "Not for Mary" not in seat.text and "A tenancy" in seat.text


# -- nothing while nothing changes -----------------------------------------------------------------


@pytest.mark.parametrize("where", ["caseload", "a", "s", "case"])
async def test_nothing_is_read_or_drawn_while_nothing_changes(case, monkeypatch, where):
    async with case.seat(open_case=NUMBER if where == "case" else "") as seat:
        await seat.press(*([where] if len(where) == 1 else []))
        await looked(seat)
        reads, looks = [], []
        size = Vault.journal_size
        monkeypatch.setattr(Vault, "journal_size", lambda vault: looks.append(1) or size(vault))
        for name in ("stamp", "stamps", "read", "told_since"):
            monkeypatch.setattr(Vault, name, lambda *args, name=name: reads.append(name))
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
        sent, before = drawn(seat.app, monkeypatch), register._stamps["cases/CD2345"]
        desk = case.desk("priya")
        opened = open_case(desk, "CD2345")
        save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="Rang."))
        await until(seat, lambda: register._stamps["cases/CD2345"] != before)
        await looked(seat, 3)
        assert not [what for what in sent if what is not None]


async def test_nothing_is_looked_at_while_the_program_is_suspended(case, monkeypatch):
    looks = []
    async with case.seat() as seat:
        size = Vault.journal_size
        monkeypatch.setattr(Vault, "journal_size", lambda vault: looks.append(1) or size(vault))
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


async def test_a_look_while_the_program_ends_does_nothing(case):
    async with case.seat() as seat:
        looks = watch.Watch(seat.app, seat.app.screen.desk)
    looks.look()
    looks._show(None)


async def test_midnight_is_shown_without_a_key(case, monkeypatch):
    async with case.seat() as seat:
        assert "Sat 21 Nov 2026" in seat.text
        sent = drawn(seat.app, monkeypatch)
        await asyncio.sleep(0.2)
        assert not sent
        case.now = NOW + timedelta(days=1)
        await until(seat, lambda: "Sun 22 Nov 2026" in seat.text)


# -- a form that is open ---------------------------------------------------------------------------


async def test_a_form_says_in_one_line_who_saved_and_nothing_moves(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        before = seat.lines
        saved(case, "tom", Goal, "g", wording="A house")
        await until(seat, lambda: "Tom Walsh saved this case at 10:05" in seat.lines[0])
        assert seat.lines[1:] == before[1:]
        assert seat.lines[0].startswith(" Aoife Nolan: Goal")


async def test_no_key_is_lost_while_colleagues_save(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("w")
        assert seat.screen == "FormScreen"
        await seat.fill(kind="phone")
        await seat._go_to("summary")
        text = "The quick brown fox jumps over the lazy dog. " * 4
        for n in range(0, len(text), 20):
            saved(case, "tom", Goal, "g", measure=f"keys {n}")
            await seat.type(text[n : n + 20])
            await asyncio.sleep(0.03)
        assert seat.app.screen.form.entries()["summary"] == text
        await seat.save()
        assert seat.screen == "CaseScreen"
    assert case.read(NUMBER).all(Contact)[-1].summary == text.strip()
    assert goal(case).measure == "keys 160"


async def test_after_the_form_the_case_is_shown_as_the_colleague_left_it(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        saved(case, "tom", Goal, "h", wording="A better course")
        await until(seat, lambda: "Tom Walsh saved" in seat.lines[0])
        await seat.press("ctrl+x")
        await until(seat, lambda: "A better course" in seat.text)
        assert "Tom Walsh saved this case at 10:05: Goal, Goal: A better course" in seat.words


@pytest.mark.parametrize(
    ("head", "line", "refusal"),
    [
        ({"state": "closed", "closed_on": TODAY}, "Tom Walsh closed this case at", "The case is closed."),
        (
            {"manager": "priya", "team": "south"},
            "Tom Walsh gave this case to Priya Das at",
            "You may not change this case.",
        ),
    ],
)
async def test_a_case_closed_or_given_away_under_a_form_is_said_and_the_typing_stays(
    case, head, line, refusal
):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        await seat.fill(measure="a lease of my own")
        head_saved(case, "tom", **head)
        await until(seat, lambda: line in seat.lines[0])
        await seat.save()
        assert refusal in seat.words and "a lease of my own" in seat.text
        assert seat.screen == "FormScreen" and goal(case).measure == "keys"


# -- one field, two people -------------------------------------------------------------------------


async def clash(seat, office, **theirs):
    """Type a measure, have Tom save another one, and save."""
    await in_goal(seat)
    await seat.fill(measure="a lease")
    saved(office, "tom", Goal, "g", **{"measure": "a house", **theirs})
    await seat.save()
    assert seat.screen == "ChooseScreen"


async def test_both_values_are_shown_with_who_and_when(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        assert "Tom Walsh, 21/11/2026 10:05, Measure of success: a house" in seat.words
        assert "Mary Byrne, 21/11/2026 10:05, Measure of success: a lease" in seat.words
        assert "Keep both" not in seat.words
    assert goal(case).measure == "a house"


@pytest.mark.parametrize(("key", "stands"), [("m", "a lease"), ("t", "a house"), ("enter", "a lease")])
async def test_the_one_that_is_chosen_stands_and_the_choice_is_in_the_timeline(case, key, stands):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        await seat.press(key)
        assert seat.screen == "CaseScreen"
        assert goal(case).measure == stands
        made = case.read(NUMBER).all(Entry)[-1]
        assert (made.act, made.by, made.fields, made.record) == ("chose", "mary", ["measure"], "g")
        assert "a house" not in made.model_dump_json() and "a lease" not in made.model_dump_json()
        await seat.press("t")
        assert "Measure of success" in next(
            line.cells[2] for line in seat.app.screen._list.lines if line.cells[1] == "chose"
        )


async def test_taking_theirs_changes_nothing_in_the_record(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        before = goal(case)
        await seat.press("t")
    assert goal(case) == before and goal(case).changed_by == "tom"
    assert [made.act for made in case.read(NUMBER).all(Entry) if made.by == "mary"] == ["chose"]


async def test_what_only_the_other_changed_is_taken_and_said(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case, wording="A place of her own")
        assert "Also changed, and taken: Goal, Goal: A place of her own" in seat.words
        await seat.press("m")
    assert (goal(case).wording, goal(case).measure) == ("A place of her own", "a lease")
    mine = [made.fields for made in case.read(NUMBER).all(Entry) if made.by == "mary"]
    assert mine == [["measure"], ["measure"]]


async def test_every_field_is_asked_about_on_its_own(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        await seat.fill(wording="My tenancy", measure="a lease")
        saved(case, "tom", Goal, "g", wording="Tom's tenancy", measure="a house")
        await seat.save()
        assert "My tenancy" in seat.words and "Fields to choose in after this one: 1." in seat.words
        await seat.press("m")
        assert seat.screen == "ChooseScreen" and "a house" in seat.words
        await seat.press("t")
        assert seat.screen == "CaseScreen"
    assert (goal(case).wording, goal(case).measure) == ("My tenancy", "a house")
    assert case.read(NUMBER).all(Entry)[-1].fields == ["measure", "wording"]


async def test_going_back_from_the_choice_saves_nothing_and_the_next_save_asks_again(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        await seat.press("ctrl+x")
        assert seat.screen == "FormScreen" and "Ctrl+S asks again." in seat.words
        await seat.fill(measure="a longer lease")
        await seat.save()
        assert seat.screen == "ChooseScreen" and "a longer lease" in seat.words
        await seat.press("m")
    assert goal(case).measure == "a longer lease"


async def test_who_writes_the_same_as_the_other_is_not_asked_again(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        await seat.press("ctrl+x")
        await seat.fill(measure="a house")
        await seat.save()
        assert seat.screen == "CaseScreen"
    assert goal(case).measure == "a house"


NOTE, THEIRS = "I met her at the quay.", "\n".join(f"Line {n} of Tom's note." for n in range(40))


async def test_two_changes_to_one_note_keep_both_unless_another_is_chosen(case):
    async with case.seat(open_case=NUMBER) as seat:
        record = case.read(NUMBER).get(Contact, "note")
        seat.app.screen._form_of(record)
        await seat.settle()
        await seat.fill(summary=NOTE)
        saved(case, "tom", Contact, "note", summary=THEIRS)
        await seat.save()
        assert seat.screen == "ChooseScreen" and "Keep both, theirs first" in seat.words
        assert NOTE not in seat.words
        for _ in range(10):
            await seat.press("pagedown")
        assert NOTE in seat.words, "long texts can be read whole"
        await seat.press("enter")
        assert seat.screen == "CaseScreen", seat.text
    assert case.read(NUMBER).get(Contact, "note").summary == (
        f"Tom Walsh, 21/11/2026 10:05:\n{THEIRS}\n\nMary Byrne, 21/11/2026 10:05:\n{NOTE}"
    )


async def test_gates_run_again_on_what_was_chosen(case):
    """What is chosen is checked as if it had been typed: the typing stays where it is held back."""
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        head_saved(case, "tom", state="closed", closed_on=TODAY)
        await seat.press("m")
        assert seat.screen == "FormScreen" and "The case is closed." in seat.words
        assert seat.app.screen.form.entries()["measure"] == "a lease"
    assert goal(case).measure == "a house"


async def test_of_three_colleagues_each_is_asked_about_and_no_word_is_lost(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        await seat.fill(measure="mary's")
        saved(case, "tom", Goal, "g", measure="tom's")
        saved(case, "liam", Goal, "g", horizon="long")
        await seat.save()
        assert "Tom Walsh, Liam Roche saved this case" in seat.words
        assert "Tom Walsh, 21/11/2026 10:05, Measure of success: tom's" in seat.words
        saved(case, "liam", Goal, "g", measure="liam's")
        await seat.press("m")
        assert seat.screen == "ChooseScreen"
        assert "Liam Roche, 21/11/2026 10:15, Measure of success: liam's" in seat.words
        await seat.press("m")
        assert seat.screen == "CaseScreen"
    assert (goal(case).measure, goal(case).horizon) == ("mary's", "long")


async def test_who_took_theirs_takes_what_a_third_made_of_it(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        saved(case, "liam", Goal, "g", measure="a castle")
        await seat.press("t")
        assert seat.screen == "CaseScreen"
    assert goal(case).measure == "a castle"


async def test_one_item_first_ticked_by_both_with_two_notes_keeps_both(case):
    desk = case.desk("tom")
    tick = {"id": "tick-card-x", "checklist": "card", "item": "x", "on": TODAY, "state": "done"}
    async with case.seat(open_case=NUMBER) as seat:
        seat.app.screen._tick_form("card", "x", "An item")
        await seat.settle()
        await seat.fill(note="mine")
        save_record(desk, open_case(desk, NUMBER), Tick(**tick, value="12", note="theirs"))
        await seat.save()
        assert seat.screen == "ChooseScreen"
        await seat.press("b")
        assert seat.screen == "CaseScreen", seat.text
    kept = case.read(NUMBER).one(Tick)
    assert kept.value == "12" and kept.note.index("theirs") < kept.note.index("mine")


async def test_what_was_struck_out_meanwhile_is_no_choice_but_said(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        await seat.fill(measure="a lease")
        desk = case.desk("tom")
        opened = open_case(desk, NUMBER)
        strike(desk, opened, opened.file.get(Goal, "g"), "wrong client")
        await seat.save()
        assert isinstance(seat.app.screen, FormScreen)
        assert "struck out, wrong client" in seat.words and "Ctrl+S again" in seat.words
        await seat.save()
        assert seat.screen == "CaseScreen"
    assert goal(case).struck and "a lease" in [one.measure for one in case.read(NUMBER).all(Goal)]


async def test_two_people_at_two_screens_see_each_other(case):
    async with case.seat("mary", open_case=NUMBER) as mary, case.seat("tom", open_case=NUMBER) as tom:
        await in_goal(mary)
        await mary.fill(measure="a lease")
        await mary.save()
        await until(tom, lambda: "Mary Byrne saved this case at 10:00" in tom.words)
        await in_goal(tom)
        await tom.fill(measure="a house")
        await in_goal(mary)
        await mary.fill(measure="a garden")
        await tom.save()
        await until(mary, lambda: "Tom Walsh saved this case" in mary.lines[0])
        await mary.save()
        assert mary.screen == "ChooseScreen"
        await mary.press("t")
        assert mary.screen == "CaseScreen"
    assert goal(case).measure == "a house"
