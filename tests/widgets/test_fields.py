from datetime import date
from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import BaseModel
from textual.events import Paste

from casetui.data.fields import Ask, ChoicesFrom, check, form_fields
from casetui.widgets.fields import field_widget
from casetui.widgets.pick import Pick, Several
from tests.widgets.harness import HARMLESS, HOSTILE, READING, WORDS, Bench, choices, screen_text

KINDS = {"visit": "home visit", "phone": "phone", "post": "post {client}", "patrol": "patrol"}


class Everything(BaseModel):
    line: Annotated[str, Ask("Line")] = ""
    text: Annotated[str, Ask("Text", lines=3)] = ""
    day: Annotated[date | None, Ask("Day", past=True)] = None
    number: Annotated[int | None, Ask("Number", low=0)] = None
    money: Annotated[Decimal | None, Ask("Money")] = None
    yes: Annotated[bool | None, Ask("Yes or no")] = None
    one: Annotated[str, Ask("One", choices=KINDS)] = ""
    must: Annotated[str, Ask("Must", choices=KINDS)]
    theirs: Annotated[str, Ask("Theirs", choices=ChoicesFrom("people"))] = ""
    several: Annotated[list[str], Ask("Several", choices=KINDS)] = []
    names: Annotated[list[str], Ask("Names")] = []


FIELDS = {field.name: field for field in form_fields(Everything)}


def make(name, entry=""):
    def read(field, typed):
        return check(Everything, {field.name: typed}, READING, choices)

    return field_widget(FIELDS[name], entry, choices=choices, words=WORDS, read=read)


async def opened(widget, *keys, size=(80, 24)):
    """Press keys in a field; return what stands in it and what the screen shows."""
    app = Bench(widget)
    async with app.run_test(size=size) as pilot:
        widget.focus()
        await pilot.press(*keys)
        await pilot.pause()
        return widget.entry, "\n".join(screen_text(app))


@pytest.mark.parametrize("name", ["line", "number", "money", "names"])
async def test_a_line_takes_what_is_typed(name):
    entry, _ = await opened(make(name, "1"), "end", "2", "comma", "3")
    assert entry == "12,3"


@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        ("backspace", "20/11/202"),
        ("backspace backspace 2 7", "20/11/2027"),
        ("delete", ""),
        ("end ctrl+u", ""),
        ("f r i", "fri"),
        ("end shift+home backspace", ""),
    ],
)
async def test_backspace_mends_a_day_and_typing_replaces_it(keys, stands):
    entry, _ = await opened(make("day", "20/11/2026"), *keys.split())
    assert entry == stands


@pytest.mark.parametrize("name", ["line", "text", "day", "names"])
async def test_what_was_given_comes_back_untouched(name):
    entry, _ = await opened(make(name, HOSTILE))
    assert entry == HOSTILE


@pytest.mark.parametrize("name", ["line", "text"])
async def test_what_is_pasted_loses_its_control_characters(name):
    widget = make(name)
    app = Bench(widget)
    async with app.run_test() as pilot:
        widget.focus()
        await pilot.pause()
        app.post_message(Paste(HOSTILE))
        await pilot.pause()
        assert widget.entry == HARMLESS
        assert HARMLESS in "\n".join(screen_text(app))


async def test_a_paste_of_several_lines_into_a_line_loses_no_line():
    widget = make("line")
    app = Bench(widget)
    async with app.run_test() as pilot:
        widget.focus()
        await pilot.pause()
        app.post_message(Paste("one\ntwo\r\nthree"))
        await pilot.pause()
        assert widget.entry == "one two three"


async def test_a_long_note_stays_whole_and_scrolls():
    note = "word " * 2000 + "last"
    entry, shown = await opened(make("text", note), *["pagedown"] * 50, "end", "!")
    assert entry == note + "!"
    assert "last!" in shown


async def test_tab_leaves_a_text():
    first, second = make("text"), make("line")
    async with Bench(first, second).run_test() as pilot:
        first.focus()
        await pilot.press("a", "tab", "b")
        assert (first.entry, second.entry) == ("a", "b")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("21/11/2026", "Sat 21 Nov 2026"), ("today", "Sat 21 Nov 2026"), ("-1", "Fri 20 Nov 2026")],
)
async def test_a_day_is_said_as_it_is_understood(typed, said):
    _, shown = await opened(make("day"), *("minus" if c == "-" else c for c in typed))
    assert said in shown


@pytest.mark.parametrize("typed", ["31/02/2026", "99/99/9999", "nonsense", "01/01/2030"])
async def test_an_impossible_day_is_said_to_be_one(typed):
    _, shown = await opened(make("day"), *typed)
    assert "! " in shown


async def test_half_a_day_is_no_mistake_before_the_field_is_left():
    widget, other = make("day"), make("line")
    async with Bench(widget, other).run_test() as pilot:
        widget.focus()
        await pilot.press("3", "1", "slash", "2")
        assert widget.understood == ""
        await pilot.press("tab")
        await pilot.pause()
        assert widget.understood.startswith("! ")


@pytest.mark.parametrize(
    ("keys", "entry"),
    [
        (["right"], "visit"),
        (["left"], "patrol"),
        (["right", "right"], "phone"),
        (["p"], "phone"),
        (["p", "o"], "post"),
        (["p", "p"], ""),
        (["p", "p", "backspace", "o"], "post"),
        (["s", "t"], "post"),
        (["p", "o", "escape"], ""),
        (["p", "right"], "post"),
        (["p", "a"], "patrol"),
        (["h", "delete"], ""),
        (["h", "backspace"], ""),
        (["enter", "down", "enter"], "phone"),
        (["space", "escape"], ""),
    ],
)
async def test_one_is_chosen_by_arrows_letters_or_list(keys, entry):
    assert (await opened(make("one"), *keys))[0] == entry


async def test_a_choice_that_is_required_cannot_be_emptied():
    assert (await opened(make("must", "phone"), "delete"))[0] == "phone"
    assert (await opened(make("must", "patrol"), "right"))[0] == "visit"


async def test_yes_and_no():
    assert (await opened(make("yes"), "y"))[0] == "yes"
    assert (await opened(make("yes", "yes"), "n"))[0] == "no"
    assert (await opened(make("yes", "yes"), "delete"))[0] == ""


async def test_the_methods_word_stands_in_the_models_labels_but_never_in_foreign_ones():
    assert "< post service user >" in (await opened(make("one", "post")))[1]
    assert f"< {HARMLESS} >" in (await opened(make("theirs", "c")))[1]


async def test_a_choice_that_is_gone_from_the_list_stays_until_another_is_chosen():
    entry, shown = await opened(make("theirs", "left-us"))
    assert entry == "left-us" and "left-us" in shown


async def test_several_are_ticked():
    widget = make("several", ["phone"])
    app = Bench(widget)
    async with app.run_test() as pilot:
        widget.focus()
        await pilot.press("enter")
        assert isinstance(app.screen, Several)
        await pilot.press("space", "enter")
        await pilot.pause()
        assert widget.entry == ["visit", "phone"]
        assert "home visit, phone" in "\n".join(screen_text(app))
        assert ("changed", "several") in app.messages


async def test_the_list_is_a_modal_with_the_fields_label():
    widget = make("one")
    app = Bench(widget)
    async with app.run_test() as pilot:
        widget.focus()
        await pilot.press("space")
        assert isinstance(app.screen, Pick)
        await pilot.pause()
        assert "One" in "\n".join(screen_text(app))


@pytest.mark.parametrize("name", FIELDS)
async def test_every_kind_shows_on_a_tiny_screen(name):
    await opened(make(name), "a", size=(20, 5))
