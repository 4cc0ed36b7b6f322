"""What the parts of the case screen have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from casetui.screens.case.case import CaseScreen


class OnCase:
    """A part of the case screen."""

    def _case_screen(self) -> CaseScreen:
        return cast("CaseScreen", self)
