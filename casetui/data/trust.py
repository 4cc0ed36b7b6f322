"""Decides whether the agency file that lies in the vault is to be trusted.

From the first revision on, each must rightly take the place of the one before it; ``may_follow`` says when.
The person's own program pins the revision that it last trusted, in the person's own data folder. An agency
file that somebody slipped in, or an older one that somebody put back, is refused with its author's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from casetui.data.errors import Forged, NotWhole, VaultError
from casetui.data.keys.person_keys import fingerprint
from casetui.data.keys.sealing import Locked
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.store.durable import make_own, read_whole, write_whole
from casetui.data.succession import Authority, authority, managers, may_follow, signed_revision
from casetui.data.vault import StoredFile, Vault, digest_of
from casetui.words import N_, CaseTUIError, say


@dataclass(frozen=True)
class Pin:
    """The revision of the agency file that a person's own program last saw and trusts."""

    root: str
    """The signing key of the person who set the agency up."""
    recovery: str
    """The public part of the recovery key, to which every sealed file is sealed too."""
    revision: int
    digest: str
    """The digest that names this revision."""
    managers: Authority
    """The line managers of this revision: where it is lost, a revision that one of them signs goes on."""
    place: str
    """The folder that the vault lay in: no other vault in this folder may pass for it."""

    @classmethod
    def of(cls, vault: Vault, file: AgencyFile) -> Pin:
        """Return the pin of a revision that is trusted."""
        revision, agency = signed_revision(file), file.agency
        number, digest = revision.about.revision, revision.digest
        place = str(Path(vault.place).resolve())
        return cls(agency.root, agency.recovery, number, digest, managers(file), place)

    @property
    def fingerprint(self) -> str:
        """The fingerprint that a manager reads out to the person who joins."""
        return fingerprint(self.root)


# -- the revisions that lie there ----------------------------------------------------------------


class Revisions:
    """Revisions of the agency file, by their digests; a revision that cannot be read is left out."""

    def __init__(self, files: Iterable[AgencyFile]) -> None:
        self._by_digest = {_digest(file): file for file in files}

    @classmethod
    def of(cls, vault: Vault, spare: Sequence[bytes] = (), newest: AgencyFile | None = None) -> Revisions:
        """Return the former revisions in a vault, the ``newest``, and ``spare`` files from a backup."""
        files = [] if newest is None else [newest]
        for kept in _candidates(vault.signed_in(Locked()), spare):
            with suppress(CaseTUIError):
                files.append(AgencyFile.from_kept(AGENCY, kept))
        return cls(files)

    def before(self, file: AgencyFile) -> AgencyFile | None:
        """Return the revision that ``file`` names as the one before it, or ``None``."""
        return self._by_digest.get(signed_revision(file).about.former)

    def trusted(self, pin: Pin) -> dict[str, AgencyFile]:
        """Return the revisions that may be relied on after a pin, oldest first, by digest.

        These are the revisions before the pinned one, each named by the next, and the revisions that rightly
        follow the pinned one. Where the pinned revision is lost, they are the revisions that rightly follow
        the agency's first one, up to the pinned number; from there, a revision goes on that a line manager
        of the pinned revision signed.
        """
        found: dict[str, AgencyFile] = {}
        pinned = self._by_digest.get(pin.digest)
        if pinned is None:
            first = self.from_root(pin.root)
            found = {one: file for one, file in first.items() if file.agency.recovery == pin.recovery}
            found = {one: file for one, file in found.items() if _number(file) <= pin.revision}
        line: list[AgencyFile] = []
        while pinned is not None:
            line.append(pinned)
            pinned = self.before(pinned)
        found |= {_digest(file): file for file in reversed(line)}
        for file in self._oldest_first():
            before = self.before(file)
            if _number(file) <= pin.revision or before is None or _digest(before) not in found:
                continue
            goes_on = _number(before) > pin.revision or _digest(before) == pin.digest
            brought_back = pin.digest not in found and _signed_by(file, pin.managers)
            if (goes_on or brought_back) and _rightly(before, file):
                found[_digest(file)] = file
        return found

    def from_root(self, root: str) -> dict[str, AgencyFile]:
        """Return the revisions that lead back to a first one signed by ``root``, oldest first, by digest."""
        found: dict[str, AgencyFile] = {}
        for file in self._oldest_first():
            before = self.before(file)
            if before is not None and _digest(before) in found:
                good = _rightly(before, file)
            else:
                first = not signed_revision(file).about.former
                good = first and _root(file) == root and signed_revision(file).signed_by([root])
            if good:
                found[_digest(file)] = file
        return found

    def signed_for_themselves(self) -> dict[str, AgencyFile]:
        """Return the revisions signed by a person to whom the same revision gives the right to sign it.

        Where nothing is pinned, no more can be said of a revision.
        """
        found = {}
        for file in self._oldest_first():
            with suppress(CaseTUIError):
                if _signed_by(file, authority(file)):
                    found[_digest(file)] = file
        return found

    def _oldest_first(self) -> list[AgencyFile]:
        return sorted(self._by_digest.values(), key=_number)


def _candidates(locked: Vault, spare: Sequence[bytes]) -> Iterator[StoredFile]:
    try:
        formers = locked.formers(AGENCY)
    except VaultError:
        formers = []
    for former in formers:
        with suppress(VaultError):
            yield locked.read_former(AGENCY, former)
    for data in spare:
        with suppress(VaultError):
            yield locked.opened(AGENCY, StoredFile(data, digest_of(data)))


def _digest(file: AgencyFile) -> str:
    return signed_revision(file).digest


def _number(file: AgencyFile) -> int:
    return signed_revision(file).about.revision


def _root(file: AgencyFile) -> str:
    with suppress(VaultError):
        return file.agency.root
    return ""


def _signed_by(file: AgencyFile, may: Authority) -> bool:
    revision = signed_revision(file)
    return revision.signed_by(may.get(revision.about.by, []))


def _rightly(before: AgencyFile, after: AgencyFile) -> bool:
    with suppress(CaseTUIError):
        return may_follow(before, after)
    return False


# -- which one to trust --------------------------------------------------------------------------


def first_pin(vault: Vault, file: AgencyFile) -> Pin:
    """Return the first pin of an agency file whose root key was compared, or was just made.

    Raises ``Forged`` where the file does not lead back, one rightful revision after another, to a first
    revision that the root key signed.
    """
    revisions = Revisions.of(vault, newest=file)
    trusted = revisions.from_root(file.agency.root)
    if _digest(file) not in trusted:
        raise _refused(file, revisions, trusted, 0)
    return Pin.of(vault, file)


def trusted_agency(vault: Vault, pin: Pin) -> tuple[AgencyFile, Pin]:
    """Return the agency file and the pin to keep after it.

    Raises ``Forged`` where the file is older than the pinned revision, or where one of the revisions since
    was written by a person who may not change the agency file; ``VaultError`` where it cannot be read.
    """
    file = AgencyFile.load(vault, AGENCY)
    if _digest(file) == pin.digest:
        return file, pin
    if _number(file) <= pin.revision:
        raise Forged(
            say(
                N_("The agency file was put back to revision {n}; you have seen revision {seen}. "
                   "Tell a line manager; casetui restore brings the newer one back."),
                n=_number(file), seen=pin.revision,
            )
        )  # fmt: skip
    revisions = Revisions.of(vault, newest=file)
    trusted = revisions.trusted(pin)
    if _digest(file) not in trusted:
        raise _refused(file, revisions, trusted, pin.revision)
    return file, Pin.of(vault, file)


def _refused(file: AgencyFile, revisions: Revisions, trusted: dict[str, AgencyFile], seen: int) -> Forged:
    """Return why an agency file is not trusted: the first author who had no right, or a missing revision."""
    wrong: AgencyFile | None = file
    while wrong is not None:
        before = revisions.before(wrong)
        if before is not None and _digest(before) in trusted and (not seen or _number(before) >= seen):
            return Forged(
                say(
                    N_("The agency file was changed by {by}, who may not do that. Nothing was opened. "
                       "Tell a line manager."),
                    by=signed_revision(wrong).about.by,
                )
            )  # fmt: skip
        wrong = before
    return Forged(
        say(
            N_("Revision {n} of the agency file, by {by}, does not follow from what you have seen or "
               "compared: one before it is missing, or somebody slipped it in. Nothing was opened. Tell a "
               "line manager; casetui restore brings back what is missing."),
            n=_number(file), by=signed_revision(file).about.by,
        )
    )  # fmt: skip


# -- where it is kept ----------------------------------------------------------------------------


def read_pin(path: Path) -> Pin | None:
    """Return the pin that is kept at ``path``, or ``None``; raise ``NotWhole`` where it cannot be read."""
    try:
        return Pin(**json.loads(read_whole(path)[0]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise NotWhole(
            say(N_("{path} is damaged. Copy it back, or remove it and join the agency anew."), path=path)
        ) from error


def keep_pin(path: Path, pin: Pin) -> None:
    """Keep a pin, unless another session of the person's kept a later one.

    Where that fails, the older one stays, which trusts no more than this one.
    """
    with suppress(NotWhole):
        there = read_pin(path)
        if there is not None and there.root == pin.root and there.revision > pin.revision:
            return
    try:
        make_own(path.parent)
        write_whole(path, json.dumps(asdict(pin)).encode(), 0o600)
    except OSError:
        return
