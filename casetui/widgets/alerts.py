"""What to know before anyone calls, writes or visits, shown above a form."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from casetui.widgets.text import safe


class AlertBox(VerticalScroll, can_focus=False):
    """Alerts in a box of up to five lines; where they take more, Shift+Tab and the arrows scroll it."""

    DEFAULT_CSS = """
    AlertBox {
        height: auto;
        max-height: 5;
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
