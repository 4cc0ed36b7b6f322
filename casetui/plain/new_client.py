"""Registering a new client: the form, and after it the questions before the case is made."""

from __future__ import annotations

from typing import Any

from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.new_client import likely_ones, new_client, new_client_form, register_anew
from casetui.plain.driver import Driver
from casetui.plain.form import Form
from casetui.plain.talk import Talk
from casetui.words import N_, CaseTUIError, say


def ask_for_client(talk: Talk, desk: Desk) -> OpenCase | str:
    """Return the new case, or the number of the client's case found; empty where there is none."""
    made: list[OpenCase | str] = []

    def save(values: dict[str, Any]) -> None:
        client = new_client(values)
        case = Driver(talk, desk).run(register_anew(desk, client, likely_ones(desk, client)))
        if case is None:
            raise CaseTUIError(say(N_("Nothing is saved yet.")))
        made.append(case)

    Form(talk, new_client_form(desk, save)).fill()
    return made[0] if made else ""
