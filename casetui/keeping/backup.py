"""Backups: what is copied from a vault to another folder, and brought back from there.

A backup is a copy of the vault's files under the same names, and a manifest of their digests. While one is
being made, each copy is told of in a second file first, so that one which was cut off is known as far as it
went, and simply made again.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from casetui.data.errors import cannot
from casetui.data.keys.sealing import only_signed, suffix
from casetui.data.store.base import Stamp
from casetui.data.store.durable import (
    append_line,
    half_written,
    make_folder,
    read_whole,
    remove_left,
    write_whole,
)
from casetui.data.store.files import Files
from casetui.data.store.folder import former_folder
from casetui.data.store.former import Former, JournalLine, Keep, formers_of, instant_of, parsed, to_drop
from casetui.data.vault import StoredFile, Vault, VaultError, digest_of
from casetui.keeping.mend import label
from casetui.keeping.raw import left_by_no_save, record_name, replaced_before_copy, replaced_name, seems_whole
from casetui.words import N_, say

Progress = Callable[[int, int], bool]
FORMAT = 1
MANIFEST, AGAIN, PART = "manifest.json", "manifest.again.json", "manifest.part"
"""The manifest, the same once more should a disk lose it, and what was copied since."""
FILE, FOLDER = 0o600, 0o700
"""The rights of everything in a backup."""


class BackupError(VaultError):
    """A backup cannot be made or used."""


@dataclass(frozen=True)
class Copy:
    """One file of a backup."""

    digest: str
    stamp: Stamp
    """That of the vault's own file when it was copied."""


@dataclass
class Manifest:
    """What a backup holds."""

    vault: str
    """The id of the vault."""
    at: str = ""
    """The instant when it was last finished, in UTC; empty where it never was."""
    files: dict[str, Copy] = field(default_factory=dict)
    """By path in the vault."""
    begun: dict[str, Copy] = field(default_factory=dict)
    """What was copied, or about to be, since it was last finished."""

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """Return the manifest of the backup in ``folder``, ``None`` where there is none.

        Raises ``BackupError`` where it cannot be read.
        """
        problem: Exception | None = None
        for name in (MANIFEST, AGAIN):
            try:
                return cls._of(read_whole(folder / name)[0], _begun(folder))
            except FileNotFoundError:
                continue
            except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                problem = error
        if problem is None:
            return None
        raise BackupError(
            say(
                N_("{file} is damaged. Make a new backup elsewhere; this one can be copied by hand."),
                file=folder / MANIFEST,
            )
        )

    @classmethod
    def _of(cls, data: bytes, begun: dict[str, Copy]) -> Manifest:
        read = json.loads(data)
        if read["format"] > FORMAT:
            raise BackupError(say(N_("A newer version of the program made this backup.")))
        if read["digest"] != _digest_of(read["files"]):
            raise ValueError(read["digest"])
        files = {_safe(name): _copy(*one) for name, one in read["files"].items()}
        return cls(str(read["vault"]), str(read["at"]), files, begun)

    def write(self, folder: Path) -> None:
        """Write it, and forget what was begun; raises ``OSError``."""
        files = {name: [one.digest, *one.stamp] for name, one in sorted(self.files.items())}
        content = {
            "format": FORMAT, "vault": self.vault, "at": self.at, "digest": _digest_of(files), "files": files,
        }  # fmt: skip
        data = json.dumps(content, indent=0).encode()
        write_whole(folder / MANIFEST, data, FILE)
        write_whole(folder / AGAIN, data, FILE)
        (folder / PART).unlink(missing_ok=True)

    def copies(self, name: str) -> list[Copy]:
        """Return what a file of the backup may be: before and after a copy that was perhaps cut off."""
        return [held[name] for held in (self.begun, self.files) if name in held]


def _digest_of(files: object) -> str:
    return digest_of(json.dumps(files).encode())


def _begun(folder: Path) -> dict[str, Copy]:
    begun: dict[str, Copy] = {}
    try:
        lines = read_whole(folder / PART)[0].splitlines()
    except FileNotFoundError:
        return begun
    for line in lines:
        try:
            name, *one = json.loads(line)
            begun[_safe(name)] = _copy(*one)
        except (ValueError, TypeError, RecursionError):
            continue  # the line in which it was cut off
    return begun


def _safe(name: str) -> str:
    """Return a path in a vault; raise ``ValueError`` where it leads out of it, or can be no path."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or b"\0" in os.fsencode(path):
        raise ValueError(name)
    return name


def _copy(digest: object, changed: object, size: object) -> Copy:
    """Return what a manifest says of a file; raise ``ValueError`` where that cannot be."""
    if type(digest) is not str or type(changed) is not int or type(size) is not int:
        raise ValueError(digest)
    if not -(2**62) < changed < 2**62:  # no instant that a file can have
        raise ValueError(changed)
    return Copy(digest, (changed, size))


# -- making one ----------------------------------------------------------------------------------


@dataclass
class Copied:
    """What came of making a backup."""

    copied: int = 0
    same: int = 0
    dropped: int = 0
    """Former revisions that are no longer in the vault, and need not be kept."""
    gone: int = 0
    """Other files that are no longer in the vault; the backup keeps them."""
    problems: list[str] = field(default_factory=list)
    stopped: bool = False


def back_up(vault: Vault, dest: Path, now: datetime, progress: Progress | None = None) -> Copied:
    """Copy what differs to ``dest``, a new folder or an earlier backup of this vault; no key is needed.

    What somebody removed from the vault stays in the backup, and so does what they put something older in
    the place of. ``progress`` is told how many of how many files are done, and may stop it. Raises
    ``BackupError`` where ``dest`` is no place for it or cannot be written.
    """
    manifest = _place(vault, dest)
    done = Copied()
    told = _told(vault)
    try:
        names = list(vault_files(vault.upkeep.files, done.problems))
        _remove_left(dest)
        for number, name in enumerate(names, start=1):
            if progress and number % 50 == 0 and not progress(number, len(names)):
                done.stopped = True
                return done
            _copy_in(vault, dest, name, manifest, done, told)
        _drop(vault, dest, set(names), manifest, done, now)
        manifest.files.update(manifest.begun)
        manifest.at = now.isoformat()
        manifest.write(dest)
    except OSError as error:
        raise BackupError(cannot("use", dest, error)) from error
    if progress:
        progress(len(names), len(names))
    return done


def _place(vault: Vault, dest: Path) -> Manifest:
    """Make ``dest`` ready, and return the manifest of what is there."""
    inside, here = dest.resolve(), vault.upkeep.files.resolved()
    if inside.is_relative_to(here) or here.is_relative_to(inside):
        raise BackupError(say(N_("A backup does not lie in the vault, nor round it. Name another folder.")))
    manifest = Manifest.read(dest) if dest.is_dir() else None
    if manifest and manifest.vault != vault.id:
        raise BackupError(
            say(N_("{folder} is the backup of another vault. Name another folder."), folder=dest)
        )
    if not manifest and dest.exists() and _holds_others(dest):
        raise BackupError(
            say(N_("{folder} holds other files and no backup. Name a new folder."), folder=dest)
        )
    try:
        dest.mkdir(parents=True, exist_ok=True, mode=FOLDER)
        dest.chmod(FOLDER)
        if not manifest:
            manifest = Manifest(vault.id)
            manifest.write(dest)
    except OSError as error:
        raise BackupError(cannot("use", dest, error)) from error
    return manifest


def _holds_others(dest: Path) -> bool:
    return not dest.is_dir() or not all(half_written(path.name) for path in dest.iterdir())


def _remove_left(dest: Path) -> None:
    """Remove what backups that were killed left half-written."""
    for path in dest.rglob(".*.new"):
        if half_written(path.name):
            remove_left(path)


def vault_files(files: Files, problems: list[str]) -> Iterator[str]:
    """Yield the name of every file of a vault that a backup holds, case files before former revisions.

    What cannot be copied is added to ``problems``.
    """
    for top in sorted(files.names(), key=lambda name: (files.path(name).is_dir(), name)):
        if top != "locks":
            yield from _below(files, top, problems, (files.resolved(),))


def _below(files: Files, name: str, problems: list[str], within: tuple[Path, ...]) -> Iterator[str]:
    """Yield what lies under a name, also where links lead; ``within`` are the folders it was reached by."""
    if half_written(name.rpartition("/")[2]):
        return
    try:
        kind = files.about(name).st_mode
        if stat.S_ISREG(kind):
            yield name
        elif stat.S_ISDIR(kind) and not record_name(name) and files.resolved(name) not in within:
            for below in sorted(files.names(name)):
                yield from _below(files, f"{name}/{below}", problems, (*within, files.resolved(name)))
        else:
            problems.append(_no_file(files.path(name)))
    except FileNotFoundError:
        if files.there(name):  # a link that leads nowhere; else it was thinned meanwhile
            problems.append(_no_file(files.path(name)))
    except OSError as error:
        problems.append(cannot("use", files.path(name), error))


def _no_file(path: Path) -> str:
    sentence = N_("{path} is no file that can be copied: put the file back that belongs there, or remove it.")
    return say(sentence, path=path)


def _told(vault: Vault) -> dict[str, list[JournalLine]]:
    """Return what the journal tells, by name; nothing where it cannot be read."""
    with suppress(VaultError):
        return vault.journal_by_name()
    return {}


def _copy_in(
    vault: Vault, dest: Path, name: str, manifest: Manifest, done: Copied, told: dict[str, list[JournalLine]]
) -> None:
    """Copy one file where it differs. One that cannot be read, or is damaged, is a problem of its own."""
    files, target = vault.upkeep.files, dest / name
    try:
        known = manifest.copies(name)[:1]
        if known and known[0].stamp == files.stamp(name) == _stamp(target):
            done.same += 1
            return
        data, stamp = files.read(name)
    except FileNotFoundError:
        return  # thinned meanwhile
    except OSError as error:
        done.problems.append(cannot("use", files.path(name), error))
        return
    raw, there, record = StoredFile(data, digest_of(data), stamp), _digest(target), record_name(name)
    held = next((copy for copy in manifest.copies(name) if copy.digest == there), None)
    if record and (doubt := _doubt(vault, dest, record, raw, held, told.get(record, []))):
        kept = say(N_("The backup keeps its earlier copy.")) if held else ""
        done.problems.append(say(doubt, what=label(record), kept=kept).rstrip())
        if held:
            return
    copy = Copy(raw.digest, stamp)
    line = json.dumps([name, copy.digest, *copy.stamp])
    append_line(dest / PART, line, FILE)
    manifest.begun[name] = copy
    if there == copy.digest:
        done.same += 1
    else:
        _folders(dest, name)
        write_whole(target, data, FILE)
        done.copied += 1
    os.utime(target, ns=(stamp[0], stamp[0]))


def _doubt(
    vault: Vault, dest: Path, record: str, raw: StoredFile, held: Copy | None, told: Sequence[JournalLine]
) -> str:
    """Return what speaks against a file of the vault, of which the backup holds this copy; else no text."""
    if not seems_whole(record, raw, told):
        return N_("{what} is damaged in the vault: run casetui check --repair. {kept}")
    if held and held.digest == raw.digest:
        return ""
    formers: list[Former] = []
    for files in (vault.upkeep.files, Files(dest)):
        with suppress(OSError):
            formers += formers_of(files.names(former_folder(record)))
    known = (held.digest, instant_of(held.stamp)) if held else None
    if not record.startswith("covers/") and left_by_no_save(raw.digest, known, formers, told):
        return N_("{what} in the vault is not what was saved last: run casetui check --repair. {kept}")
    if known and replaced_before_copy(raw.digest, known, formers, told):
        return N_("{what} is older in the vault than in the backup, which keeps the newer one: "
                  "casetui restore brings it back.")  # fmt: skip
    return ""


def _stamp(path: Path) -> Stamp:
    try:
        about = path.stat()
    except OSError:
        return (0, 0)
    return (about.st_mtime_ns, about.st_size)


def _digest(path: Path) -> str:
    try:
        return digest_of(read_whole(path)[0])
    except OSError:
        return ""


def _folders(dest: Path, name: str) -> None:
    """Make the folders that a file of the backup lies in."""
    for folder in reversed(PurePosixPath(name).parents[:-1]):
        make_folder(dest / folder, FOLDER)


def _drop(vault: Vault, dest: Path, names: set[str], manifest: Manifest, done: Copied, now: datetime) -> None:
    """Drop the former revisions that need not be kept; keep and count whatever else is gone."""
    gone = (manifest.files.keys() | manifest.begun.keys()) - names
    thinned = _thinned(gone, names, vault.keep, now)
    for name in sorted(thinned):
        (dest / name).unlink(missing_ok=True)
        manifest.files.pop(name, None)
        manifest.begun.pop(name, None)
    done.dropped, done.gone = len(thinned), len(gone) - len(thinned)


def _thinned(gone: set[str], names: set[str], keep: Keep, now: datetime) -> set[str]:
    """Return which of the paths that are ``gone`` are former revisions that the vault itself would not keep.

    Somebody else may have removed the others. Of the agency file and of keys it keeps every one; of what has
    no file any more, so does the backup.
    """
    thinned = {
        of for of in map(replaced_name, gone) if of and not only_signed(of) and of + suffix(of) in names
    }
    stamps: dict[str, list[tuple[datetime, str]]] = {}
    paths: dict[str, str] = {}
    for path in gone | names if thinned else ():
        of, former = replaced_name(path), parsed(PurePosixPath(path).name)
        if former and of in thinned:
            # of one that was sealed anew under another digest, the vault's counts
            key = f"{of} {former.name.split(former.digest)[0]}{path in names:d}{former.digest}"
            stamps.setdefault(of, []).append((former.until, key))
            paths[key] = path
    dropped = {paths[key] for one in stamps.values() for key in to_drop(one, now, keep)}
    return dropped & gone
