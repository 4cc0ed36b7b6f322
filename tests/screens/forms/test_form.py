import threading
from datetime import UTC, datetime

import pytest

from casetui.checklists.base import Finding
from casetui.data.records import Client, Contact, Tracking
from casetui.desk.errors import HeldBack, NotAllowed, SavedMeanwhile
from casetui.screens.forms.form import FormScreen
from casetui.widgets.ask import Question
from tests.widgets.harness import HARMLESS, HOSTILE, READING, WORDS, Bench, choices, screen_text


class Desk:
    """Takes what is saved, or answers with what it was told to."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.saved = []

    def save(self, values):
        if self.answers:
            raise self.answers.pop(0)
        self.saved.append(values)


class Office(Bench):
    BINDINGS = [("question_mark", "help", "Help")]
    helped = False

    def action_help(self):
        self.helped = True


def opened(desk, model=Contact, **entries):
    app = Office()
    screen = FormScreen(
        f"New contact: {HOSTILE}", model, entries, reading=READING, choices=choices, words=WORDS,
        save=desk.save, zone=UTC,
    )  # fmt: skip
    return app, screen


async def settled(pilot):
    """Wait for the save in its thread, and for what came of it."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


def shown(app):
    return "\n".join(screen_text(app))


async def test_a_quick_contact_is_saved_straight_from_its_text():
    desk = Desk()
    app, screen = opened(desk, on="21/11/2026")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("h", "tab", *"met", "ctrl+s")
        await settled(pilot)
        assert app.answer is True
        assert desk.saved[0]["summary"] == "met"
        assert desk.saved[0]["on"] == READING.today


async def test_saving_runs_off_the_screens_own_thread():
    threads = []
    desk = Desk()
    desk.save = lambda values: threads.append(threading.current_thread())
    app, screen = opened(desk, Tracking, on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert threads[0] is not threading.main_thread()


async def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_saved():
    desk = Desk()
    app, screen = opened(desk, on="31/02/2026")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert shown(app).count("! Please fill this in.") == 2
        assert "! There is no such day" in shown(app)
        assert not desk.saved
        await pilot.press("h")
        assert screen.form.entries()["kind"] == "visit"


async def test_what_the_model_refuses_is_said_at_the_top():
    def save(values):
        Client(**values)

    desk = Desk()
    desk.save = save
    app, screen = opened(desk, Client)
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", *"Bee", "ctrl+s")
        await settled(pilot)
        assert "! Write a name, or a description" in shown(app)
        assert app.answer == "not answered"


FINDING = Finding(
    rule=1, weight="hold", area="intake", what=f"No consent {HOSTILE}.", do="Write it down under Consent.",
    source="Guidebook, B",
)  # fmt: skip


async def test_each_thing_that_holds_it_back_is_listed_with_what_to_do_and_its_source():
    desk = Desk(HeldBack([FINDING]))
    app, screen = opened(desk, Tracking, on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert f"! No consent {HARMLESS}." in shown(app)
        assert "Write it down under Consent. (Guidebook, B)" in shown(app)


async def test_what_somebody_else_saved_is_shown_and_a_second_save_goes_on_top():
    desk = Desk(SavedMeanwhile("Seán", datetime(2026, 11, 21, 9, 30, tzinfo=UTC), ["Goal changed", HOSTILE]))
    app, screen = opened(desk, Tracking, on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", "tab", *"Quay", "ctrl+s")
        await settled(pilot)
        for text in ("Seán saved this case", "Sat 21 Nov 09:30", "Goal changed", HARMLESS, "Ctrl+S again"):
            assert text in shown(app)
        assert screen.form.entries()["where"] == "Quay"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert app.answer is True
        assert desk.saved[0]["where"] == "Quay"


@pytest.mark.parametrize("error", [NotAllowed("Only managers may."), OSError(28, "Only so much space")])
async def test_other_refusals_are_a_sentence(error):
    app, screen = opened(Desk(error), Tracking, on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "Only " in screen.message and screen.message.startswith("! ")
        assert app.answer == "not answered"


@pytest.mark.parametrize("error", [HeldBack([FINDING]), NotAllowed("Only managers may.")])
async def test_each_save_that_is_refused_is_seen_to_have_been_tried(error):
    app, screen = opened(Desk(error, error, error), Tracking, on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        for said in ("! Not saved.", "! Not saved, tried 2 times."):
            await pilot.press("ctrl+s")
            await settled(pilot)
            assert said in shown(app)
        await pilot.press("tab", "tab", "x", "ctrl+s")
        await settled(pilot)
        assert "! Not saved." in shown(app), "something else was tried"


async def test_so_is_one_with_a_field_that_is_wrong():
    app, screen = opened(Desk(), Tracking, on="someday")
    async with app.run_test() as pilot:
        app.ask(screen)
        for said in ("! Not saved. Above it says why.", "! Not saved, tried 2 times. Above it says why."):
            await pilot.press("ctrl+s")
            await settled(pilot)
            assert screen.message == said


@pytest.mark.parametrize("key", ["escape", "ctrl+x"])
async def test_leaving_an_untouched_form_asks_nothing(key):
    app, screen = opened(Desk(), Tracking)
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press(key)
        assert app.answer is False


@pytest.mark.parametrize(
    ("answer", "left", "saves"),
    [
        (("s",), True, 1),
        (("end", "enter"), False, 0),
        (("c",), "not answered", 0),
        (("d",), "not answered", 0),
    ],
    ids=["save", "throw away by its row", "stay", "no letter throws away"],
)
async def test_leaving_with_something_typed_asks(answer, left, saves):
    desk = Desk()
    app, screen = opened(desk, Tracking, on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", "tab", "x", "ctrl+x")
        assert isinstance(app.screen, Question)
        await pilot.press(*answer)
        await settled(pilot)
        assert app.answer == left
        assert len(desk.saved) == saves
        if answer == ("c",):
            assert screen.form.entries()["where"] == "x"


async def test_a_save_on_leaving_that_is_refused_stays():
    app, screen = opened(Desk(NotAllowed("Not yours.")), Tracking, on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", "tab", "x", "escape", "s")
        await settled(pilot)
        assert app.screen is screen
        assert "! Not yours." in shown(app)


async def test_a_slow_save_says_so_and_takes_one_save_only():
    go = threading.Event()
    desk = Desk()
    saves = []

    def save(values):
        saves.append(values)
        go.wait(10)
        raise NotAllowed("Too late.")

    desk.save = save
    app, screen = opened(desk, Tracking, on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", "tab", "x", "ctrl+s", "ctrl+s", "ctrl+x")
        while screen.message != "Saving ...":
            await pilot.pause(0.05)
        go.set()
        await settled(pilot)
        assert len(saves) == 1
        assert screen.message == "! Not saved.\n! Too late."
        await pilot.press("y")
        assert screen.form.entries()["where"] == "xy"


async def test_help_is_a_key_that_no_field_takes():
    app, screen = opened(Desk())
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", "question_mark")
        assert not app.helped and screen.form.entries()["summary"] == "?"
        await pilot.press("ctrl+g")
        assert app.helped


async def test_a_letter_is_never_a_command_not_even_on_the_line_more():
    app, screen = opened(Desk(), on="today")
    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", "tab", "tab", "question_mark")
        assert not app.helped
        await pilot.press("enter", *["tab"] * 8, "3")
        assert screen.form.entries()["minutes"] == "3"


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5)])
async def test_the_title_is_text_and_help_is_in_sight_on_every_screen(size):
    app, screen = opened(Desk())
    async with app.run_test(size=size) as pilot:
        app.ask(screen)
        await pilot.pause()
        await pilot.pause()
        lines = screen_text(app)
        assert lines[0].startswith(" New contact:")
        assert "^G Help" in lines[-1]
