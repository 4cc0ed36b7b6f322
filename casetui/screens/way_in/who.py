"""Asking who the person is, where the program does not know their login."""

from __future__ import annotations

from casetui.data.days import Clock
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.vault import Vault
from casetui.desk.flows.way_in import who_question
from casetui.widgets.pick import Pick


def who_screen(vault: Vault, clock: Clock) -> Pick:
    """Return the question who the person is; raise ``VaultError`` where the agency file cannot be read.

    The answer opens nothing by itself: the person's key is asked for next.
    """
    asked = who_question(AgencyFile.load(vault, AGENCY), clock())
    return Pick(asked.question, asked.options)
