"""Brings files that are missing or damaged back from a backup; a newer file is never replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, keep_cover
from casetui.data.errors import CannotOpen, Unreachable, cannot
from casetui.data.finishing import finish
from casetui.data.keys.sealing import only_signed, suffix
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.record_file import RecordFile
from casetui.data.store.base import NOTHING
from casetui.data.store.files import Files
from casetui.data.store.former import Former
from casetui.data.store.plain import NoFile
from casetui.data.stored_file import StoredFile
from casetui.data.vault import OutOfDate, Vault, VaultError, digest_of
from casetui.keeping.backup import Progress
from casetui.keeping.closing import closed, kept_closed, restriction
from casetui.keeping.keeper import Keeper
from casetui.keeping.manifest import BackupError, Manifest
from casetui.keeping.mend import label, written
from casetui.keeping.raw import record_name, replaced_name, seems_whole
from casetui.keeping.repairing import BY_RESTORE, signed_anew_from, whole_file
from casetui.keeping.restoring_beside import COVERS, LOGS, Beside, Copies, Restored
from casetui.keeping.restoring_sealed import ToSealAnew
from casetui.keeping.signed_files import lacking_key, number_of, repair_brings_back
from casetui.words import N_, say

VAULT_JSON = "vault.json"
SignIn = Callable[[Vault, Sequence[bytes]], Keeper]
"""Returns the keeper who restores. The agency files given may stand in for the vault's damaged one."""


def restore(
    folder: Path, source: Path, sign_in: SignIn, case: str = "", progress: Progress | None = None
) -> Restored:
    """Bring back into the vault in ``folder`` every file that is missing or damaged there, or one ``case``.

    Each file of the backup is checked against the manifest first. A case in the vault that is whole and was
    saved later than the backup's copy is left alone. Only a person who can open it knows that; so a person
    signs in, unless the vault holds no case and no agency file. A file that is replaced is kept as a former
    revision, or in ``damaged/``. Raises ``BackupError`` where this cannot be done, and what ``sign_in``
    raises.
    """
    manifest = Manifest.read(source)
    if manifest is None:
        raise BackupError(say(N_("There is no backup at {folder}."), folder=source))
    try:
        return _Restoring(folder, source, manifest, sign_in, bool(case)).run(case, progress)
    except OSError as error:
        raise BackupError(cannot("use", error.filename or folder, error)) from error


class _Restoring:
    def __init__(
        self, folder: Path, source: Path, manifest: Manifest, sign_in: SignIn, one_case: bool
    ) -> None:
        self.source = source
        self.manifest = manifest
        self.done = Restored()
        self.copies = Copies(source, manifest, self.done)
        self.lost_vault_json = b""
        """The backup's ``vault.json`` where the vault's is missing or damaged; else empty."""
        self.keeper: Keeper | None = None
        """The keeper who restores; ``None`` where the vault is empty, and the backup's files are copied."""
        self.vault = self._vault(folder, one_case)
        if self.vault.stamp(AGENCY) != (0, 0) or self.vault.names():
            spare = self.copies.read(f"{AGENCY}{suffix(AGENCY)}")
            self.keeper = sign_in(self.vault, [spare] if spare else [])
            self.vault = self.keeper.vault
        self.beside = Beside(self.vault, self.copies, self.done)
        self.to_seal_anew = ToSealAnew(self.keeper)

    def _vault(self, folder: Path, one_case: bool) -> Vault:
        """Return the vault in the folder, made from the backup's ``vault.json`` where it has none."""
        try:
            vault = Vault.at(folder)
        except VaultError:
            vault_json = self.copies.read(VAULT_JSON)
            if one_case or vault_json is None:
                raise
            self.lost_vault_json = vault_json
            Files(folder, own=True).make()
            vault = Vault.at(folder, vault_json)
        if vault.id != self.manifest.vault:
            raise BackupError(
                say(N_("{folder} is the backup of another vault than this one."), folder=self.source)
            )
        if vault.read_only:
            raise BackupError(say(N_("A newer version of the program made this vault. Update the program.")))
        for problem in vault.upkeep.make_missing_folders():
            self.done.problems.append(problem)
        return vault

    def run(self, case: str, progress: Progress | None) -> Restored:
        units = self._units()
        if case:
            name = f"cases/{case}"
            if name not in units:
                raise BackupError(say(N_("The backup holds no case C-{number}."), number=case))
            own_key = f"keys/{case}"
            units = {wanted: units[wanted] for wanted in (own_key, name) if wanted in units}
        for record in self.vault.upkeep.cut_off():
            with suppress(VaultError):  # the files of an unfinished save are judged like all others
                finish(self.vault, f"cases/{record}", CaseFile)
        for number, (name, formers) in enumerate(units.items(), start=1):
            if progress and number % 20 == 0 and not progress(number, len(units)):
                self.done.stopped = True
                return self.done
            try:
                self._restore(name, formers)
            except VaultError as error:
                self.done.problems.append(str(error))
            except NoFile as error:  # a link, or another thing that no program of ours put there
                self.done.problems.append(cannot("use", error.filename or name, error))
        try:
            self.to_seal_anew.after(with_log=self.beside.log_came_back)
        except VaultError as error:
            self.done.problems.append(str(error))
        if self.lost_vault_json:  # written last: until then the folder holds no vault
            self.beside.write(VAULT_JSON, self.lost_vault_json)
        if progress:
            progress(len(units), len(units))
        return self.done

    def _units(self) -> dict[str, list[str]]:
        """Return the files of the backup in the order in which they are brought back.

        By the name of each agency file, case, cover sheet and key file these are the paths of its former
        revisions; every other file stands under its path. The logs come first, as a line is added to them for
        each file that is brought back. Cases come last, after the keys that open them.
        """
        begun = {path for path in self.manifest.begun if self.copies.exists(path)}
        every = sorted(self.manifest.files.keys() | begun)
        units: dict[str, list[str]] = {path: [] for path in LOGS if path in every}
        for path in every:
            if name := replaced_name(path):
                units.setdefault(name, []).append(path)
            elif path != VAULT_JSON and not path.startswith("damaged/"):
                units.setdefault(record_name(path) or path, [])
        return dict(sorted(units.items(), key=lambda unit: unit[0].startswith("cases/")))

    def _restore(self, name: str, formers: list[str]) -> None:
        if name.startswith(COVERS):
            self._restore_cover(name)
            self._restore_formers(name, formers)
        elif record_name(f"{name}{suffix(name)}"):
            self._restore_record(name, formers)
        else:
            self.beside.restore(name)

    # -- a case, its own key, or the agency file -------------------------------------------------

    def _restore_record(self, name: str, formers: list[str]) -> None:
        data = self.copies.read(f"{name}{suffix(name)}")
        try:
            present_raw = self.vault.read_raw(name)
        except VaultError as error:
            if isinstance(error, Unreachable) and error.may_be_whole:
                raise  # it may be whole, and newer than the backup's
            present_raw = None
        present, sealed_to_others = self._opened(name, present_raw)
        if only_signed(name) or (present is None and not sealed_to_others) or not self._has_formers(name):
            self._restore_formers(name, formers)
        else:
            self._mend_formers(name, formers)
        if data is None:
            if present_raw is None:
                sentence = N_("{what} is to be had from its former revision: run casetui check --repair.")
                self.done.problems.append(say(sentence, what=label(name)))
            return
        raw = StoredFile(data, digest_of(data))
        if present_raw and present_raw.digest == raw.digest:
            self.done.same += 1
            return
        if not seems_whole(name, raw):
            self.done.problems.append(say(N_("{what} was damaged when it was backed up."), what=label(name)))
            return
        if sealed_to_others:
            self.done.left_alone.append(
                say(N_("{what} was left alone: it is sealed to others, who restore it."), what=label(name))
            )
            return
        backed_up, _ = self._opened(name, raw)
        if present and (backed_up is None or self._left_alone(name, present, backed_up)):
            return
        if present is None and backed_up and self._kept_later(name, backed_up):
            return
        if isinstance(backed_up, CaseFile) and self.keeper and not self._may_be_as_it_was(name, backed_up):
            return
        newer = self._renumbered(name, backed_up, present) if backed_up else None
        self.to_seal_anew.before(name)
        self._put_back(name, data, present_raw.digest if present_raw else None, present is not None)
        if newer is not None:  # follows the backup's revision, which becomes a former one
            self._put_back(name, newer, raw.digest, True)
        self.done.brought_back.append(_sentence_back(name, backed_up))
        self.done.files += 1
        if name.startswith("cases/"):
            self._restore_cover_of(name, backed_up)

    def _restore_cover_of(self, name: str, backed_up: RecordFile | None) -> None:
        """Bring back the cover sheet of a case that was brought back.

        A cover sheet of the backup never takes a newer one's place: who opens the case writes it anew.
        """
        if self.keeper and isinstance(backed_up, CaseFile):
            keep_cover(self.vault, Cover.of(backed_up.case), self.keeper.now())
        else:
            self._restore_cover(name.replace("cases/", COVERS))

    def _restore_cover(self, name: str) -> None:
        if self.vault.stamp(name) == NOTHING:
            self.to_seal_anew.before(name)
        self.beside.restore_cover(name)

    def _may_be_as_it_was(self, name: str, backed_up: CaseFile) -> bool:
        """Return whether a case may be brought back as the backup has it.

        Where it was restricted or moved since, it is brought back restricted and moved, or is left alone.
        """
        keeper = self.keeper
        kept = kept_closed(keeper, backed_up) if keeper else backed_up
        if kept is backed_up or keeper is None:
            return True
        if isinstance(kept, str):
            self.done.left_alone.append(say(N_("{what} was left alone. {why}"), what=label(name), why=kept))
            return False
        known = self.vault.known(name)
        number = max(_order(backed_up)[0], known.revision if known else 0) + 1
        keep_cover(self.vault, Cover.of(kept.case), keeper.now())
        try:
            present = self.vault.read_raw(name).digest
        except VaultError:
            present = None
        self._put_back(name, keeper.sealed(kept, number), present, False)
        self.done.brought_back.append(_sentence_back(name, backed_up))
        self.done.files += 1
        return False

    def _renumbered(self, name: str, backed_up: RecordFile, present: RecordFile | None) -> bytes | None:
        """Return the backup's file as a new revision, where people may have seen a revision with its number.

        Programs that have seen a newer revision refuse the backup's agency file, and warn of the backup's
        case. The newer revision of a case is one that a repair made. Raises ``BackupError`` where the keeper
        may not change the agency file.
        """
        keeper, number = self.keeper, number_of(present) if present else 0
        if keeper is None:
            return None
        if name == AGENCY and keeper.pin:
            number = max(number, keeper.pin.revision)
        if name.startswith("cases/") and (known := self.vault.known(name)):
            number = max(number, known.revision)
        if number_of(backed_up) >= number or name.startswith("keys/"):
            return None
        if name == AGENCY and not (keeper.may_change_agency and self._rightful(backed_up)):
            raise BackupError(say(N_("agency was left alone: a line manager brings it back.")))
        return keeper.sealed(backed_up, number + 1)

    def _rightful(self, backed_up: RecordFile) -> bool:
        """Return whether the backup's agency file is trusted, or was before a repair wrote over it."""
        keeper = self.keeper
        return keeper is not None and (
            keeper.trusts(backed_up)
            or keeper.leads_back(AgencyFile(AGENCY, backed_up.tables, backed_up.stored))
        )

    def _opened(self, name: str, raw: StoredFile | None) -> tuple[RecordFile | None, bool]:
        """Return a file, ``None`` where it is not whole or does not open, and whether others can open it."""
        if raw is None:
            return None, False
        try:
            file = whole_file(name, self.vault.opened(name, raw))
            if file and name.startswith("cases/") and self.keeper and not self.keeper.trusts(file):
                return None, False
            return file, False
        except CannotOpen:
            return None, seems_whole(name, raw) and not self._took_its_place(name)
        except Unreachable:
            raise
        except VaultError:
            return None, False

    def _took_its_place(self, name: str) -> bool:
        """Return whether a case file that the keeper cannot open is another than the case.

        A line manager holds every team's key. What one cannot open is restricted to others, or took the place
        of the case; so did what a person cannot open who holds the key to which the case is restricted.
        """
        keeper = self.keeper
        if keeper is None or keeper.keyring is None or closed(keeper, name):
            return False
        key = restriction(keeper, name)
        return keeper.may_change_agency or (key is not None and keeper.keyring.opens(key))

    def _left_alone(self, name: str, present: RecordFile, backed_up: RecordFile) -> bool:
        """Return whether the present file was saved later than the backup's; add a sentence where it was."""
        if not present.read_only and _order(present) <= _order(backed_up):
            return False
        repaired = signed_anew_from(self.vault, name, present)
        if repaired.says_the_same(backed_up):
            self.done.same += 1
            return True
        if repaired is not present and _order(repaired) < _order(backed_up):
            return False
        sentence = N_("{what} was left alone: it was saved later, on {at}.")
        self.done.left_alone.append(say(sentence, what=label(name), at=written(present.saved_at)))
        return True

    def _kept_later(self, name: str, backed_up: RecordFile) -> bool:
        """Return whether a repair brings back a later revision of a damaged signed file than the backup's.

        A sentence says so. Another one says where the backup's agency file lacks a key in use.
        """
        keeper = self.keeper
        if keeper is None or not only_signed(name):
            return False
        if repair_brings_back(keeper, name) > number_of(backed_up):
            sentence = N_("{what}: a later revision than this is kept here: run casetui check --repair.")
            self.done.problems.append(say(sentence, what=label(name)))
            return True
        is_taken = keeper.file is not None and keeper.file.digest == backed_up.digest
        if name == AGENCY and is_taken and (lacking := lacking_key(keeper)):
            sentence = N_("agency: the backup is too old, {lacking}. Restore from a later backup.")
            self.done.problems.append(say(sentence, lacking=lacking))
        return False

    def _put_back(self, name: str, data: bytes, present_digest: str | None, is_whole: bool) -> None:
        try:
            if present_digest is not None and is_whole:
                self.vault.write_raw(name, data, present_digest, BY_RESTORE)
            else:
                self.vault.bring_back(name, data, present_digest, BY_RESTORE)
        except OutOfDate:
            raise BackupError(
                say(N_("{what} was left alone: somebody saved it just now."), what=label(name))
            ) from None

    def _has_formers(self, name: str) -> bool:
        try:
            return bool(self.vault.formers(name))
        except Unreachable as error:
            if error.may_be_whole:
                raise  # those of the backup may be sealed to people who have left
            return False

    def _restore_formers(self, name: str, paths: list[str]) -> None:
        """Bring back the former revisions that are missing or damaged."""
        have = {former.name for former in self._whole_formers(name)}
        for path in paths:
            if Path(path).name in have:
                self.done.same += 1
            elif (data := self.copies.read(path)) is not None:
                self.to_seal_anew.before(name)
                self.beside.write(path, data)

    def _mend_formers(self, name: str, paths: list[str]) -> None:
        """Bring back the former revisions of a whole file that are damaged where they lie.

        No other one comes back: it may be sealed to people who have left.
        """
        damaged = {former.name for former in self.vault.formers(name)}
        damaged -= {former.name for former in self._whole_formers(name)}
        self._restore_formers(name, [path for path in paths if Path(path).name in damaged])

    def _whole_formers(self, name: str) -> Iterator[Former]:
        try:
            formers = self.vault.formers(name)
        except Unreachable as error:
            if error.may_be_whole:
                raise
            return
        for former in formers:
            try:
                self.vault.read_former_raw(name, former)
            except VaultError:
                continue
            yield former


def _order(file: RecordFile) -> tuple[int, str]:
    """Return a revision's number and instant: higher for the later of two revisions."""
    revision = file.stored.revision if file.stored else None
    return (revision.about.revision, revision.about.at) if revision else (0, "")


def _sentence_back(name: str, backed_up: RecordFile | None) -> str:
    if backed_up is None:
        return say(N_("{what} is back."), what=label(name))
    number, at = _order(backed_up)[0], written(backed_up.saved_at)
    return say(N_("{what}: revision {revision} of {at} is back."), what=label(name), revision=number, at=at)
