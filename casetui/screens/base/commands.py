"""The commands of a screen, made from its bindings, for the help and the finder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType
from textual.screen import Screen

from casetui.desk.flows.commands import HOME_COMMANDS, Command
from casetui.widgets.key_bar import key_name, typed_over
from casetui.words import say

_TEXTUAL_ACTIONS = (
    *("scroll_", "page_", "screen.", "app.focus", "app.copy", "focus_", "cursor_", "delete_", "select_"),
    *("home", "end", "submit", "cut", "copy", "paste", "undo", "redo"),
)
"""How the names of Textual's own actions begin. Their descriptions are Textual's and not translated."""
_MOVE_ACTIONS = ("move(", "page(", "row(")

KEY_NAMES = {"/": "slash"}
"""Textual's names of keys that are no letter."""


def bindings_of(commands: Iterable[Command]) -> list[BindingType]:
    """Return the key bindings of the commands that have a key."""
    return [
        Binding(KEY_NAMES.get(key, key), one.name, one.label, show=one.in_bar, key_display=key)
        for one in commands
        if (key := one.letter)
    ]


@dataclass(frozen=True)
class ScreenCommand:
    """A command of a screen: its action, its label and its key."""

    action: str
    what: str
    key: str


def commands_of(screen: Screen[object]) -> list[ScreenCommand]:
    """Return every command of the screen that can be done now, in the order of the key bar."""
    found: dict[str, ScreenCommand] = {}
    titles: Mapping[str, str] = getattr(screen, "titles", dict)()
    for active in screen.active_bindings.values():
        binding = active.binding
        if (
            not active.enabled
            or not binding.description
            or binding.action.startswith((*_TEXTUAL_ACTIONS, *_MOVE_ACTIONS))
        ):
            continue
        if not getattr(screen, "offers", bool)(binding.action):
            continue
        if typed_over(screen.focused, active.node, binding):
            continue
        what = titles.get(binding.action) or say(binding.description)
        found.setdefault(binding.action, ScreenCommand(binding.action, what, key_name(binding)))
    for action, what, key in getattr(screen, "extra_commands", list)():
        found.setdefault(action, ScreenCommand(action, say(what), key))
    for command in HOME_COMMANDS:  # every desk screen does these, also where none of its keys does
        if command.everywhere and hasattr(screen, f"action_{command.name}"):
            found.setdefault(command.name, ScreenCommand(command.name, say(command.everywhere), ""))
    return list(found.values())
