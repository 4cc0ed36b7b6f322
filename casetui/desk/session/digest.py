"""A digest of a person's own agenda, for mail and login messages: case numbers and dates, no names.

The digest is the only file that a person may leave unsealed. It lies in their own data folder, and is written
only for a person who asked for it. ``casetui agenda`` prints it without the passphrase.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from casetui.data.person_folder import PersonFolder
from casetui.data.store.durable import make_own, read_whole, write_whole
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


def digest_path(own: PersonFolder) -> Path:
    """Return where a person's digest lies."""
    return own.folder / f"{own.who}.digest"


def has_digest(own: PersonFolder) -> bool:
    """Return whether the person has a digest; false also where their folder cannot be looked at."""
    return os.path.exists(digest_path(own))  # noqa: PTH110 - Path.exists raises other errors of the system


def leave_digest(desk: Desk) -> None:
    """Write a digest of the person's agenda as it is now; raise ``CaseTUIError`` where that fails."""
    dues = sorted({(item.day.isoformat(), item.row.number) for item in agenda(desk, DAYS_AHEAD)})
    digest = Digest(desk.now().isoformat(), desk.agency.zone, dues)
    try:
        make_own(desk.own.folder)
        write_whole(digest_path(desk.own), json.dumps(asdict(digest)).encode(), 0o600)
    except OSError as error:
        raise CaseTUIError(_not_written(error)) from error


def renew_digest(desk: Desk) -> None:
    """Write the digest anew where the person has one; raises what ``leave_digest`` raises."""
    if has_digest(desk.own):
        leave_digest(desk)


def withdraw_digest(own: PersonFolder) -> None:
    """Remove the person's digest; raise ``CaseTUIError`` where that fails."""
    try:
        digest_path(own).unlink(missing_ok=True)
    except OSError as error:
        raise CaseTUIError(_not_written(error)) from error


def read_digest(own: PersonFolder) -> Digest | None:
    """Return the person's digest; ``None`` where there is none or it cannot be read."""
    try:
        read = json.loads(read_whole(digest_path(own))[0])
        digest = Digest(str(read["at"]), str(read["zone"]), [(str(d), str(n)) for d, n in read["dues"]])
        digest.written_on()
        _ = [date.fromisoformat(day) for day, _number in digest.dues]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return digest


def _not_written(error: OSError) -> str:
    return say(N_("The digest could not be written: {reason}."), reason=reason_of(error))
