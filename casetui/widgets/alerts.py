"""The boxes above a form: the client's alerts, and what the form is for."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from casetui.widgets.text import safe, safe_lines


class TextBox(VerticalScroll, can_focus=False):
    """A text in a box of at most a fifth of the screen: five of 24 lines.

    A longer text scrolls: Tab and Shift+Tab then stop at the box, and the arrows scroll it.
    """

    DEFAULT_CSS = """
    TextBox {
        height: auto;
        max-height: 21vh;
        padding: 0 1;
        background: $background;
        scrollbar-size-vertical: 1;
        scrollbar-background: ansi_default;
        scrollbar-background-hover: ansi_default;
        scrollbar-background-active: ansi_default;
        & > Static { height: auto; }
    }
    """

    def __init__(self, text: str, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.text = safe_lines(text)
        """The text that is shown."""
        self._shown = Static(Content(self.text), markup=False)

    def compose(self) -> ComposeResult:
        """Show the text, as text and not as markup."""
        yield self._shown

    def show(self, text: str) -> None:
        """Show another text, from its beginning."""
        self.text = safe_lines(text)
        self._shown.update(Content(self.text))
        self.scroll_home(animate=False)
        self.call_after_refresh(self.on_resize)

    def on_resize(self) -> None:
        """Stop here with Tab only where there is something to scroll."""
        self.can_focus = self.max_scroll_y > 0


class AlertBox(TextBox):
    """Alerts, a sentence each: what to know before anyone calls, writes or visits."""

    DEFAULT_CSS = """
    AlertBox { color: $error; text-style: bold; }
    """

    def __init__(self, alerts: Sequence[str]) -> None:
        super().__init__("\n".join(f"! {safe(alert)}" for alert in alerts))


class IntroBox(TextBox):
    """A text that says what a form is for."""

    DEFAULT_CSS = """
    IntroBox { text-style: dim; }
    """
