"""Every act works with keys that every terminal sends, and Esc is never the only way."""

import string

import pytest
from textual.keys import format_key

import casetui.app
import casetui.screens
import casetui.widgets
from casetui.data.fields import is_asked
from casetui.screens.base.commands import commands_of
from casetui.widgets.field_row import FieldRow, MoreLine
from casetui.widgets.key_bar import key_hints
from casetui.widgets.record_form import RecordForm
from tests.screens.places import at, busy, everything_in

SENT_BY_ALL = {
    *string.ascii_letters, *string.digits, *(f"ctrl+{letter}" for letter in string.ascii_lowercase),
    *("up", "down", "left", "right", "tab", "enter", "escape", "space", "slash", "question_mark"),
}  # fmt: skip
"""Letters, digits, arrows, Tab, Enter, Esc, Ctrl with a letter, and the signs of every keyboard used here."""
SHORTER_WAYS = {
    "page(-1)", "page(1)", "end(-1)", "end(1)", "page_up", "page_down", "empty", "round(-1)",
    "clear",
}  # fmt: skip
"""What other keys do too, only slower: a page, the ends of a list, the field before, emptying a choice.

``clear`` is Esc in a list with a filter: Ctrl+U empties the filter too, and Ctrl+X leaves the list.
"""
SLOWER = {"row"}
"""The same in a list over the screen."""
LEAVING = {"leave", "cancel", "stop", "quit"}
FORMS = ("FormScreen", "NewClientScreen", "SetUpScreen")


def ours():
    """Return every class of the program that has keys of its own, with its bindings by action."""
    for thing in [casetui.app.CaseApp, *everything_in(casetui.screens, casetui.widgets)]:
        keys = {}
        for one in thing.__dict__.get("BINDINGS", ()):
            keys.setdefault(one.action, set()).update(one.key.split(","))
        if keys:
            yield pytest.param(keys, id=thing.__name__)


@pytest.mark.parametrize("keys", ours())
def test_every_act_has_a_key_that_every_terminal_sends(keys):
    lacking = {action for action, of in keys.items() if not of & SENT_BY_ALL}
    assert lacking <= {*SHORTER_WAYS, *(f"row('{way}')" for way in SHORTER_WAYS)}


@pytest.mark.parametrize("keys", ours())
def test_esc_is_never_the_only_way(keys):
    assert not [
        action
        for action, of in keys.items()
        if not (of & SENT_BY_ALL) - {"escape"} and "escape" in of and action not in SHORTER_WAYS
    ]


@pytest.mark.parametrize("name", ["finder", "choices", "several choices"])
async def test_what_esc_does_in_a_list_with_a_filter_other_keys_do_too(office, name):
    async with at(busy(office), name) as seat:
        for keys in (("escape", "escape"), ("ctrl+u", "ctrl+x")):
            here = seat.screen
            every = seat.lines
            await seat.press("z")
            assert seat.lines != every
            await seat.press(keys[0])
            assert seat.screen == here and seat.lines == every
            await seat.press(keys[1])
            assert seat.screen != here
            await seat.press("slash" if name == "finder" else "enter")


def declared_by_us(active):
    kinds = (kind for kind in type(active.node).__mro__ if kind.__module__.startswith("casetui."))
    return any(active.binding.action == one.action for k in kinds for one in k.__dict__.get("BINDINGS", ()))


def acts_here(screen):
    """Return what can be done on a screen as it stands: each act with its node and the keys for it.

    A letter that a field would take is none of them.
    """
    acts = {}
    for key, active in screen.active_bindings.items():
        focused, shown = screen.focused, format_key(key)
        character = shown if len(shown) == 1 else None
        typed = focused and focused is not active.node and focused.check_consume_key(key, character)
        if active.enabled and declared_by_us(active) and (active.binding.priority or not typed):
            acts.setdefault((active.node, active.binding.action), []).append(key)
    return acts


def namespace(app, node, action):
    """Return what an action is looked up in, and its name without arguments."""
    where, _, name = action.partition("(")[0].rpartition(".")
    return {"app": app, "screen": app.screen}.get(where, node), name


async def done_by(seat, node, action, key):
    """Press a key in place of whose act stands a stub; return whether the stub was called."""
    called = []
    owner, name = namespace(seat.app, node, action)
    setattr(owner, f"action_{name}", lambda *_: called.append(1))
    try:
        await seat.pilot.press(key)
    finally:
        delattr(owner, f"action_{name}")
    return called


async def every_act_is_done_by_a_key_that_every_terminal_sends(visit):
    """Check of the walk: of each act that is offered, every such key is pressed, and does it."""
    app = visit.seat.app
    acts = acts_here(app.screen)
    for (node, action), keys in acts.items():
        known = [key for key in keys if key in SENT_BY_ALL - {"escape"}]
        if not known:
            there = visit.name == action == "help"  # it is on the screen already
            assert there or namespace(app, node, action)[1] in SLOWER or action in SHORTER_WAYS
        for key in known:
            assert await done_by(visit.seat, node, action, key), (action, key)
    assert any(namespace(app, *act)[1] in LEAVING for act in acts), "one can leave by such a key"


async def all_that_takes_keys_is_reached_with_tab(visit):
    """Check of the walk."""
    screen = visit.seat.app.screen
    chain, seen = set(screen.focus_chain), {screen.focused}
    for _ in range(len(chain) + 1):
        await visit.seat.pilot.press("tab")
        seen.add(screen.focused)
    assert chain <= seen


async def every_field_of_a_form_is_reached_and_seen_with_tab(visit):
    """Check of the walk in a small window."""
    await every_field_is_reached_and_seen(visit, "tab")


async def every_field_of_a_form_is_reached_and_seen_with_the_arrows(visit):
    """Check of the walk in a small window."""
    await every_field_is_reached_and_seen(visit, "down")


async def every_field_is_reached_and_seen(visit, key):
    """From the first field on, with the seldom used ones folded, as a form opens."""
    if visit.screen not in FORMS:
        return
    seat = visit.seat
    form = seat.app.screen.query_one(RecordForm)
    for more in form.query(MoreLine):
        more.open = False
    form.focus()
    await seat.settle()
    entries = form.entries()
    fields = {row.field.name for row in form.query(FieldRow) if is_asked(row.field, entries)}
    seen = set()
    for _ in range(3 * len(fields)):
        focused = seat.app.screen.focused
        if isinstance(focused, MoreLine) and not focused.open:
            await seat.pilot.press("enter")
        if seat.field:
            seen.add(seat.field)
            assert any(line.startswith(">") for line in seat.lines), f"{seat.field} in:\n{seat.text}"
        await seat.pilot.press(key)
    assert seen == fields


async def test_what_the_finder_offers_is_the_screens_own_table_of_acts(office):
    """Acts without a key on the bar, such as those of a menu, are found by typing."""
    async with at(busy(office), "agenda") as seat:
        offered = {command.what for command in commands_of(seat.app.screen)}
        bar, *_ = key_hints(seat.app.screen)
        assert {what for _, what in bar} - {"Open"} <= offered
