"""What check can mend: a damaged file from its former revision; folders, packs, rights, what was left."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from casetui.checklists.pack import Method
from casetui.data.casefile import HEAD, RecordFile, Tables
from casetui.data.durable import make_folder
from casetui.data.former import Former, instant_of
from casetui.data.people import AGENCY
from casetui.data.records import CASE_RECORDS, Agency, Case, Record, Worker
from casetui.data.vault import FOLDERS, Kept, Told, Vault, VaultError, digest_of
from casetui.words import N_, say

LEFT_SECONDS = 600
"""A half-written file this old is nobody's save in progress."""
BY_CHECK, BY_RESTORE = "check", "restore"
"""Who the journal names where a command brought a file back."""


@dataclass(frozen=True)
class Mend:
    """Something that can be mended."""

    found: str
    """What is to be done, as a sentence."""
    act: Callable[[], str]
    """Mends it and says in a sentence what was done; raises ``VaultError`` or ``OSError``."""
    loses: bool = False
    """Whether somebody's later saves are lost by it."""


# -- whole or not --------------------------------------------------------------------------------


def head_problems(tables: Tables) -> Iterator[str]:
    """Yield what is wrong with the part of a file that says its format, revision, and who saved it when."""
    head = tables[HEAD]["head"]
    for name in ("format", "revision"):
        if type(head.get(name)) is not int or head[name] < 1:
            yield say(N_("{name}: this is no whole number from 1."), name=name)
    try:
        datetime.fromisoformat(head["at"])
    except (KeyError, TypeError, ValueError):
        yield say(N_("at: this is no instant."))
    if not isinstance(head.get("by"), str):
        yield say(N_("by: this is nobody's id."))


def whole(name: str, data: bytes) -> RecordFile | None:
    """Return the file that these bytes are, or ``None`` where the program could not work with it."""
    agency = name == AGENCY
    kinds: tuple[type[Record], ...] = (Agency, Worker) if agency else tuple(CASE_RECORDS.values())
    try:
        file = RecordFile.from_kept(name, Kept(data, digest_of(data)))
        if file.read_only:
            return file
        if any(head_problems(file.tables)):
            return None
        for kind in kinds:
            file.every(kind)
        return file if file.one(Agency if agency else Case) else None
    except Exception:  # whatever a damaged disk can think of: it is not whole
        return None


def altered(kept: Kept, told: Sequence[Told]) -> bool:
    """Whether bytes changed since the file was saved: its time is that of the save, its digest is not."""
    last = told[-1] if told else None
    saved = last is not None and last.at == instant_of(kept.stamp)
    return saved and last is not None and last.revision != kept.digest


def label(name: str) -> str:
    """Return how a file is called in sentences: ``C-7K3F9Q`` or ``agency``."""
    return f"C-{name.removeprefix('cases/')}" if name.startswith("cases/") else name


def written(at: datetime | None) -> str:
    """Return an instant as sentences show it."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else say(N_("an unknown time"))


# -- a damaged file ------------------------------------------------------------------------------


def damage(vault: Vault, name: str, told: Sequence[Told], people: Mapping[str, str]) -> Mend | str:
    """Return how a file is brought back; an empty text where it is whole, else what to do without us."""
    try:
        kept: Kept | None = vault.read(name)
    except VaultError:
        kept = None
    if kept and whole(name, kept.data) and not altered(kept, told):
        return ""
    found = newest_whole(vault, name)
    if found is None:
        return say(N_("No former revision of it is whole: bring it back from a backup with casetui restore."))
    former, file, data = found
    sentence = say(
        N_("Its revision {revision} of {at} is whole: casetui check --repair brings it back."),
        revision=file.revision,
        at=written(file.saved_at),
    )
    lost = lost_saves(told, former, people)

    def act() -> str:
        aside = vault.bring_back(name, data, kept.digest if kept else None)
        vault.tell(name, BY_CHECK)
        return _brought_back(name, file, aside, lost)

    return Mend(sentence, act, loses=True)


def newest_whole(vault: Vault, name: str) -> tuple[Former, RecordFile, bytes] | None:
    """Return the newest former revision that is whole, or ``None``."""
    try:
        formers = vault.formers(name)
    except VaultError:
        return None
    for former in formers:
        try:
            data = vault.read_former(name, former).data
        except VaultError:
            continue
        if (file := whole(name, data)) and not file.read_only:
            return former, file, data
    return None


def lost_saves(told: Sequence[Told], former: Former, people: Mapping[str, str]) -> list[str]:
    """Return who saved what is lost, and when, oldest first: all that the journal tells after a revision."""
    places = [place for place, line in enumerate(told) if line.revision == former.digest]
    if places:
        after = list(told[places[-1] + 1 :])
    else:
        after = [line for line in told if line.at and line.at.replace(microsecond=0) > former.at]
    return [
        say(N_("{by}, {at}"), by=people.get(line.by, line.by), at=written(line.at))
        for line in after
        if line.by not in (BY_CHECK, BY_RESTORE)
    ]


def _brought_back(name: str, file: RecordFile, aside: str, lost: Sequence[str]) -> str:
    parts = [
        say(
            N_("{what}: revision {revision} of {at} is back."),
            what=label(name), revision=file.revision, at=written(file.saved_at),
        )
    ]  # fmt: skip
    if lost:
        parts.append(say(N_("Lost are the later saves by {who}."), who="; ".join(lost)))
    else:
        parts.append(say(N_("The journal tells of no later save; if there was one, it is lost.")))
    if aside:
        parts.append(say(N_("The damaged file is kept as {aside}."), aside=aside))
    return " ".join(parts)


def missing(vault: Vault, names: Sequence[str]) -> list[str]:
    """Return the names of cases that have former revisions and no file."""
    try:
        found = {path.name.removesuffix(".json") for path in (vault.folder / "former").iterdir()}
    except OSError:
        return []
    found -= {name.removeprefix("cases/") for name in names} | {AGENCY}
    return [f"cases/{number}" for number in sorted(found) if not number.startswith(".")]


# -- packs, folders, rights, what was left over --------------------------------------------------


def pack_mend(vault: Vault, version: str, methods: Mapping[str, Method]) -> Mend | None:
    """Return how a kept pack is written anew, where one of the present methods is that version."""
    method = next((one for one in methods.values() if one.version == version), None)
    if method is None:
        return None

    def act() -> str:
        folder = vault.pack_folder(version)
        for path in sorted(folder.glob("*")):
            if not (path.name in method.texts and path.read_bytes() == method.texts[path.name].encode()):
                vault.set_aside(f"packs/{version}/{path.name}")
                path.unlink(missing_ok=True)
        vault.keep_pack(version, method.texts)
        return say(N_("packs/{version} was written anew."), version=version)

    return Mend(say(N_("casetui check --repair writes it anew.")), act)


def housekeeping(vault: Vault) -> Iterator[Mend]:
    """Yield what is to be mended in the folder itself."""
    for name in FOLDERS:
        if not (vault.folder / name).exists():
            yield _folder(vault, name)
    left, wrong = [], []
    for path, about in _everything(vault.folder):
        folder = stat.S_ISDIR(about.st_mode)
        if not folder and path.name.startswith(".") and path.name.endswith(".new"):
            if time.time() - about.st_mtime > LEFT_SECONDS:
                left.append(path)
        elif _personal(path.relative_to(vault.folder)) and not (folder and path.suffix == ".json"):
            due = vault.folder_mode if folder else vault.file_mode
            if stat.S_IMODE(about.st_mode) & 0o2777 != due:
                wrong.append((path, due))
    if left:
        yield _left_over(left)
    if wrong:
        yield _rights(vault, wrong)


def _everything(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield every file and folder below a folder. What cannot be listed is somebody else's to tell."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            about = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(about.st_mode) or stat.S_ISREG(about.st_mode):
                yield Path(entry.path), about
            if stat.S_ISDIR(about.st_mode):
                yield from _everything(Path(entry.path))
    except OSError:
        return


def _personal(path: Path) -> bool:
    """Whether what is at this path of a vault is about people; methods may be anybody's to read."""
    return path.parts[0] not in ("methods", "packs", "vault.json")


def _folder(vault: Vault, name: str) -> Mend:
    def act() -> str:
        make_folder(vault.folder / name, vault.folder_mode)
        return say(N_("The folder {name}/ was made again."), name=name)

    return Mend(say(N_("The folder {name}/ is missing: casetui check --repair makes it."), name=name), act)


def _left_over(left: Sequence[Path]) -> Mend:
    def act() -> str:
        for path in left:
            path.unlink(missing_ok=True)
        return say(N_("Half-written files removed: {n}."), n=len(left))

    found = N_(
        "Half-written files that a save left when it was cut off: {n}. casetui check --repair removes them."
    )
    return Mend(say(found, n=len(left)), act)


def _rights(vault: Vault, wrong: Sequence[tuple[Path, int]]) -> Mend:
    first = wrong[0][0].relative_to(vault.folder)
    found = say(
        N_(
            "Files and folders whose rights are not as they should be: {n}, the first is {first}. "
            "casetui check --repair sets them."
        ),
        n=len(wrong),
        first=first,
    )
    return Mend(found, partial(_set_rights, wrong))


def _set_rights(wrong: Sequence[tuple[Path, int]]) -> str:
    others = set()
    for path, due in wrong:
        try:
            path.chmod(due)
        except PermissionError:
            others.add(path.owner())
        except FileNotFoundError:
            continue  # thinned meanwhile
    if others:
        return say(
            N_("Rights were set, but not of what belongs to {who}: they run casetui check --repair too."),
            who=", ".join(sorted(others)),
        )
    return say(N_("Rights set: {n}."), n=len(wrong))
