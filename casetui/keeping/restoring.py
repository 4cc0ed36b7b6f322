"""Bringing back from a backup what is missing or damaged. It never takes the place of newer work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from casetui.data.casefile import CaseFile, RecordFile
from casetui.data.errors import CannotOpen, cannot
from casetui.data.finishing import finish
from casetui.data.keys.sealing import only_signed, suffix
from casetui.data.people import AGENCY
from casetui.data.store.durable import read_whole
from casetui.data.store.files import Files
from casetui.data.store.former import Former
from casetui.data.vault import OutOfDate, StoredFile, Vault, VaultError, digest_of
from casetui.keeping.backup import BackupError, Copy, Manifest, Progress
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import label, written
from casetui.keeping.raw import record_name, replaced_name, seems_whole
from casetui.keeping.repairing import BY_RESTORE, whole
from casetui.words import N_, say

ABOUT = "vault.json"
COVERS = "covers/"
LOGS = ("changes", "openings")
"""Only ever added to: the one that holds the other's beginning is the newer."""


@dataclass
class Restored:
    """What came of bringing back."""

    back: list[str] = field(default_factory=list)
    """A sentence for each case, and the agency file, that was brought back."""
    files: int = 0
    """How many files were written."""
    same: int = 0
    left: list[str] = field(default_factory=list)
    """A sentence for each file that was left alone, for it is newer."""
    problems: list[str] = field(default_factory=list)
    stopped: bool = False


SignIn = Callable[[Vault, Sequence[bytes]], Keeper]
"""Returns who restores; where the vault's own agency file is damaged, one of these says what they hold."""


def restore(
    folder: Path, source: Path, sign_in: SignIn, case: str = "", progress: Progress | None = None
) -> Restored:
    """Bring back into the vault in ``folder`` what is missing or damaged there, or one ``case``.

    Every file is checked against the backup's manifest first. A case that is whole and was saved later
    than the backup's is left alone, which only somebody who can open it can tell: where anything stands
    there already, they sign in. What is replaced is kept as a former revision, or in ``damaged/``.
    Raises ``BackupError`` where it cannot be done, and what ``sign_in`` raises.
    """
    manifest = Manifest.read(source)
    if manifest is None:
        raise BackupError(say(N_("There is no backup at {folder}."), folder=source))
    try:
        return _Restoring(folder, source, manifest, sign_in, bool(case)).run(case, progress)
    except OSError as error:
        raise BackupError(cannot("use", error.filename or folder, error)) from error


class _Restoring:
    def __init__(self, folder: Path, source: Path, manifest: Manifest, sign_in: SignIn, one: bool) -> None:
        self.source = source
        self.manifest = manifest
        self.done = Restored()
        self.about = b""
        """What ``vault.json`` is to be, where it is missing or damaged."""
        self.keeper: Keeper | None = None
        """Who restores; ``None`` where nothing stands yet, and whole files are simply copied."""
        self.vault = self._vault(folder, one)
        if self.vault.stamp(AGENCY) != (0, 0) or self.vault.names():
            spare = self.read(f"{AGENCY}{suffix(AGENCY)}")
            self.keeper = sign_in(self.vault, [spare] if spare else [])
            self.vault = self.keeper.vault

    def _vault(self, folder: Path, one: bool) -> Vault:
        """Return the vault that is there, or the one that is to be there again."""
        try:
            vault = Vault.at(folder)
        except VaultError:
            about = self.read(ABOUT)
            if one or about is None:
                raise
            self.about = about
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            vault = Vault.at(folder, about)
        if vault.id != self.manifest.vault:
            raise BackupError(
                say(N_("{folder} is the backup of another vault than this one."), folder=self.source)
            )
        if vault.read_only:
            raise BackupError(say(N_("A newer version of the program made this vault. Update the program.")))
        vault.upkeep.make_folders()
        return vault

    def run(self, case: str, progress: Progress | None) -> Restored:
        units = self._units()
        if case:
            name = f"cases/{case}"
            if name not in units:
                raise BackupError(say(N_("The backup holds no case C-{number}."), number=case))
            own_key = f"keys/{case}"
            units = {one: units[one] for one in (own_key, name) if one in units}
        for record in self.vault.upkeep.cut_off():
            with suppress(VaultError):  # what it wrote is judged like everything else
                finish(self.vault, f"cases/{record}", CaseFile)
        for number, (name, formers) in enumerate(units.items(), start=1):
            if progress and number % 20 == 0 and not progress(number, len(units)):
                self.done.stopped = True
                return self.done
            try:
                self._unit(name, formers)
            except VaultError as error:
                self.done.problems.append(str(error))
        if self.about:  # last: until then it is no vault
            self._write(ABOUT, self.about)
        if progress:
            progress(len(units), len(units))
        return self.done

    def _units(self) -> dict[str, list[str]]:
        """Return what the backup holds: what the vault names with its former revisions, else paths.

        The logs come first, for what is brought back is told of in them; then who may open what.
        """
        begun = {path for path in self.manifest.begun if (self.source / path).exists()}
        every = sorted(self.manifest.files.keys() | begun, key=lambda path: (path.startswith("cases/"), path))
        units: dict[str, list[str]] = {path: [] for path in LOGS if path in every}
        for path in every:
            if of := replaced_name(path):
                units.setdefault(of, []).append(path)
            elif path != ABOUT and not path.startswith("damaged/"):
                units.setdefault(record_name(path) or path, [])
        return units

    def _unit(self, name: str, formers: list[str]) -> None:
        if name.startswith(COVERS):
            self._cover(name)
        elif record_name(f"{name}{suffix(name)}"):
            self._case(name, formers)
        else:
            self._other(name)

    # -- a case, its own key, or the agency file -------------------------------------------------

    def _case(self, name: str, formers: list[str]) -> None:
        data = self.read(f"{name}{suffix(name)}")
        try:
            there = self.vault.read_raw(name)
        except VaultError:
            there = None
        seen, hidden = self._opened(name, there)
        if only_signed(name) or (seen is None and not hidden) or not self._has_formers(name):
            self._formers(name, formers)
        if data is None:
            if there is None:
                sentence = N_("{what} is to be had from its former revision: run casetui check --repair.")
                self.done.problems.append(say(sentence, what=label(name)))
            return
        raw = StoredFile(data, digest_of(data))
        if there and there.digest == raw.digest:
            self.done.same += 1
            return
        if not seems_whole(name, raw):
            self.done.problems.append(say(N_("{what} was damaged when it was backed up."), what=label(name)))
            return
        if hidden:
            self.done.left.append(
                say(N_("{what} was left alone: it is sealed to others, who restore it."), what=label(name))
            )
            return
        stored, _ = self._opened(name, raw)
        if seen and (stored is None or self._left_alone(name, seen, stored)):
            return
        newer = self._agency(stored) if name == AGENCY and stored else None
        self._put(name, data, there.digest if there else None, seen is not None)
        if newer is not None:  # it follows from the backup's, which is then a former one
            self._put(name, newer, raw.digest, True)
        self.done.back.append(_is_back(name, stored))
        self.done.files += 1
        if name.startswith("cases/"):
            self._cover(name.replace("cases/", COVERS), anew=True)

    def _agency(self, stored: RecordFile) -> bytes | None:
        """Return the backup's agency file as a new revision, where people have seen a newer one than that.

        Their programs would refuse the older one. Raises ``BackupError`` where the keeper may not change it.
        """
        keeper = self.keeper
        if keeper is None or keeper.pin is None or _instant(stored)[0] >= keeper.pin.revision:
            return None
        if not keeper.may_change_agency or not keeper.trusts(stored):
            raise BackupError(say(N_("agency was left alone: a line manager brings it back.")))
        return keeper.sealed(stored, keeper.pin.revision + 1)

    def _opened(self, name: str, raw: StoredFile | None) -> tuple[RecordFile | None, bool]:
        """Return a file where it opens and is whole, and whether it is sealed to others."""
        if raw is None:
            return None, False
        try:
            file = whole(name, self.vault.opened(name, raw))
            if file and name.startswith("cases/") and self.keeper and not self.keeper.trusts(file):
                return None, False
            return file, False
        except CannotOpen:
            return None, seems_whole(name, raw)
        except VaultError:
            return None, False

    def _left_alone(self, name: str, present: RecordFile, stored: RecordFile) -> bool:
        """Whether what is there was saved later than the backup's; it is then named."""
        there = present.saved_at
        if not present.read_only and _instant(present) <= _instant(stored):
            return False
        sentence = N_("{what} was left alone: it was saved later, on {at}.")
        self.done.left.append(say(sentence, what=label(name), at=written(there)))
        return True

    def _put(self, name: str, data: bytes, there: str | None, is_whole: bool) -> None:
        try:
            if there is not None and is_whole:
                self.vault.write_raw(name, data, there, BY_RESTORE)
            else:
                self.vault.bring_back(name, data, there, BY_RESTORE)
        except OutOfDate:
            raise BackupError(
                say(N_("{what} was left alone: somebody saved it just now."), what=label(name))
            ) from None

    def _has_formers(self, name: str) -> bool:
        try:
            return bool(self.vault.formers(name))
        except VaultError:
            return False

    def _formers(self, name: str, paths: list[str]) -> None:
        """Bring back the former revisions that are missing or not what their name says."""
        have = {former.name for former in self._whole(name)}
        for path in paths:
            if Path(path).name in have:
                self.done.same += 1
            elif (data := self.read(path)) is not None:
                self._write(path, data)

    def _whole(self, name: str) -> Iterator[Former]:
        try:
            formers = self.vault.formers(name)
        except VaultError:
            return
        for former in formers:
            try:
                self.vault.read_former_raw(name, former)
            except VaultError:
                continue
            yield former

    def _cover(self, name: str, *, anew: bool = False) -> None:
        """Bring back a cover sheet that is missing, or ``anew`` with its case; check mends a stale one."""
        path = f"{name}{suffix(name)}"
        if path not in self.manifest.files and path not in self.manifest.begun:
            return
        if not anew and self._files.there(path):
            self.done.same += 1
        elif (data := self.read(path)) is not None:
            self._write(path, data)

    # -- whatever else ---------------------------------------------------------------------------

    def _other(self, path: str) -> None:
        """Bring back a log, a pack, a method of the agency's own, or what later versions keep."""
        data = self.read(path)
        if data is None:
            return
        if not self._files.there(path):
            self._write(path, data)
            return
        try:
            there, stamp = self._files.read(path)
        except OSError:
            there, stamp = b"", (0, 0)
        if there == data or (path in LOGS and there.startswith(data)):
            self.done.same += 1
        elif self._newer(path, there, data, stamp[0]):
            self.done.left.append(say(N_("{what} was left alone: it was changed later."), what=path))
        else:
            self.vault.upkeep.set_aside(path)
            self._write(path, data)

    def _newer(self, path: str, there: bytes, data: bytes, changed: int) -> bool:
        if path in LOGS:
            return not data.startswith(there)
        return not path.startswith("packs/") and changed > self._copy(path, digest_of(data)).stamp[0]

    def _copy(self, path: str, digest: str) -> Copy:
        return next(copy for copy in self.manifest.copies(path) if copy.digest == digest)

    # -- files -----------------------------------------------------------------------------------

    @property
    def _files(self) -> Files:
        return self.vault.upkeep.files

    def read(self, path: str) -> bytes | None:
        """Return a file of the backup that is what the manifest says; else name it, and return ``None``."""
        copies = self.manifest.copies(path)
        try:
            data = read_whole(self.source / path)[0] if copies else b""
        except OSError as error:
            self.done.problems.append(cannot("use", self.source / path, error))
            return None
        if digest_of(data) not in {copy.digest for copy in copies}:
            if copies:
                sentence = N_("{file} in the backup is damaged; it was not brought back.")
                self.done.problems.append(say(sentence, file=path))
            return None
        return data

    def _write(self, path: str, data: bytes) -> None:
        if folder := path.rpartition("/")[0]:
            self._files.make_folders(folder)
        self._files.write(path, data)
        copies = [copy for copy in self.manifest.copies(path) if copy.digest == digest_of(data)]
        if copies:
            self._files.set_time(path, copies[0].stamp[0])
        self.done.files += 1


def _instant(file: RecordFile) -> tuple[int, str]:
    """Return what is higher for the later of two revisions: which it is, and when it was signed."""
    revision = file.stored.revision if file.stored else None
    return (revision.about.revision, revision.about.at) if revision else (0, "")


def _is_back(name: str, stored: RecordFile | None) -> str:
    if stored is None:
        return say(N_("{what} is back."), what=label(name))
    number, at = _instant(stored)[0], written(stored.saved_at)
    return say(N_("{what}: revision {revision} of {at} is back."), what=label(name), revision=number, at=at)
