"""The bottom line: what can be done here, and with which key."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import ActiveBinding, Binding
from textual.keys import format_key
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from casetui.words import say

_NAMES = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "backspace": "Backspace",
    "delete": "Del", "up": "Up", "down": "Down", "left": "Left", "right": "Right",
    "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip

Item = tuple[str, str]
"""A key as it is typed, and what it does."""
LEAVING = ("leave", "cancel")
"""The acts by which one goes back from a screen."""
WANTED = (*LEAVING, "save", "write_down", "new_client")
"""The acts that are named where not all have room, the most wanted first."""


def key_name(binding: Binding) -> str:
    """Return the binding's key as a person types it: ``^S``, ``Enter``, ``n``, ``?``."""
    if binding.key_display:
        return binding.key_display
    *modifiers, key = binding.key.split("+") if binding.key != "+" else [binding.key]
    if modifiers == ["ctrl"] and len(key) == 1:
        return f"^{key.upper()}"
    name = _NAMES.get(key) or (key.upper() if key[:1] == "f" and key[1:].isdigit() else format_key(key))
    return "-".join([*(modifier.capitalize() for modifier in modifiers), name])


def is_help(binding: Binding) -> bool:
    """Return whether the binding opens the help."""
    return binding.action.rpartition(".")[2] == "help"


def items_of(screen: Screen[object]) -> tuple[list[Item], Item | None, list[Item]]:
    """Return what the bar shows for ``screen``, in the order of declaration, the help, and what is wanted.

    What is wanted most is among the items, the way back as its first; the help is not.
    """
    items: list[Item] = []
    help_item: Item | None = None
    wanted: list[tuple[int, Item]] = []
    seen: set[tuple[object, str]] = set()
    for active in _in_order(screen):
        binding = active.binding
        known = (active.node, binding.action)
        if not binding.show or not binding.description or not active.enabled or known in seen:
            continue
        if typed_over(screen.focused, active.node, binding):
            continue
        seen.add(known)
        item = (key_name(binding), say(binding.description))
        if is_help(binding):
            help_item = help_item or item
        else:
            items.append(item)
            if (act := binding.action.rpartition(".")[2]) in WANTED:
                wanted.append((WANTED.index(act), item))
    return items, help_item, [item for _, item in sorted(wanted, key=lambda ranked: ranked[0])]


def _in_order(screen: Screen[object]) -> list[ActiveBinding]:
    """Return the active bindings, the focused widget's first, each node's as they are declared.

    Textual leaves a binding with priority in the place of the one that it took over.
    """
    bindings = screen.active_bindings
    nodes = list(dict.fromkeys(active.node for active in bindings.values()))
    chain = [*(screen.focused.ancestors_with_self if screen.focused else [screen]), screen.app]
    nodes.sort(key=lambda node: chain.index(node) if node in chain else len(chain))
    return [
        bindings[key]
        for node in nodes
        for key in node._bindings.key_to_bindings
        if key in bindings and bindings[key].node is node
    ]


def typed_over(focused: Widget | None, node: object, binding: Binding) -> bool:
    """Return whether the key would be typed into the focused field instead."""
    if focused is None or focused is node or binding.priority:
        return False
    shown = format_key(binding.key)
    return focused.check_consume_key(binding.key, shown if len(shown) == 1 else None)


def fitting(items: list[Item], help_item: Item | None, width: int, wanted: Sequence[Item] = ()) -> list[Item]:
    """Return the items that fit into ``width`` cells, in their order: the ``wanted`` before any other.

    The help always does, and comes last.
    """
    room = width + 1 - (_cells(help_item) if help_item else 0)  # the last space need not be seen
    kept = []
    for item in dict.fromkeys((*wanted, *items)):
        room -= _cells(item)
        if room >= 0:
            kept.append(item)
    shown = [item for item in items if item in kept]
    return [*shown, help_item] if help_item else shown


def _cells(item: Item) -> int:
    return cell_len(item[0]) + cell_len(item[1]) + 3


class KeyBar(Widget):
    """One line at the bottom, made from the bindings that are active; drawn only when it changes."""

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        background: $background;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._items: list[Item] = []

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.follow())
        self.follow()

    def on_resize(self) -> None:
        """Fit again."""
        self.follow()

    def follow(self) -> None:
        """Show what can be done on the screen by now; on one that is not shown yet, nothing."""
        screen = self.screen
        if not screen.is_active:
            return
        items, help_item, wanted = items_of(screen)
        items = fitting(items, help_item, self.app.size.width, wanted)
        if items != self._items:
            self._items = items
            self.refresh()

    @property
    def text(self) -> str:
        """The line as it is shown."""
        return "".join(f" {key} {what} " for key, what in self._items)

    def render_line(self, y: int) -> Strip:
        """Draw the bar: keys bold, two cells between items."""
        plain, bold = self.rich_style, self.rich_style + Style(bold=True)
        segments = []
        for key, what in self._items:
            segments += [Segment(f" {key}", bold), Segment(f" {what} ", plain)]
        width = self.size.width
        return Strip(segments).adjust_cell_length(width, plain) if y == 0 else Strip.blank(width, plain)
