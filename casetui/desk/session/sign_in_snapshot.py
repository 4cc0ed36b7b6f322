"""The door: what is shown to who signs in before the agency file is read, for which the models are needed.

It says what that file says for everybody to read, and only as long as it is the one that the person's
program last saw.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casetui.data.colleague import PlainColleague
from casetui.data.days import Calendar
from casetui.data.store.durable import make_own, read_whole, write_whole
from casetui.data.vault import Vault
from casetui.desk.session.caseload_snapshot import made_with

if TYPE_CHECKING:
    from datetime import datetime

    from casetui.desk.desk import Desk


@dataclass(frozen=True)
class SignInSnapshot:
    """Who comes in, and where to."""

    who: str
    name: str
    agency_name: str
    today: date


def keep_sign_in_snapshot(desk: Desk) -> None:
    """Keep what the next start shows who signs in. A failure here is no failure."""
    content = {
        "made_with": made_with(desk.vault),
        "who": asdict(PlainColleague.of(desk.who)),
        "agency_name": desk.agency_name,
        "zone": desk.agency.zone,
    }
    with suppress(OSError):
        make_own(desk.cache)
        path = desk.cache / f"{desk.vault.id[:12]}-{desk.who.id}.door"
        write_whole(path, json.dumps(content, default=date.isoformat).encode(), 0o600)


def read_sign_in_snapshot(
    cache: Path, vault: Vault, who: str | None, login: str, now: datetime
) -> SignInSnapshot | None:
    """Return the door of ``who``, an id or a login, or without a name of whoever has this ``login``.

    ``None`` where none was kept, where the agency file was saved since, or they have left.
    """
    for path in sorted(cache.glob(f"{vault.id[:12]}-*.door")):
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            kept: dict[str, Any] = json.loads(read_whole(path)[0])
            found = PlainColleague.read(kept["who"])
            today = Calendar(kept["zone"]).day_of(now)
            named = who in (found.id, found.login) if who else bool(login) and found.login == login
            if named and kept["made_with"] == made_with(vault) and found.here_on(today):
                return SignInSnapshot(found.id, found.name, kept["agency_name"], today)
    return None
