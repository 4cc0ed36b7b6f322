"""Which agency file to trust: each revision is signed by somebody whom the one before gave the right.

What was last seen is pinned in the person's own data folder, so that an agency file that somebody else
slipped in, or an older one, is refused by name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from casetui.data.durable import make_own, read_whole, write_whole
from casetui.data.errors import Forged, NotWhole, VaultError
from casetui.data.keys import fingerprint
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.sealing import Revision
from casetui.data.vault import Kept, Vault
from casetui.words import N_, say

Authority = Mapping[str, list[str]]
"""The signing keys of those who may change the agency file, by worker id."""


@dataclass(frozen=True)
class Pin:
    """What a person's own program last saw of the agency file, and trusts."""

    root: str
    """The signing key of who set the agency up."""
    revision: int
    digest: str
    """Names that revision."""
    authority: Authority

    @property
    def fingerprint(self) -> str:
        """What a manager reads out to who joins."""
        return fingerprint(self.root)


def authority(file: AgencyFile) -> Authority:
    """Return who may change the agency file after this revision: its managers and administrators."""
    people = file.people
    keys: dict[str, list[str]] = {}
    for key in file.person_keys:
        worker = people.get(key.worker)
        may = worker is not None and (worker.has("line manager") or worker.has("administrator"))
        if may and key.ended_at is None:
            keys.setdefault(key.worker, []).append(key.sign)
    return keys


def first_pin(file: AgencyFile) -> Pin:
    """Return what to trust from now on of an agency file that was compared, or just made."""
    kept = file.kept
    if kept is None or kept.revision is None:
        raise VaultError(say(N_("The agency file is not signed. Run casetui migrate.")))
    return Pin(file.agency.root, kept.revision.about.revision, kept.revision.digest, authority(file))


def trusted_agency(vault: Vault, pin: Pin) -> tuple[AgencyFile, Pin]:
    """Return the agency file and the pin to keep after it.

    Raises ``Forged`` where it was not changed by somebody who may, or is older than what was seen;
    ``VaultError`` where it cannot be read.
    """
    file = AgencyFile.load(vault, AGENCY)
    revision = _revision(file.kept)
    if revision.digest == pin.digest:
        return file, pin
    if revision.about.revision <= pin.revision:
        raise Forged(
            say(
                N_("The agency file was put back to revision {n}; you have seen revision {seen}. "
                   "Tell a line manager; casetui restore brings the newer one back."),
                n=revision.about.revision, seen=pin.revision,
            )
        )  # fmt: skip
    if not _allowed(revision, pin.authority):
        pin = _followed(vault, pin, revision)
    return file, Pin(pin.root, revision.about.revision, revision.digest, authority(file))


def _allowed(revision: Revision, may: Authority) -> bool:
    return revision.signed_by(may.get(revision.about.by, []))


def _followed(vault: Vault, pin: Pin, newest: Revision) -> Pin:
    """Return the pin after the revisions between what was seen and the newest; raise ``Forged``.

    Somebody who was made a manager meanwhile signs rightly, where who made them one did.
    """
    for former in reversed(vault.formers(AGENCY)):
        kept = vault.read_former(AGENCY, former)
        revision = _revision(kept)
        if revision.about.revision > pin.revision and _allowed(revision, pin.authority):
            file = AgencyFile.from_kept(AGENCY, kept)
            pin = Pin(pin.root, revision.about.revision, revision.digest, authority(file))
    if not _allowed(newest, pin.authority):
        raise Forged(
            say(
                N_("The agency file was changed by {by}, who may not do that. Nothing was opened. "
                   "Tell a line manager."),
                by=newest.about.by,
            )
        )  # fmt: skip
    return pin


def _revision(kept: Kept | None) -> Revision:
    if kept is None or kept.revision is None:
        raise VaultError(say(N_("The agency file is not signed. Run casetui migrate.")))
    return kept.revision


# -- where it is kept ----------------------------------------------------------------------------


def read_pin(path: Path) -> Pin | None:
    """Return the pin that is kept at ``path``, or ``None``; raise ``NotWhole`` where it cannot be read."""
    try:
        return Pin(**json.loads(read_whole(path)[0]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise NotWhole(
            say(N_("{path} is damaged. Copy it back, or remove it and join the agency anew."), path=path)
        ) from error


def keep_pin(path: Path, pin: Pin) -> None:
    """Keep a pin. Where that fails, the older one stays, which trusts no more than this one."""
    try:
        make_own(path.parent)
        write_whole(path, json.dumps(asdict(pin)).encode(), 0o600)
    except OSError:
        return
