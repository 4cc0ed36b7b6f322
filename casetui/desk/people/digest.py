"""A digest of a person's own agenda, for mail and login messages: case numbers and dates, no names.

The digest is the only file that a person may leave unsealed. It lies in their own data folder, and is written
only for a person who asked for it. ``casetui agenda`` prints it without the passphrase.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casetui.data.person_folder import PersonFolder
from casetui.data.store.one_file import OneFile
from casetui.desk.desk import Desk
from casetui.desk.lists import agenda
from casetui.words import N_, CaseTUIError, reason_of, say

DAYS_AHEAD = 366
"""How many days ahead a digest reaches."""


@dataclass(frozen=True)
class Digest:
    """What was due when the digest was written."""

    at: str
    """The instant at which it was written, in UTC."""
    zone: str
    """The agency's time zone."""
    dues: list[tuple[str, str]]
    """The day, such as ``2026-11-21``, and the case number, in order of day."""

    def today(self, now: datetime) -> date:
        """Return the agency's day at an instant."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def written_on(self) -> date:
        """Return the agency's day on which it was written."""
        return self.today(datetime.fromisoformat(self.at))


def digest_file(person_folder: PersonFolder) -> OneFile:
    """Return the file of a person's digest."""
    return person_folder.file("digest")


def has_digest(person_folder: PersonFolder) -> bool:
    """Return whether the person has a digest; false also where their folder cannot be looked at."""
    return digest_file(person_folder).exists()


def leave_digest(desk: Desk) -> None:
    """Write a digest of the person's agenda as it is now; raise ``CaseTUIError`` where that fails."""
    dues = sorted({(item.day.isoformat(), item.row.number) for item in agenda(desk, DAYS_AHEAD)})
    digest = Digest(desk.now().isoformat(), desk.agency.zone, dues)
    try:
        digest_file(desk.person_folder).write(json.dumps(asdict(digest)).encode())
    except OSError as error:
        raise CaseTUIError(_not_written(error)) from error


def renew_digest(desk: Desk) -> None:
    """Write the digest anew where the person has one; raises what ``leave_digest`` raises."""
    if has_digest(desk.person_folder):
        leave_digest(desk)


def withdraw_digest(person_folder: PersonFolder) -> None:
    """Remove the person's digest; raise ``CaseTUIError`` where that fails."""
    try:
        digest_file(person_folder).remove()
    except OSError as error:
        raise CaseTUIError(_not_written(error)) from error


def read_digest(person_folder: PersonFolder) -> Digest | None:
    """Return the person's digest; ``None`` where there is none or it cannot be read."""
    try:
        read = json.loads(digest_file(person_folder).read())
        digest = Digest(str(read["at"]), str(read["zone"]), [(str(d), str(n)) for d, n in read["dues"]])
        digest.written_on()
        _ = [date.fromisoformat(day) for day, _number in digest.dues]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return digest


def _not_written(error: OSError) -> str:
    return say(N_("The digest could not be written: {reason}."), reason=reason_of(error))
