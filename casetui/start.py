"""What is known of the person before anything is drawn, so that the first screen is there at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casetui.data.days import Clock
from casetui.data.folders import cache_folder, data_folder
from casetui.data.keys.person_keys import Keys, NoKeys
from casetui.data.person_folder import PersonFolder
from casetui.data.vault import Vault
from casetui.desk.errors import NotAdmitted, UnknownLogin
from casetui.desk.people.entrance import entrance_for
from casetui.desk.session.caseload_snapshot import CaseloadSnapshot, read_caseload_snapshot
from casetui.desk.session.sign_in_snapshot import SignInSnapshot, read_sign_in_snapshot
from casetui.words import CaseTUIError

if TYPE_CHECKING:
    from casetui.desk.desk import Desk


@dataclass(frozen=True)
class DemoStart:
    """What the start of a demo shows before there is a desk."""

    snapshot: CaseloadSnapshot
    desk: Callable[[], Desk]
    """Makes the desk; raises the errors of ``demo_desk``."""


def demo_start_of(vault: Vault, who: str, clock: Clock) -> DemoStart | None:
    """Return the first screen of a person in a demo; ``None`` where no valid snapshot was kept."""
    person_folder = PersonFolder.of(vault, who, data_folder())
    try:
        keys = person_folder.key_file.unlock("")
    except CaseTUIError:
        return None
    snapshot = read_caseload_snapshot(cache_folder(), vault, who, keys, clock)
    return DemoStart(snapshot, lambda: demo_desk(vault, who, keys, clock)) if snapshot else None


def demo_desk(vault: Vault, who: str, keys: Keys, clock: Clock) -> Desk:
    """Return a person's desk in a demo; raises the errors of ``PersonFolder.of`` and ``Desk``."""
    from casetui.desk.desk import Desk

    person_folder = PersonFolder.of(vault, who, data_folder())
    return Desk(vault, person_folder, keys, cache_folder(), clock)


def sign_in_snapshot_of(vault: Vault, who: str | None, login: str, clock: Clock) -> SignInSnapshot | None:
    """Return the sign-in snapshot of a person who has a key at this computer; ``None`` without one."""
    snapshot = read_sign_in_snapshot(cache_folder(), vault, who, login, clock())
    has_key = snapshot and PersonFolder.of(vault, snapshot.who, data_folder()).key_file.exists()
    return snapshot if has_key else None


def known_person(vault: Vault, who: str | None, login: str, clock: Clock) -> str:
    """Return the id of the person who signs in; empty where ``who`` is empty and the login is unknown."""
    from casetui.data.people import AGENCY, AgencyFile
    from casetui.desk.people.signing_in import who_signs_in

    try:
        return who_signs_in(AgencyFile.load(vault, AGENCY), who, login, clock())
    except UnknownLogin:
        return ""


def joined_demo_desk(vault: Vault, who: str, clock: Clock) -> Desk | None:
    """Return a person's desk in a demo, which asks for no passphrase; ``None`` before they have joined."""
    from casetui.desk.people.signing_in import unlock

    entrance = entrance_for(vault, who, clock)
    try:
        return entrance.sit_down(unlock(entrance.person_folder, ""))
    except (NoKeys, NotAdmitted):
        return None
