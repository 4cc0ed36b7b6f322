"""Both faces are driven by one description: each command there is can be given by a key and by a word."""

from __future__ import annotations

import re

import pytest

from casetui.data.records import Alert
from casetui.desk.acts.cases import open_case
from casetui.desk.flows.case import CASE_ACTS, case_acts
from casetui.desk.flows.commands import (
    ADD_RECORD,
    AGENDA_COMMANDS,
    AUDIT,
    HOME_COMMANDS,
    PEOPLE_COMMANDS,
    READ_AGAIN,
    STRIKE,
    TIMELINE,
    WRITE_DOWN,
)
from casetui.screens.base.commands import commands_of
from tests.plain.lines import said
from tests.screens.conftest import home, office

__all__ = ["home", "office"]

ALERT = Alert(kind="medical", text="Epilepsy")
CASE = (WRITE_DOWN, TIMELINE, AUDIT, READ_AGAIN)
NOT_BY_A_KEY = {
    "whose_list": "on the screen all caseloads stand beside the list: Tab, then Enter on one",
    "change": "Enter on a person changes them",
}
"""The commands that no key of a screen does, and what does it there."""


@pytest.fixture
def case(office):
    return office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().put(ALERT))


def offered(office, *way, who="tom"):
    """Return the words that ``--plain`` says can be said in a place."""
    helped = said(office, *way, "?", who=who).rpartition("Here you can say:")[2]
    return set(re.findall(r"^([\w -]+): ", helped, re.MULTILINE))


def words(*commands):
    return {command.word for command in commands}


def test_each_command_of_a_place_has_its_word_in_plain(office, case):
    assert words(*HOME_COMMANDS) <= offered(office)
    assert words(*AGENDA_COMMANDS) <= offered(office, "agenda")
    assert words(*CASE) <= offered(office, "1")
    assert words(ADD_RECORD) <= offered(office, "1", "1")
    assert words(STRIKE) <= offered(office, "1", "client", "alert")
    assert words(*(one for one in PEOPLE_COMMANDS if not one.of_one)) <= offered(office, "people")
    assert {"change", "retire"} <= offered(office, "people", "Mary")


def test_each_act_that_a_case_offers_is_offered_in_both_faces_by_the_same_row(office, case):
    desk = office.desk("tom")
    acts = case_acts(desk, open_case(desk, case))
    assert acts and all(act in CASE_ACTS for act in acts)
    assert {act.word for act in acts} <= offered(office, "1")


@pytest.mark.parametrize(
    ("keys", "commands"), [((), HOME_COMMANDS), (("a",), AGENDA_COMMANDS), (("p",), PEOPLE_COMMANDS)]
)
async def test_each_command_of_a_place_has_its_key_or_is_done_otherwise(office, case, keys, commands):
    async with office.seat("tom") as seat:
        await seat.press(*keys)
        known = {command.action for command in commands_of(seat.app.screen)}
        always = {command.name for command in commands if not command.of_one}
        assert always - known <= set(NOT_BY_A_KEY)


async def test_each_command_of_a_case_has_its_key_in_the_screen_or_its_menu(office, case):
    async with office.seat("mary", open_case=case) as seat:
        known = {command.action for command in commands_of(seat.app.screen)}
        assert {WRITE_DOWN.name, TIMELINE.name, ADD_RECORD.name, STRIKE.name} <= known
    async with office.seat("tom") as seat:
        seat.app.screen.open_case(case)
        await seat.settle()
        await seat.press("m")
        for command in (AUDIT, STRIKE, READ_AGAIN):
            assert command.label in seat.text
