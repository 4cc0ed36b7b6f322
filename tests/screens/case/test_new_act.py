"""An act on a case costs a flow and a row: it is on the menu, in the finder, in the help and in --plain."""

import pytest

from casetui.data.records import Alert
from casetui.desk.acts.records import build, save_record
from casetui.desk.flows.case import CASE_ACTS, CaseAct
from casetui.desk.flows.steps import AskLine, Choose, Do, Yes
from casetui.desk.telling.texts import alert_sentences
from tests.plain.lines import after, said
from tests.screens.one_case import NUMBER, a_case

KINDS = [("medical", "medical"), ("other", "Dog")]


def warn(desk, opened):
    """Ask what colleagues are to be warned of, and write an alert."""
    if alert_sentences(desk, opened) and not (yield Yes("Warn of one thing more?")):
        return
    kind = yield Choose("Warn of what?", KINDS)
    if not kind:
        return
    if text := (yield AskLine("What is to be known?", "warn")):
        alert = build(Alert, None, {"kind": kind, "text": text})
        yield Do(lambda: save_record(desk, opened, alert), "Everybody is warned.", text, "warn")


@pytest.fixture
def office(office):
    """An office that has the act for as long as the test runs."""
    row = CaseAct("w", "warn", "Warn everybody", warn, lambda _, at: at.case.state == "open")
    CASE_ACTS.append(row)
    a_case(office, Alert(kind="medical", text="Epilepsy"))
    yield office
    CASE_ACTS.remove(row)


def alerts(office):
    return {alert.text for alert in office.read(NUMBER).all(Alert)}


async def test_on_the_screen_it_is_in_menu_finder_and_help_and_its_flow_runs(office):
    async with office.seat(size=(80, 40), open_case=NUMBER) as seat:
        await seat.press("?")
        assert "m w" in seat.line("Warn everybody")
        await seat.press("q", "ctrl+p")
        await seat.type("warn every")
        assert "m w" in seat.line("Warn everybody")
        await seat.press("enter")
        assert "Warn of one thing more?" in seat.text
        await seat.press("n", "m")
        assert seat.line("Warn everybody").split("│")[1].split()[0] == "w"
        await seat.press("w", "y")
        assert "Warn of what?" in seat.text
        await seat.stand_on("Dog")
        await seat.press("enter")
        await seat.type("Bites")
        await seat.press("enter")
        assert "Everybody is warned." in seat.text
        assert "Bites" in seat.line("! ")
    assert alerts(office) == {"Epilepsy", "Bites"}


def test_in_plain_it_is_a_word_and_its_flow_runs(office):
    text = said(office, "1", "?", "warn", "yes", "Dog", "Bites")
    assert "warn: Warn everybody" in after(text, "Here you can say:")
    asked = after(after(text, "Warn of one thing more?"), "Warn of what?")
    assert "Everybody is warned." in after(asked, "What is to be known?")
    assert alerts(office) == {"Epilepsy", "Bites"}


def test_where_it_is_not_offered_nobody_is_told_of_it(office):
    office.case("CD2345", "Declan Power", lambda b: b.assigned(), state="closed")
    assert "warn:" not in said(office, "find declan", "1", "?")
