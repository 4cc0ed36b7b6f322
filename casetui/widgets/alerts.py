"""What to know before anyone calls, writes or visits, shown above a form."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from casetui.widgets.text import safe


class AlertBox(VerticalScroll, can_focus=False):
    """Alerts in a box of a fifth of the screen, five lines of 24; what takes more is scrolled there.

    Tab and Shift+Tab then stop at it, and the arrows scroll.
    """

    DEFAULT_CSS = """
    AlertBox {
        height: auto;
        max-height: 21vh;
        padding: 0 1;
        color: $error;
        text-style: bold;
        background: $background;
        scrollbar-size-vertical: 1;
        & > Static { height: auto; }
    }
    """

    def __init__(self, alerts: Sequence[str]) -> None:
        super().__init__()
        self._text = "\n".join(f"! {safe(alert)}" for alert in alerts)

    def compose(self) -> ComposeResult:
        """The sentences."""
        yield Static(Content(self._text), markup=False)

    def on_resize(self) -> None:
        """Stop here with Tab only where there is something to scroll."""
        self.can_focus = self.max_scroll_y > 0
