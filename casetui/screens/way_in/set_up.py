"""Setting up: the agency, its first line manager and their key, a second signatory, the method."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casetui.data.days import Clock
from casetui.desk.flows.way_in import set_up_form
from casetui.desk.people.founding import Founding, SetUpResult
from casetui.screens.forms.form import FormScreen
from casetui.words import N_


class SetUpScreen(FormScreen):
    """The form in which an agency is set up in an empty folder."""

    ABOUT = N_(
        "Your agency begins here: say what it is called, how it works, and who signs off. You are its "
        "first line manager; everybody else is added later, under People."
    )

    def __init__(self, folder: Path, data: Path, clock: Clock) -> None:
        """``data`` is the person's data folder for the program, where their key will lie."""
        founding = Founding.at(folder, data, clock())
        spec = set_up_form(founding, self._make)
        super().__init__(
            spec.title, spec.model, spec.entries, reading=spec.reading, words=spec.words,
            choices=spec.choices, save=spec.save, suggested=("manager_login", "zone"), intro=founding.intro,
        )  # fmt: skip
        self._founding = founding
        self.made: SetUpResult | None = None
        """The new agency; ``None`` before it is made."""

    def _make(self, values: dict[str, Any]) -> None:
        self.made = self._founding.make(values)
