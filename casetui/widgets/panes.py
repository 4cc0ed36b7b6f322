"""The parts that a screen is divided into. Their widgets draw them; nothing is drawn below the widgets."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical


class Beside(Horizontal):
    """Widgets beside each other."""

    BLANK = True


class Stack(Vertical):
    """Widgets above each other."""

    BLANK = True
