import pytest

from casetui.widgets.ask import AskText, Question
from casetui.widgets.pick import Pick, Several, fitting
from tests.widgets.harness import HARMLESS, HOSTILE, Bench, screen_text

TOWNS = [
    ("d", "Dublin"),
    ("c", "Cork"),
    ("g", "Galway"),
    ("l", "Limerick"),
    ("w", "Waterford"),
    ("h", HOSTILE),
]


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5)])
async def test_typing_narrows_the_list_and_enter_picks(size):
    app = Bench()
    async with app.run_test(size=size) as pilot:
        app.ask(Pick("Town", TOWNS))
        await pilot.press("g", "a", "l", "enter")
        assert app.answer == "g"


async def test_it_opens_on_what_is_chosen():
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(Pick("Town", TOWNS, chosen="l"))
        await pilot.press("down", "enter")
        assert app.answer == "w"


@pytest.mark.parametrize("key", ["escape", "ctrl+c", "ctrl+x"])
async def test_going_back_picks_nothing(key):
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(Pick("Town", TOWNS))
        await pilot.press(key)
        assert app.answer is None


async def test_nothing_that_fits_cannot_be_picked():
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(Pick("Town", TOWNS))
        await pilot.press(*"zzz", "enter")
        assert app.answer == "not answered"
        assert any("Nothing fits" in line for line in screen_text(app))


async def test_a_menu_picks_by_letter():
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(
            Pick("Add", [("consent", "Consent"), ("goal", "Goal")], letters={"j": "goal", "c": "consent"})
        )
        await pilot.pause()
        assert any("j  Goal" in line for line in screen_text(app))
        await pilot.press("j")
        assert app.answer == "goal"


@pytest.mark.parametrize("towns", [TOWNS, TOWNS[:3]], ids=["long", "short"])
@pytest.mark.parametrize("kind", [Pick, Several])
async def test_letters_filter_in_every_list_and_escape_clears_the_filter_first(kind, towns):
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(kind("Town", towns))
        await pilot.press("c", "o")
        await pilot.pause()
        shown = "\n".join(screen_text(app))
        assert "Cork" in shown and "Dublin" not in shown
        await pilot.press("escape")
        await pilot.pause()
        assert app.answer == "not answered" and "Dublin" in "\n".join(screen_text(app))
        await pilot.press("escape")
        assert app.answer is None


async def test_a_digit_picks_what_it_stands_before_and_letters_filter():
    for keys, answer in ((["2"], "c"), (["g", "a", "enter"], "g")):
        app = Bench()
        async with app.run_test() as pilot:
            app.ask(Pick("Town", TOWNS[:3], letters={"1": "d", "2": "c", "3": "g"}))
            await pilot.press(*keys)
            assert app.answer == answer


async def test_space_ticks_several_in_the_order_of_the_list():
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(Several("Towns", TOWNS, chosen=["l"]))
        await pilot.press("down", "space", "up", "space", "space", "enter")
        assert app.answer == ["c", "l"]


async def test_labels_are_text():
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(Pick("[b]Town[/b]", TOWNS))
        await pilot.pause()
        shown = "\n".join(screen_text(app))
        assert HARMLESS in shown and "[b]Town[/b]" in shown


def test_beginnings_come_first():
    assert fitting([("1", "North Dublin"), ("2", "Dublin")], "dub") == [
        ("2", "Dublin"),
        ("1", "North Dublin"),
    ]


ANSWERS = [("s", "Save and leave"), ("d", "Leave without saving"), ("j", "Stay")]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [(["d"], "d"), (["j"], "j"), (["S"], "s"), (["down", "down", "enter"], "j"), (["escape"], None)],
)
async def test_a_question_is_answered_by_letter_or_arrows(keys, answer):
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(Question("Leave?", "Not saved.", ANSWERS))
        await pilot.press(*keys)
        assert app.answer == answer


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5)])
async def test_the_answers_are_seen_on_every_screen(size):
    app = Bench()
    async with app.run_test(size=size) as pilot:
        app.ask(Question("Leave without saving?", "word " * 300, ANSWERS))
        await pilot.pause()
        shown = "\n".join(screen_text(app))
        assert "s  Save" in shown and "j  Stay" in shown


async def test_a_reason_may_not_be_empty():
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(AskText("Why?", "Say why in a line."))
        await pilot.press("space", "enter")
        assert app.answer == "not answered"
        assert any("Please write something" in line for line in screen_text(app))
        await pilot.press(*"moved", "enter")
        assert app.answer == "moved"


async def test_an_answer_that_is_not_asked_for_may_be_empty():
    app = Bench()
    async with app.run_test() as pilot:
        app.ask(AskText("Note", required=False, start=HOSTILE))
        await pilot.press("enter")
        assert app.answer == HARMLESS
