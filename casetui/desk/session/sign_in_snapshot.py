"""The sign-in snapshot: what is shown to a person who signs in before the agency file is read.

Reading the agency file needs the models, which take long to load. The snapshot is not sealed: it has only
what everybody may read in the agency file. It is valid as long as the agency file is the one that it was made
with.
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
from casetui.data.store.files import Files
from casetui.data.store.one_file import OneFile
from casetui.data.vault import Vault
from casetui.desk.session.caseload_snapshot import snapshot_stamp

if TYPE_CHECKING:
    from datetime import datetime

    from casetui.desk.desk import Desk


@dataclass(frozen=True)
class SignInSnapshot:
    """The person who signs in, and their agency."""

    who: str
    """The worker's id."""
    name: str
    agency_name: str
    today: date


def keep_sign_in_snapshot(desk: Desk) -> None:
    """Keep the snapshot for the next start. An error of the disk is ignored: the next start does without."""
    content = {
        "made_with": snapshot_stamp(desk.vault),
        "who": asdict(PlainColleague.of(desk.who)),
        "agency_name": desk.agency_name,
        "zone": desk.agency.zone,
    }
    with suppress(OSError):
        file = OneFile(Files(desk.cache, own=True), f"{desk.vault.id[:12]}-{desk.who.id}.door")
        file.write(json.dumps(content, default=date.isoformat).encode())


def read_sign_in_snapshot(
    cache: Path, vault: Vault, who: str | None, login: str, now: datetime
) -> SignInSnapshot | None:
    """Return the snapshot of ``who``, an id or a login; without it that of the person with this ``login``.

    ``None`` where no snapshot was kept, where the agency file was saved since, or the person has left.
    """
    files, names = Files(cache, own=True), list[str]()
    with suppress(OSError):
        names = sorted(files.names())
    for name in names:
        if not (name.startswith(f"{vault.id[:12]}-") and name.endswith(".door")):
            continue
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            kept: dict[str, Any] = json.loads(files.read(name)[0])
            found = PlainColleague.read(kept["who"])
            today = Calendar(kept["zone"]).day_of(now)
            named = who in (found.id, found.login) if who else bool(login) and found.login == login
            if named and kept["made_with"] == snapshot_stamp(vault) and found.here_on(today):
                return SignInSnapshot(found.id, found.name, kept["agency_name"], today)
    return None
