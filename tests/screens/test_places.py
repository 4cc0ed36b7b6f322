"""One walk through every screen of the program: each place is opened once, and everything is checked there.

What a check asks is in the module of its subject: colours in ``test_eyes``, keys in ``test_fingers``.
"""

from inspect import isawaitable

import pytest
from rich.control import Control
from textual._compositor import CompositorUpdate

from casetui.app import CaseApp
from tests.screens import test_both_drivers as drivers
from tests.screens import test_eyes as eyes
from tests.screens import test_fingers as fingers
from tests.screens import test_windows as windows
from tests.screens.base import test_finder as finder
from tests.screens.base import test_help as helps
from tests.screens.places import PLACES, Visit, at, busy, screens

IN_AN_ORDINARY_WINDOW = (
    drivers.both_drivers_show_the_same_after_every_frame,
    drivers.every_terminal_shows_a_whole_screen_with_the_letters_it_has,
    eyes.without_colour_the_screen_says_the_same,
    eyes.every_colour_is_the_terminals_own,
    eyes.each_warning_is_in_words,
    helps.the_help_calls_every_key_by_a_message_of_ours,
    windows.made_small_the_screen_says_the_way_back_and_is_as_before_when_it_grows,
    helps.the_help_opens_and_says_what_the_screen_is_for,
    finder.a_client_is_found_where_the_help_names_the_finder,
)
"""What is checked at 80×24, in this order: only the last check leaves another place than it found."""
IN_A_SMALL_WINDOW = (
    windows.at_40_columns_what_is_wanted_most_stands_in_the_key_bar,
    fingers.every_act_is_done_by_a_key_that_every_terminal_sends,
    fingers.all_that_takes_keys_is_reached_with_tab,
    fingers.every_field_of_a_form_is_reached_and_seen_with_tab,
    fingers.every_field_of_a_form_is_reached_and_seen_with_the_arrows,
)
"""What is checked where the program is started at 40×10."""


@pytest.fixture
def frames(monkeypatch):
    """Return a list that grows by every frame that Textual draws."""
    drawn, display = [], CaseApp._display

    def record(app, screen, what):
        if isinstance(what, CompositorUpdate) and not app._batch_count:
            place = app.screen.outer_size.clamp_offset(app.cursor_position)
            drawn.append(what.render_segments(app.console) + Control.move_to(*place).segment.text)
        display(app, screen, what)

    monkeypatch.setattr(CaseApp, "_display", record)
    return drawn


async def all_hold(checks, visit):
    """Run every check, also after one that failed; what failed is told together, each with its name."""
    failed = []
    for check in checks:
        try:
            found = check(visit)
            if isawaitable(found):
                await found
        except Exception as error:  # whatever a check fails with, the others are run
            error.add_note(f"Check: {check.__name__}, at: {visit.name}")
            failed.append(error)
    if failed:
        names = ", ".join(error.__notes__[-1] for error in failed)
        raise ExceptionGroup(f"{len(failed)} of {len(checks)} checks failed. {names}", failed)


@pytest.mark.parametrize("name", PLACES)
async def test_everything_holds_at_every_place(office, frames, name):
    async with at(busy(office), name) as seat:
        await all_hold(IN_AN_ORDINARY_WINDOW, Visit(name, seat, tuple(frames)))


@pytest.mark.parametrize("name", PLACES)
async def test_everything_holds_at_every_place_in_a_small_window(office, name):
    async with at(busy(office), name, (40, 10)) as seat:
        await all_hold(IN_A_SMALL_WINDOW, Visit(name, seat))


def test_every_screen_of_the_program_is_walked_through():
    assert {screen.__name__ for screen in screens()} == {place.screen for place in PLACES.values()}


@pytest.mark.parametrize("screen", screens(), ids=lambda screen: screen.__name__)
def test_a_screen_is_made_of_parts_and_not_of_what_it_inherits(screen):
    ours = [one.__name__ for one in screen.__mro__ if one.__module__.startswith("casetui.")]
    assert len(ours) <= 3, ours


async def test_a_walk_runs_every_check_and_tells_of_all_that_failed():
    done = []

    def fails(visit):
        assert not visit.name, "the first"

    async def fails_too(visit):
        raise LookupError("the third")

    with pytest.raises(ExceptionGroup) as caught:
        await all_hold((fails, done.append, fails_too), Visit("here", None))
    assert len(done) == 1
    assert "2 of 3 checks failed. Check: fails, at: here, Check: fails_too, at: here" in str(caught.value)
    assert [str(error).splitlines()[0] for error in caught.value.exceptions] == ["the first", "the third"]
