"""The commands of a screen, made from its bindings, for the help and the finder."""

from __future__ import annotations

from dataclasses import dataclass

from textual.screen import Screen

from casetui.widgets.key_bar import key_name, typed_over
from casetui.words import N_, say

_TEXTUAL_ACTIONS = (
    *("scroll_", "page_", "screen.", "app.focus", "app.copy", "focus_", "cursor_", "delete_", "select_"),
    *("home", "end", "submit", "cut", "copy", "paste", "undo", "redo"),
)
"""How the names of Textual's own actions begin. Their descriptions are Textual's and not translated."""
_MOVE_ACTIONS = ("move(", "page(", "row(")

_COMMON_COMMANDS = {
    "agenda": N_("Agenda"),
    "sign_offs": N_("Sign-offs"),
    "people": N_("People"),
    "new_client": N_("New client"),
    "drafts": N_("Drafts, typed and not saved"),
    "change_passphrase": N_("Change my passphrase"),
}
"""Actions of every desk screen; the finder offers them also where no key of the screen does."""


@dataclass(frozen=True)
class ScreenCommand:
    """A command of a screen: its action, its label and its key."""

    action: str
    what: str
    key: str


def commands_of(screen: Screen[object]) -> list[ScreenCommand]:
    """Return every command of the screen that can be done now, in the order of the key bar."""
    found: dict[str, ScreenCommand] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if (
            not active.enabled
            or not binding.description
            or binding.action.startswith((*_TEXTUAL_ACTIONS, *_MOVE_ACTIONS))
        ):
            continue
        if typed_over(screen.focused, active.node, binding):
            continue
        found.setdefault(
            binding.action, ScreenCommand(binding.action, say(binding.description), key_name(binding))
        )
    for action, what, key in getattr(screen, "extra_commands", list)():
        found.setdefault(action, ScreenCommand(action, say(what), key))
    for action, what in _COMMON_COMMANDS.items():
        if hasattr(screen, f"action_{action}"):
            found.setdefault(action, ScreenCommand(action, say(what), ""))
    return list(found.values())
