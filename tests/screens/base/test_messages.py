"""The way from a screen to another is a message, and the app knows the way of each."""

import pytest

from casetui.screens.base import messages
from casetui.screens.base.messages import Go
from tests.screens.one_case import NUMBER, a_case

LEADS = {
    "ShowCase": ({"number": NUMBER}, "CaseScreen", "q"),
    "WriteDown": ({"number": NUMBER}, "FormScreen", "ctrl+x"),
    "FindClient": ({}, "FinderScreen", "ctrl+x"),
    "FindAnything": ({}, "FinderScreen", "ctrl+x"),
    "RegisterClient": ({}, "NewClientScreen", "ctrl+x"),
    "ShowAgenda": ({}, "AgendaScreen", "q"),
    "ShowSignOffs": ({}, "SignOffsScreen", "q"),
    "ShowPeople": ({}, "PeopleScreen", "q"),
    "ShowDrafts": ({}, "DraftsScreen", "q"),
    "ChangePassphrase": ({}, "PassphraseScreen", "ctrl+x"),
}
"""What each message is given, the screen that it leads to, and the key that goes back."""
TESTED_ELSEWHERE = {"ResumeDraft"}


def test_the_way_of_every_message_is_tried_here():
    kinds = {name for name, one in vars(messages).items() if isinstance(one, type) and issubclass(one, Go)}
    assert kinds - {"Go"} - TESTED_ELSEWHERE == set(LEADS)


@pytest.mark.parametrize("name", LEADS)
async def test_a_message_leads_to_its_screen_and_back(office, name):
    a_case(office)
    given, screen, back = LEADS[name]
    async with office.seat() as seat:
        home = seat.app.screen
        seat.app.post_message(getattr(messages, name)(home, **given))
        await seat.settle()
        assert seat.screen == screen
        await seat.press(back)
        assert seat.app.screen is home
