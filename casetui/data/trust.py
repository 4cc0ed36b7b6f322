"""Which agency file to trust: each revision rightly takes the place of the one before, from the first on.

What was last seen is pinned in the person's own data folder, so that an agency file that somebody else
slipped in, or an older one, is refused by name.
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
from casetui.data.vault import Kept, Vault, digest_of
from casetui.words import N_, CaseTUIError, say


@dataclass(frozen=True)
class Pin:
    """What a person's own program last saw of the agency file, and trusts."""

    root: str
    """The signing key of who set the agency up."""
    recovery: str
    """The recovery key's public part: what is sealed is sealed to it too."""
    revision: int
    digest: str
    """Names that revision."""
    managers: Authority
    """Its line managers: one of them says what goes on where that revision is lost."""
    place: str
    """The folder that the vault lay in: nothing else may pass for it there."""

    @classmethod
    def of(cls, vault: Vault, file: AgencyFile) -> Pin:
        """Return what to trust after a revision that is trusted."""
        revision, agency = signed_revision(file), file.agency
        number, digest = revision.about.revision, revision.digest
        place = str(vault.folder.resolve())
        return cls(agency.root, agency.recovery, number, digest, managers(file), place)

    @property
    def fingerprint(self) -> str:
        """What a manager reads out to who joins."""
        return fingerprint(self.root)


# -- the revisions that lie there ----------------------------------------------------------------


class Revisions:
    """Revisions of the agency file, by their digests; what cannot be read is passed over."""

    def __init__(self, files: Iterable[AgencyFile]) -> None:
        self._by_digest = {_digest(file): file for file in files}

    @classmethod
    def of(cls, vault: Vault, spare: Sequence[bytes] = (), newest: AgencyFile | None = None) -> Revisions:
        """Return the former revisions of a vault, with the ``newest`` and ``spare`` ones from elsewhere."""
        files = [] if newest is None else [newest]
        for kept in _candidates(vault.signed_in(Locked()), spare):
            with suppress(CaseTUIError):
                files.append(AgencyFile.from_kept(AGENCY, kept))
        return cls(files)

    def before(self, file: AgencyFile) -> AgencyFile | None:
        """Return the revision that ``file`` names as the one before it, or ``None``."""
        return self._by_digest.get(signed_revision(file).about.former)

    def trusted(self, pin: Pin) -> dict[str, AgencyFile]:
        """Return the revisions that may be relied on after what was pinned, oldest first, by digest.

        Those before the pinned one, each named by the next, and those that rightly follow it one by one.
        Where it is lost, those that follow the agency's first, as far as the pinned number: from there one
        of the line managers of then goes on.
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
        """Return the revisions that lead back to the first, signed by ``root``; oldest first, by digest."""
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
        """Return the revisions signed by somebody whom they give the right, where nothing is pinned."""
        found = {}
        for file in self._oldest_first():
            with suppress(CaseTUIError):
                if _signed_by(file, authority(file)):
                    found[_digest(file)] = file
        return found

    def _oldest_first(self) -> list[AgencyFile]:
        return sorted(self._by_digest.values(), key=_number)


def _candidates(locked: Vault, spare: Sequence[bytes]) -> Iterator[Kept]:
    try:
        formers = locked.formers(AGENCY)
    except VaultError:
        formers = []
    for former in formers:
        with suppress(VaultError):
            yield locked.read_former(AGENCY, former)
    for data in spare:
        with suppress(VaultError):
            yield locked.opened(AGENCY, Kept(data, digest_of(data)))


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
    """Return what to trust from now on of an agency file whose root was compared, or just made.

    Raises ``Forged`` where it does not lead back, one rightful revision after another, to one of that root.
    """
    revisions = Revisions.of(vault, newest=file)
    trusted = revisions.from_root(file.agency.root)
    if _digest(file) not in trusted:
        raise _refused(file, revisions, trusted, 0)
    return Pin.of(vault, file)


def trusted_agency(vault: Vault, pin: Pin) -> tuple[AgencyFile, Pin]:
    """Return the agency file and the pin to keep after it.

    Raises ``Forged`` where it was not changed by somebody who may, one revision after another from what was
    seen, or is older than that; ``VaultError`` where it cannot be read.
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
    """Return why an agency file is not trusted: who changed it wrongly first, or what is missing."""
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
