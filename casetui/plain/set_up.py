"""Setting up: the agency, its first line manager and their key, a second signatory, and the recovery key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casetui.data.days import Clock
from casetui.data.keys.passphrases import check_passphrase
from casetui.data.vault import Vault
from casetui.desk.desk import Desk
from casetui.desk.forms.form_spec import FormSpec
from casetui.desk.people.founding import (
    LAST,
    RECOVERY,
    RECOVERY_COMMAND,
    RECOVERY_USE,
    Founding,
    SetUp,
    SetUpResult,
    wrong_recovery_end,
)
from casetui.desk.people.signing_in import Entrance
from casetui.plain.form import Form
from casetui.plain.talk import STOP, QuitProgram, Talk
from casetui.plain.way_in import new_passphrase
from casetui.words import N_, CaseTUIError, say


def set_up(talk: Talk, folder: Path, clock: Clock, data: Path, cache: Path) -> Desk:
    """Ask for a new agency's settings, make it in ``folder``, and return its first line manager's desk.

    Raises ``QuitProgram`` where the person gives up, and ``CaseTUIError`` where the agency cannot be made.
    """
    founding = Founding.at(folder, data, clock())
    talk.tell(
        founding.intro, say(N_("First choose your own passphrase. It locks your key at this computer."))
    )
    passphrase = new_passphrase(talk)
    if not passphrase:
        raise QuitProgram
    made: list[SetUpResult] = []

    def make(values: dict[str, Any]) -> None:
        nonlocal passphrase
        names = [str(values.get(name) or "") for name in ("agency", "team", "manager", "manager_login")]
        try:
            check_passphrase(passphrase, names)
        except CaseTUIError as error:  # it was chosen before the names were known
            talk.tell(str(error))
            passphrase = new_passphrase(talk, names)
            if not passphrase:
                raise QuitProgram from None
        made.append(founding.make({**values, "passphrase": passphrase, "again": passphrase}))

    spec = FormSpec(
        say(N_("CaseTUI: set up an agency")), SetUp, founding.entries(), make, lambda: founding.reading,
        founding.choices, founding.words,
    )  # fmt: skip
    if not Form(talk, spec).fill():
        raise QuitProgram
    vault = Vault.at(folder)
    return Entrance.of(vault, made[0].manager, data, cache, clock).sit_down(made[0].keys)


def tell_recovery(talk: Talk, secret: str) -> None:
    """Say the recovery key, until the person has typed its last characters back from paper."""
    _tell_key(talk, secret)
    while True:
        answer = talk.line(
            say(N_("Its last {n} signs, from the paper; ? says the key again"), n=LAST)
        ).strip()
        if answer == "?":
            _tell_key(talk, secret)
            continue
        wrong = wrong_recovery_end("" if answer == STOP else answer, secret)
        if not wrong:
            return
        talk.tell(wrong)


def _tell_key(talk: Talk, secret: str) -> None:
    talk.tell("", say(RECOVERY), secret, say(RECOVERY_USE), RECOVERY_COMMAND)
