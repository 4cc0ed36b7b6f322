"""Asking who somebody is, where the program does not know their login."""

from __future__ import annotations

from casetui.data.days import Clock
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.vault import Vault
from casetui.widgets.pick import Pick
from casetui.words import N_, say


def who_screen(vault: Vault, clock: Clock) -> Pick:
    """Return the question who it is; raise ``VaultError`` where the agency file cannot be read.

    To say that one is somebody is no way in: their key is asked for next.
    """
    agency_file = AgencyFile.load(vault, AGENCY)
    today = agency_file.calendar.day_of(clock())
    here = sorted(
        (one for one in agency_file.people.values() if one.here_on(today)), key=lambda one: one.name
    )
    return Pick(say(N_("Who are you?")), [(one.id, one.name) for one in here])
