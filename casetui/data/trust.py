"""Decides whether the agency file in the vault is to be trusted.

Every revision of the agency file must rightly follow the revision before it; ``may_follow`` holds the rule.
A person's program pins the last revision that it trusted, in the person's data folder. The program refuses
an agency file that does not lead back to the pinned revision, and names the author who had no right. It also
refuses a revision that is older than the pinned one.
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
from casetui.data.store.one_file import OneFile
from casetui.data.stored_file import StoredFile
from casetui.data.succession import Authority, authority, managers, may_follow, signed_revision
from casetui.data.vault import Vault, digest_of
from casetui.words import N_, CaseTUIError, say


@dataclass(frozen=True)
class Pin:
    """The last revision of the agency file that a person's program trusted."""

    root: str
    """The signing key of the person who set the agency up."""
    recovery: str
    """The public part of the recovery key, to which every sealed file is sealed too."""
    revision: int
    digest: str
    """The digest that names this revision."""
    managers: Authority
    """The line managers of this revision. Where the revision is lost, one of them may sign its successor."""
    place: str
    """The folder of the vault. Another vault in this folder is not trusted in its place."""

    @classmethod
    def of(cls, vault: Vault, file: AgencyFile) -> Pin:
        """Return the pin of an agency file that is trusted."""
        revision, agency = signed_revision(file), file.agency
        number, digest = revision.about.revision, revision.digest
        place = str(Path(vault.place).resolve())
        return cls(agency.root, agency.recovery, number, digest, managers(file), place)

    @property
    def fingerprint(self) -> str:
        """The fingerprint that a manager reads out to the person who joins."""
        return fingerprint(self.root)


# -- the revisions in the vault ------------------------------------------------------------------


class Revisions:
    """Revisions of the agency file, by their digests; a revision that cannot be read is left out."""

    def __init__(self, files: Iterable[AgencyFile]) -> None:
        self._by_digest = {_digest(file): file for file in files}

    @classmethod
    def of(cls, vault: Vault, spare: Sequence[bytes] = (), newest: AgencyFile | None = None) -> Revisions:
        """Return a vault's former revisions, the ``newest`` revision, and the ``spare`` files of a backup."""
        files = [] if newest is None else [newest]
        for stored in _candidates(vault.signed_in(Locked()), spare):
            with suppress(CaseTUIError):
                files.append(AgencyFile.from_stored(AGENCY, stored))
        return cls(files)

    def before(self, file: AgencyFile) -> AgencyFile | None:
        """Return the revision that ``file`` names as its predecessor, or ``None`` where that is missing."""
        return self._by_digest.get(signed_revision(file).about.former)

    def trusted(self, pin: Pin) -> dict[str, AgencyFile]:
        """Return the revisions that a person with this pin may trust, oldest first, by digest.

        These are the pinned revision, its predecessors, and the revisions that rightly follow it. Where the
        pinned revision is lost, its predecessors are the revisions that rightly follow the agency's first
        one, up to the pinned number. Its successor is then a revision that a line manager of the pinned
        revision signed, and that names the pinned revision or follows one of the others rightly.

        A later revision whose predecessor is lost is judged as if it followed the last trusted revision. This
        lets nobody in: its author could have named that revision as its predecessor.
        """
        pinned = self._by_digest.get(pin.digest)
        lineage = self._lineage(pinned)
        trusted = {_digest(file): file for file in reversed(lineage)}
        if pinned is None:
            trusted = {
                digest: file
                for digest, file in self.from_root(pin.root).items()
                if file.agency.recovery == pin.recovery and _number(file) <= pin.revision
            }
        goes_on = {_digest(file) for file in self._as_pinned(lineage)}
        for file in self._oldest_first():
            before = self.before(file)
            if _digest(file) in trusted:
                continue
            if before is None:
                rightful = self._bridges(file, pin, trusted, goes_on)
            elif _digest(before) in goes_on:
                rightful = _follows_rightly(before, file)
            else:
                later = pinned is None and _number(file) > pin.revision and _digest(before) in trusted
                rightful = later and _signed_by(file, pin.managers) and _follows_rightly(before, file)
            if rightful:
                trusted[_digest(file)] = file
                goes_on.add(_digest(file))
        return trusted

    def _lineage(self, file: AgencyFile | None) -> list[AgencyFile]:
        """Return a revision and its predecessors, newest first, as far as they are kept."""
        lineage: list[AgencyFile] = []
        while file is not None:
            lineage.append(file)
            file = self.before(file)
        return lineage

    def _as_pinned(self, lineage: Sequence[AgencyFile]) -> list[AgencyFile]:
        """Return the pinned revision, and those before it that say the same.

        A repair by an earlier version of the program signed an old revision anew, without a change. What
        follows the old revision follows the new one as well.
        """
        last = next((n for n, file in enumerate(lineage) if not file.says_the_same(lineage[0])), len(lineage))
        return list(lineage[:last])

    def _bridges(self, file: AgencyFile, pin: Pin, trusted: dict[str, AgencyFile], goes_on: set[str]) -> bool:
        """Return whether a revision whose predecessor is lost may be trusted nevertheless."""
        if _number(file) <= pin.revision:
            return False
        if pin.digest not in trusted and signed_revision(file).about.former == pin.digest:
            return _keeps_keys(file, pin) and _signed_by(file, pin.managers)
        last = max((trusted[digest] for digest in goes_on), key=_number, default=None)
        return last is not None and _follows_rightly(last, file)

    def from_root(self, root: str) -> dict[str, AgencyFile]:
        """Return the revisions that lead back to a first one by ``root``, oldest first, by digest."""
        trusted: dict[str, AgencyFile] = {}
        for file in self._oldest_first():
            before = self.before(file)
            if before is not None and _digest(before) in trusted:
                rightful = _follows_rightly(before, file)
            else:
                first = not signed_revision(file).about.former
                rightful = first and _root(file) == root and signed_revision(file).signed_by([root])
            if rightful:
                trusted[_digest(file)] = file
        return trusted

    def signed_for_themselves(self) -> dict[str, AgencyFile]:
        """Return the revisions whose author may change the agency file by what the same revision says.

        Where nothing is pinned, no more than this can be checked.
        """
        trusted = {}
        for file in self._oldest_first():
            with suppress(CaseTUIError):
                if _signed_by(file, authority(file)):
                    trusted[_digest(file)] = file
        return trusted

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


def _keeps_keys(file: AgencyFile, pin: Pin) -> bool:
    with suppress(VaultError):
        return (file.agency.root, file.agency.recovery) == (pin.root, pin.recovery)
    return False


def _follows_rightly(before: AgencyFile, after: AgencyFile) -> bool:
    with suppress(CaseTUIError):
        return may_follow(before, after)
    return False


# -- which revision to trust ---------------------------------------------------------------------


def first_pin(vault: Vault, file: AgencyFile) -> Pin:
    """Return the first pin of an agency file whose root key was just made, or compared by the person.

    Raises ``Forged`` where the file does not lead back, over rightful revisions, to a first revision that
    the root key signed.
    """
    revisions = Revisions.of(vault, newest=file)
    trusted = revisions.from_root(file.agency.root)
    if _digest(file) not in trusted:
        raise _refused(file, revisions, trusted, 0)
    return Pin.of(vault, file)


def trusted_agency(vault: Vault, pin: Pin) -> tuple[AgencyFile, Pin]:
    """Return the agency file, and the pin to keep from now on.

    Raises ``Forged`` where the file is older than the pinned revision, or where the author of a revision
    since then may not change the agency file. Raises ``VaultError`` where the file cannot be read.
    """
    file = AgencyFile.load(vault, AGENCY)
    if _digest(file) == pin.digest:
        return file, pin
    if _number(file) <= pin.revision:
        raise Forged(
            say(
                N_("The agency file was put back to revision {n}; you have seen revision {seen}. "
                   "A line manager brings the newer one back with casetui restore."),
                n=_number(file), seen=pin.revision,
            )
        )  # fmt: skip
    revisions = Revisions.of(vault, newest=file)
    trusted = revisions.trusted(pin)
    if _digest(file) not in trusted:
        raise _refused(file, revisions, trusted, pin.revision)
    return file, Pin.of(vault, file)


def _refused(file: AgencyFile, revisions: Revisions, trusted: dict[str, AgencyFile], seen: int) -> Forged:
    """Return the error that names the first author who had no right, or says that a revision is missing.

    ``seen`` is the number of the pinned revision; 0 where none is pinned.
    """
    suspect: AgencyFile | None = file
    while suspect is not None:
        before = revisions.before(suspect)
        if before is not None and _digest(before) in trusted and (not seen or _number(before) >= seen):
            return Forged(
                say(
                    N_("The agency file was changed by {by}, who may not do that. Nothing was opened. "
                       "A line manager looks into it."),
                    by=signed_revision(suspect).about.by,
                )
            )  # fmt: skip
        suspect = before
    return Forged(
        say(
            N_("Revision {n} of the agency file, by {by}, does not follow from what you have seen or "
               "compared: one before it is missing, or somebody slipped it in. Nothing was opened. A "
               "line manager brings back what is missing with casetui restore."),
            n=_number(file), by=signed_revision(file).about.by,
        )
    )  # fmt: skip


# -- the file of the pin -------------------------------------------------------------------------


def read_pin(file: OneFile) -> Pin | None:
    """Return the pin in a file, ``None`` where there is none; raise ``NotWhole`` if unreadable."""
    try:
        return Pin(**json.loads(file.read()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise NotWhole(
            say(N_("{path} is damaged. Copy it back, or remove it and join the agency anew."), path=file.path)
        ) from error


def keep_pin(file: OneFile, pin: Pin) -> None:
    """Write a pin to a file, unless another session of the person wrote a later pin there.

    An error of the disk is ignored: the older pin then stays, and it trusts no more than the new one.
    """
    with suppress(NotWhole):
        earlier = read_pin(file)
        if earlier is not None and earlier.root == pin.root and earlier.revision > pin.revision:
            return
    try:
        file.write(json.dumps(asdict(pin)).encode())
    except OSError:
        return
