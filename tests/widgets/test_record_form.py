import pytest

from casetui.data.fields import entry, form_fields
from casetui.data.records import CASE_RECORDS, Action, Client, Closure, Contact
from casetui.widgets.record_form import RecordForm
from tests.widgets.harness import HARMLESS, HOSTILE, READING, WORDS, Bench, choices, screen_text


def form(model, **entries):
    return RecordForm(model, entries, reading=READING, choices=choices, words=WORDS)


def shown(app):
    return "\n".join(screen_text(app))


async def test_labels_stand_beside_their_fields_and_required_ones_are_marked():
    async with Bench(form(Contact, on="21/11/2026")).run_test() as pilot:
        await pilot.pause()
        lines = screen_text(pilot.app)
        assert lines[0].startswith(">Kind *") and lines[0][28:].startswith("< – >")
        assert any(line[1:7] == "When *" and "21/11/2026" in line for line in lines)


async def test_enter_and_arrows_walk_through_the_lines():
    record = form(Client)
    async with Bench(record).run_test() as pilot:
        record.focus()
        await pilot.press("a", "enter", "b", "down", "c", "up", "up", "d")
        entries = record.entries()
        assert (entries["name"], entries["known_as"]) == ("ad", "b")
        assert entries["birth_date"] == "c"


async def test_arrows_leave_a_text_only_at_its_ends():
    record = form(Contact)
    async with Bench(record).run_test() as pilot:
        record.focus()
        await pilot.press("tab", "a", "enter", "b", "up", "c", "up", "h")
        assert record.entries()["summary"] == "ac\nb"
        assert record.entries()["kind"] == "visit"


async def test_the_help_of_the_field_in_hand_stands_at_the_bottom():
    record = form(Client)
    async with Bench(record).run_test() as pilot:
        record.focus()
        await pilot.press("down")
        await pilot.pause()
        assert "other names, with commas between" in screen_text(pilot.app)[-1]


async def test_an_error_stands_under_its_field_and_the_field_is_focused():
    record = form(Contact)
    async with Bench(record).run_test() as pilot:
        record.focus()
        record.show_errors({"on": "This day has not come yet.", "": "Something whole is wrong."})
        await pilot.pause()
        await pilot.pause()
        lines = screen_text(pilot.app)
        assert "! Something whole is wrong." in lines[0]
        place = next(n for n, line in enumerate(lines) if line[1:7] == "When *")
        assert lines[place + 1][28:].startswith("! This day has not come yet.")
        await pilot.press("4")
        assert record.entries()["on"] == "4"
        await pilot.pause()
        assert "has not come" not in shown(pilot.app)


async def test_seldom_used_fields_are_folded_until_asked_for():
    record = form(Contact)
    async with Bench(record).run_test() as pilot:
        record.focus_on("on")
        await pilot.pause()
        assert "+ More (13)" in shown(pilot.app) and "Minutes" not in shown(pilot.app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Minutes" in shown(pilot.app)


async def test_a_field_is_shown_where_another_field_asks_for_it_and_never_hidden_while_it_is_filled():
    record = form(Closure)
    async with Bench(record).run_test() as pilot:
        record.focus()
        await pilot.pause()
        assert "No longer needed" not in shown(pilot.app) and "Who asked to close" not in shown(pilot.app)
        record.put("reason", "needs met", typed=True)
        await pilot.pause()
        assert "No longer needed" in shown(pilot.app) and "Why there is no aftercare" not in shown(pilot.app)
        record.put("needs_met", True, typed=True)
        record.put("reason", "client", typed=True)
        await pilot.pause()
        assert "Who asked to close" in shown(pilot.app) and "Why there is no aftercare" in shown(pilot.app)
        assert "No longer needed" in shown(pilot.app), "it says something that would be saved"


async def test_the_field_that_one_stands_in_stays_also_where_it_is_emptied_and_not_asked_for():
    record = form(Closure, reason="needs met", receiver="S")
    async with Bench(record).run_test() as pilot:
        record.focus_on("receiver")
        await pilot.press("end", "backspace")
        await pilot.pause()
        assert "Onward hand-over to" in shown(pilot.app)
        await pilot.press("n", "e", "w")
        assert record.entries()["receiver"] == "new"


async def test_a_field_that_somebody_is_led_to_or_that_is_wrong_is_shown_though_nothing_asks_for_it():
    record = form(Closure)
    async with Bench(record).run_test() as pilot:
        record.focus_on("request_how")
        await pilot.press("x")
        assert record.entries()["request_how"] == "x"
        record.show_errors({"receiver": "Name it."})
        await pilot.pause()
        await pilot.pause()
        assert "! Name it." in shown(pilot.app)
        await pilot.press("y")
        assert record.entries()["receiver"] == "y"


@pytest.mark.parametrize("text", ["-", ".", "x", "...", "12"])
async def test_a_reason_is_said_in_words(text):
    record = form(Closure, reason="moved", why_no_aftercare=text)
    async with Bench(record).run_test():
        assert record.check().errors == {"why_no_aftercare": "Say it in words, of at least three letters."}


async def test_folded_fields_open_where_one_is_filled_or_wrong():
    async with Bench(form(Contact, who="Safe Nights")).run_test() as pilot:
        await pilot.pause()
        assert "Safe Nights" in shown(pilot.app)
    record = form(Contact)
    async with Bench(record).run_test() as pilot:
        record.show_errors({"who": "Name it."})
        await pilot.pause()
        await pilot.pause()
        assert "! Name it." in shown(pilot.app)
        await pilot.press("x")
        assert record.entries()["who"] == "x"


async def test_changed_says_whether_anything_differs():
    record = form(Client, name=HOSTILE)
    async with Bench(record).run_test() as pilot:
        record.focus()
        await pilot.pause()
        assert not record.changed
        assert HARMLESS in shown(pilot.app)
        await pilot.press("x")
        assert record.changed
        await pilot.press("backspace")
        assert not record.changed


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5)])
async def test_every_field_can_be_reached_on_every_screen(size):
    record = form(Client)
    async with Bench(record).run_test(size=size) as pilot:
        record.focus()
        for _ in form_fields(Client):
            await pilot.press("tab")
        await pilot.press("shift+tab")
        await pilot.pause()
        focused = pilot.app.focused
        assert pilot.app.screen.region.overlaps(focused.region)


FILLED = {"line": "a", "text": "a\nb", "date": "21/11/2026", "number": "3", "money": "12.50", "list": "a, b"}


def filled(model):
    """Return an entry for each field of a model."""
    entries = {}
    for field in form_fields(model):
        keys = list(choices(field))
        match field.kind:
            case "one":
                entries[field.name] = keys[0]
            case "several":
                entries[field.name] = keys[:2]
            case "yes-no":
                entries[field.name] = "no"
            case kind:
                entries[field.name] = "in words" if field.ask.words else FILLED[kind]
    return entries


@pytest.mark.parametrize("table", CASE_RECORDS)
async def test_the_form_of_every_kind_of_record_gives_back_what_was_put_in(table):
    model = CASE_RECORDS[table]
    entries = filled(model)
    record = form(model, **entries)
    async with Bench(record).run_test() as pilot:
        record.focus()
        await pilot.pause()
        assert record.entries() == entries
        assert not record.changed
        checked = record.check()
        assert not checked.errors
        again = {f.name: entry(f, checked.values[f.name], READING) for f in form_fields(model)}
        assert again == entries


@pytest.mark.parametrize("table", CASE_RECORDS)
async def test_an_empty_form_of_every_kind_of_record_opens_and_gives_back_nothing(table):
    record = form(CASE_RECORDS[table])
    async with Bench(record).run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert not any(record.entries().values())


async def test_letters_that_fit_no_choice_are_an_error_until_they_are_given_up():
    record = form(Contact, kind="phone", summary="Rang", on="21/11/2026")
    async with Bench(record).run_test() as pilot:
        record.focus()
        await pilot.press(*"xyz")
        assert "xyz" in record.check().errors["kind"]
        await pilot.press("tab")
        assert "xyz" in record.check().errors["kind"], "also where the field is left"
        await pilot.press("shift+tab", "escape")
        assert record.check().errors == {}
        assert record.check().values["kind"] == "phone"


async def test_what_is_typed_into_a_text_goes_on_with_it():
    record = form(Contact, kind="phone", summary="The hostel is full", on="21/11/2026")
    async with Bench(record).run_test() as pilot:
        record.focus()
        await pilot.press("tab", *" now")
        assert record.entries()["summary"] == "The hostel is full now"


def names_offered(field):
    return {name: name for name in ("An Aunt", "Mary Byrne", "Seán Keane")} if field.name == "who" else {}


async def test_a_name_is_offered_while_it_is_typed_and_any_other_text_is_taken():
    record = RecordForm(Action, {}, reading=READING, choices=names_offered, words=WORDS)
    async with Bench(record).run_test() as pilot:
        record.focus_on("who")
        await pilot.press("s", "e")
        await pilot.pause()
        assert "Right takes the name that is offered" in screen_text(pilot.app)[-1]
        await pilot.press("right")
        assert record.entries()["who"] == "Seán Keane"
        await pilot.press(*["backspace"] * 10, *"Ann", "right")
        await pilot.pause()
        assert record.entries()["who"] == "Ann", "only what is offered and wanted"
