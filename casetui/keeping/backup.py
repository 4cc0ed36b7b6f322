"""Backups: the files of a vault are copied to another folder, and can be brought back from there.

A backup has the vault's files under the same names, and a manifest of their digests. Where a backup was cut
off, making it again goes on from there.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from casetui.data.errors import cannot
from casetui.data.keep import Keep
from casetui.data.keys.sealing import only_signed, suffix
from casetui.data.people import AgencyFile
from casetui.data.store import hard_links
from casetui.data.store.base import Stamp
from casetui.data.store.files import Files
from casetui.data.store.former import (
    Former,
    JournalLine,
    former_folder,
    formers_of,
    instant_of,
    parse_former,
    to_drop,
)
from casetui.data.store.log_lines import OPENINGS, damaged_lines, lines_of, mended
from casetui.data.store.plain import SeveralNames, half_written
from casetui.data.stored_file import StoredFile
from casetui.data.vault import Vault, VaultError, digest_of
from casetui.keeping.manifest import BEGUN, BackupError, Copy, Manifest, backup_files
from casetui.keeping.mend import label
from casetui.keeping.raw import left_by_no_save, record_name, replaced_before_copy, replaced_name, seems_whole
from casetui.words import N_, say

Progress = Callable[[int, int], bool]
Journal = dict[str, list[JournalLine]]


@dataclass
class BackupResult:
    """How many files were copied, kept and dropped, and what went wrong."""

    copied: int = 0
    same: int = 0
    dropped: int = 0
    """Former revisions that were removed from the backup, as the vault had removed them by its own rule."""
    removed: int = 0
    """Other files that are no longer in the vault. The backup keeps them."""
    problems: list[str] = field(default_factory=list)
    stopped: bool = False


def back_up(vault: Vault, dest: Path, now: datetime, progress: Progress | None = None) -> BackupResult:
    """Copy the files that differ to ``dest``, a new folder or an earlier backup of this vault.

    No key is needed. A file that somebody removed from the vault stays in the backup; so does a file that
    somebody replaced by an older one. ``progress`` is called with the numbers of files done and of all; where
    it returns ``False``, the backup stops. Raises ``BackupError`` where ``dest`` cannot be used.
    """
    manifest, to = _prepare(vault, dest), backup_files(dest)
    done = BackupResult()
    journal = _journal(vault)
    try:
        names = list(vault_files(vault.upkeep.files, done.problems))
        _remove_half_written(to)
        for number, name in enumerate(names, start=1):
            if progress and number % 50 == 0 and not progress(number, len(names)):
                done.stopped = True
                return done
            _copy_in(vault, to, name, manifest, done, journal)
        _drop(vault, to, set(names), manifest, done, now)
        manifest.files.update(manifest.begun)
        manifest.at = now.isoformat()
        manifest.write(dest)
    except OSError as error:
        raise BackupError(cannot("use", dest, error)) from error
    if progress:
        progress(len(names), len(names))
    return done


def _prepare(vault: Vault, dest: Path) -> Manifest:
    """Make the folder ``dest`` where it is missing, and return the manifest of the backup in it."""
    to = backup_files(dest)
    inside, here = to.resolved(), vault.upkeep.files.resolved()
    if inside.is_relative_to(here) or here.is_relative_to(inside):
        raise BackupError(say(N_("A backup does not lie in the vault, nor round it. Name another folder.")))
    manifest = Manifest.read(dest) if to.is_there() else None
    if manifest and manifest.vault != vault.id:
        raise BackupError(
            say(N_("{folder} is the backup of another vault. Name another folder."), folder=dest)
        )
    if not manifest and _holds_others(to):
        raise BackupError(
            say(N_("{folder} holds other files and no backup. Name a new folder."), folder=dest)
        )
    try:
        to.make()
        to.set_mode("", to.folder_mode, to.about())
        if not manifest:
            manifest = Manifest(vault.id)
            manifest.write(dest)
    except OSError as error:
        raise BackupError(cannot("use", dest, error)) from error
    return manifest


def _holds_others(to: Files) -> bool:
    try:
        return not all(half_written(name) for name in to.names())
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _remove_half_written(to: Files) -> None:
    """Remove the half-written files of backups that were killed."""
    for name, _ in to.everything():
        if half_written(name.rpartition("/")[2]):
            to.remove_abandoned(name)


def vault_files(files: Files, problems: list[str]) -> Iterator[str]:
    """Yield the name of every file of a vault that a backup holds.

    Keys come before the cases that they open, so that a backup that was cut off holds no case without its
    key; case files come before former revisions. A sentence about each file that cannot be copied is added to
    ``problems``.
    """
    for top in sorted(files.names(), key=lambda name: (files.is_folder(name), name != "keys", name)):
        if top != "locks":
            yield from _files_below(files, top, problems)


def _files_below(files: Files, name: str, problems: list[str]) -> Iterator[str]:
    """Yield the plain files under a name; no link is followed."""
    if half_written(name.rpartition("/")[2]):
        return
    try:
        kind = files.about(name).st_mode
        if stat.S_ISREG(kind):
            yield name
        elif stat.S_ISDIR(kind) and not record_name(name):
            for below in sorted(files.names(name)):
                yield from _files_below(files, f"{name}/{below}", problems)
        else:
            problems.append(_no_file(files.path(name)))
    except FileNotFoundError:
        return  # removed meanwhile
    except OSError as error:
        problems.append(cannot("use", files.path(name), error))


def _no_file(path: Path) -> str:
    sentence = N_("{path} is no file that can be copied: put the file back that belongs there, or remove it.")
    return say(sentence, path=path)


def _journal(vault: Vault) -> Journal:
    """Return the journal's lines by the name of the file; none where the journal cannot be read."""
    with suppress(VaultError):
        return vault.journal.by_name()
    return {}


def _is_newest(copy: Copy, told: Sequence[JournalLine]) -> bool:
    """Return whether the journal tells of no later revision than a copy: the disk may keep times coarsely."""
    newest = [line.revision for line in told if line.revision][-1:]
    return newest in ([], [copy.digest])


def _copy_in(
    vault: Vault, to: Files, name: str, manifest: Manifest, done: BackupResult, journal: Journal
) -> None:
    """Copy one file where it differs; add a problem where the file cannot be read or is damaged."""
    files, record = vault.upkeep.files, record_name(name)
    told = journal.get(record, [])
    try:
        known = manifest.copies(name)[:1]
        if known and known[0].stamp == files.stamp(name) == _stamp(to, name) and _is_newest(known[0], told):
            done.same += 1
            return
        data, stamp = _read_to_copy(files, name)
    except FileNotFoundError:
        return  # removed meanwhile
    except OSError as error:
        done.problems.append(cannot("use", files.path(name), error))
        return
    if name == OPENINGS:
        data = _mended_log(data, to)
    raw, target_digest = StoredFile(data, digest_of(data), stamp), _digest(to, name)
    backup_copy = next((copy for copy in manifest.copies(name) if copy.digest == target_digest), None)
    if record and (problem := _problem_with(vault, to, record, raw, backup_copy, told)):
        kept = say(N_("The backup keeps its earlier copy.")) if backup_copy else ""
        done.problems.append(say(problem, what=label(record), kept=kept).rstrip())
        if backup_copy:
            return
    former = parse_former(PurePosixPath(name).name) if replaced_name(name) else None
    if former and raw.digest != former.digest and target_digest == former.digest:
        problem = N_(
            "{file} is damaged in the vault: casetui restore brings it back. The backup keeps its copy."
        )
        done.problems.append(say(problem, file=name))
        return
    copy = Copy(raw.digest, stamp)
    line = json.dumps([name, copy.digest, *copy.stamp])
    to.append(BEGUN, line)
    manifest.begun[name] = copy
    if target_digest == copy.digest:
        done.same += 1
    else:
        if folder := name.rpartition("/")[0]:
            to.make_folders(folder)
        to.write(name, data)
        done.copied += 1
    to.set_time(name, stamp[0])


def _read_to_copy(files: Files, name: str) -> tuple[bytes, Stamp]:
    """Return a file's bytes and its stamp; raise ``SeveralNames`` for what may be a private file.

    Whoever may write in the vault may be able to link somebody's private file to a name in it. A restore
    would then hand it to everybody. So a file that has a name outside the vault is copied only where it is a
    sealed or signed record, which is readable to nobody more. That is also so in a vault of which somebody
    keeps a copy by hard links.
    """
    try:
        return files.read_alone(name)
    except SeveralNames:
        data, stamp = files.read(name)
        record = record_name(name) or replaced_name(name)
        if not (record and seems_whole(record, StoredFile(data, ""))):
            hard_links.check_ours(files, name)
        return data, stamp


def _mended_log(data: bytes, to: Files) -> bytes:
    """Return the access log, with its damaged lines as the backup has them."""
    lines = lines_of(data)
    if not damaged_lines(lines):
        return data
    with suppress(OSError):
        lines = mended(lines, lines_of(to.read(OPENINGS)[0]))
    return "".join(f"{line}\n" for line in lines).encode()


def _problem_with(
    vault: Vault,
    to: Files,
    record: str,
    raw: StoredFile,
    backup_copy: Copy | None,
    lines: Sequence[JournalLine],
) -> str:
    """Return a sentence on why a file of the vault is not to replace the backup's copy; empty if it may."""
    if not seems_whole(record, raw, lines):
        return N_("{what} is damaged in the vault: run casetui check --repair. {kept}")
    if backup_copy and backup_copy.digest == raw.digest:
        return ""
    formers: list[Former] = []
    for files in (vault.upkeep.files, to):
        with suppress(OSError):
            formers += formers_of(files.names(former_folder(record)))
    known = (backup_copy.digest, instant_of(backup_copy.stamp)) if backup_copy else None
    if not record.startswith("covers/") and left_by_no_save(raw.digest, known, formers, lines):
        return N_("{what} in the vault is not what was saved last: run casetui check --repair. {kept}")
    if known and replaced_before_copy(raw.digest, known, formers, lines):
        return N_("{what} is older in the vault than in the backup, which keeps the newer one: "
                  "casetui restore brings it back.")  # fmt: skip
    return ""


def _stamp(to: Files, name: str) -> Stamp:
    try:
        return to.stamp(name)
    except OSError:
        return (0, 0)


def _digest(to: Files, name: str) -> str:
    try:
        return digest_of(to.read(name)[0])
    except OSError:
        return ""


def _drop(
    vault: Vault, to: Files, names: set[str], manifest: Manifest, done: BackupResult, now: datetime
) -> None:
    """Remove former revisions that the vault would not keep; count the other files that it lacks."""
    missing = (manifest.files.keys() | manifest.begun.keys()) - names
    thinned = _thinned(missing, names, _keep(vault), now)
    for name in sorted(thinned):
        to.remove(name)
        manifest.files.pop(name, None)
        manifest.begun.pop(name, None)
    done.dropped, done.removed = len(thinned), len(missing) - len(thinned)


def _keep(vault: Vault) -> Keep:
    """Return how long the backup keeps former revisions: as the agency's settings say, and as usual at least.

    Nobody signed in, so nobody's program checked who signed the settings.
    """
    usual = Keep()
    with suppress(VaultError):
        kept = AgencyFile.load(vault).agency.keep(vault.keep)
        return Keep(max(usual.hours, kept.hours), max(usual.days, kept.days))
    return vault.keep


def _thinned(missing: set[str], names: set[str], keep: Keep, now: datetime) -> set[str]:
    """Return the ``missing`` paths of former revisions that the vault itself would have removed by now.

    ``names`` are the vault's files. The vault keeps every former revision of the agency file and of keys.
    The backup also keeps every former revision of a file that the vault lacks.
    """
    thinned = {
        name
        for name in map(replaced_name, missing)
        if name and not only_signed(name) and name + suffix(name) in names
    }
    stamps: dict[str, list[tuple[datetime, str]]] = {}
    paths: dict[str, str] = {}
    for path in missing | names if thinned else ():
        name, former = replaced_name(path), parse_former(PurePosixPath(path).name)
        if former and name in thinned:
            # Sealed anew, one revision has two digests: the vault's counts.
            key = f"{name} {former.name.split(former.digest)[0]}{path in names:d}{former.digest}"
            stamps.setdefault(name, []).append((former.until, key))
            paths[key] = path
    dropped = {paths[key] for of_file in stamps.values() for key in to_drop(of_file, now, keep)}
    return dropped & missing
