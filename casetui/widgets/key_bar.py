"""The bottom line: the keys that do something here, each with what it does."""

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

KeyHint = tuple[str, str]
"""A key as a person types it and what it does, such as ``("^S", "Save")``."""
LEAVING = ("leave", "cancel")
"""The actions that lead back from a screen."""
WANTED = (*LEAVING, "save", "write_down", "new_client")
"""The actions whose keys are shown first where not all have room, the most wanted before all."""


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


def key_hints(screen: Screen[object]) -> tuple[list[KeyHint], KeyHint | None, list[KeyHint]]:
    """Return the hints of ``screen`` in the order of declaration, that of the help, and the wanted ones.

    The wanted hints are among the first list too, the help is not.
    """
    hints: list[KeyHint] = []
    help_hint: KeyHint | None = None
    wanted: list[tuple[int, KeyHint]] = []
    seen: set[tuple[object, str]] = set()
    for active in _in_order(screen):
        binding = active.binding
        known = (active.node, binding.action)
        if not binding.show or not binding.description or not active.enabled or known in seen:
            continue
        if not getattr(screen, "offers", bool)(binding.action):
            continue
        if typed_over(screen.focused, active.node, binding):
            continue
        seen.add(known)
        hint = (key_name(binding), say(binding.description))
        if is_help(binding):
            help_hint = help_hint or hint
        else:
            hints.append(hint)
            if (act := binding.action.rpartition(".")[2]) in WANTED:
                wanted.append((WANTED.index(act), hint))
    return hints, help_hint, [hint for _, hint in sorted(wanted, key=lambda ranked: ranked[0])]


def _in_order(screen: Screen[object]) -> list[ActiveBinding]:
    """Return the active bindings, the focused widget's first, each node's as they are declared.

    Textual itself puts a binding with priority in the place of the binding that it replaces.
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
    """Return whether the focused field would take the key as text."""
    if focused is None or focused is node or binding.priority:
        return False
    shown = format_key(binding.key)
    return focused.check_consume_key(binding.key, shown if len(shown) == 1 else None)


def fitting(
    hints: list[KeyHint], help_hint: KeyHint | None, width: int, wanted: Sequence[KeyHint] = ()
) -> list[KeyHint]:
    """Return the hints that fit into ``width`` cells, in their order; ``wanted`` hints are fitted first.

    The help always fits, and is last.
    """
    room = width + 1 - (_cells(help_hint) if help_hint else 0)  # the last space need not be seen
    fitted = []
    for hint in dict.fromkeys((*wanted, *hints)):
        room -= _cells(hint)
        if room >= 0:
            fitted.append(hint)
    shown = [hint for hint in hints if hint in fitted]
    return [*shown, help_hint] if help_hint else shown


def _cells(hint: KeyHint) -> int:
    return cell_len(hint[0]) + cell_len(hint[1]) + 3


class KeyBar(Widget):
    """One line at the bottom, made from the active bindings; drawn only when its text changes."""

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
        self._hints: list[KeyHint] = []

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.follow())
        self.follow()

    def on_resize(self) -> None:
        """Fit the hints into the new width."""
        self.follow()

    def follow(self) -> None:
        """Show what can be done on the screen by now; on one that is not shown yet, nothing."""
        screen = self.screen
        if not screen.is_active:
            return
        hints, help_hint, wanted = key_hints(screen)
        hints = fitting(hints, help_hint, self.app.size.width, wanted)
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    @property
    def text(self) -> str:
        """The line as it is shown."""
        return "".join(f" {key} {what} " for key, what in self._hints)

    def render_line(self, y: int) -> Strip:
        """Draw the bar: keys bold, two cells between hints."""
        plain, bold = self.rich_style, self.rich_style + Style(bold=True)
        segments = []
        for key, what in self._hints:
            segments += [Segment(f" {key}", bold), Segment(f" {what} ", plain)]
        width = self.size.width
        return Strip(segments).adjust_cell_length(width, plain) if y == 0 else Strip.blank(width, plain)
