"""The list of answers or options over a screen. A letter may be an answer, so no letter moves in it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from casetui.widgets.row_list import RowList
from casetui.words import N_


class AnswerList(RowList, inherit_bindings=False):
    """A row list that moves by the arrows alone: in a question ``k`` is "Keep", and not a line up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Up"), show=False),
        Binding("down", "move(1)", N_("Down"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("home", "end(-1)", N_("First"), show=False),
        Binding("end", "end(1)", N_("Last"), show=False),
    ]
