"""What check can mend in the vault's folder: missing folders, packs, rights, half-written files."""

from __future__ import annotations

import os
import pwd
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from casetui.checklists.pack import Method
from casetui.data.store import hard_links
from casetui.data.store.files import Files
from casetui.data.store.limits import LOGS
from casetui.data.store.plain import ABANDONED_SECONDS, NoFile, half_written
from casetui.data.store.upkeep import FOLDERS, Upkeep
from casetui.data.vault import Vault
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend
from casetui.words import N_, say

MOST_NAMED = 50
"""How many links and files with other names are named, a sentence each: anybody can make thousands."""
Wrong = tuple[str, int, os.stat_result]
"""A name whose rights are wrong, its due rights, and the system's record of it."""


def pack_mend(vault: Vault, version: str, methods: Mapping[str, Method]) -> Mend | None:
    """Return how a kept pack is written anew; ``None`` unless a present method has that version."""
    method = next((method for method in methods.values() if method.version == version), None)
    if method is None:
        return None

    def act() -> str:
        upkeep, folder = vault.upkeep, f"packs/{version}"
        for name in sorted(upkeep.files.names(folder)) if upkeep.is_folder(folder) else ():
            kept = f"{folder}/{name}"
            if not (name in method.texts and _holds(upkeep.files, kept, method.texts[name].encode())):
                upkeep.set_aside(kept)  # what is no plain file is refused here, with a sentence
                upkeep.files.remove(kept)
        vault.packs.keep(version, method.texts)
        return say(N_("packs/{version} was written anew."), version=version)

    return Mend(say(N_("casetui check --repair writes it anew.")), act)


def _holds(files: Files, name: str, data: bytes) -> bool:
    """Return whether a file holds these bytes; ``False`` where it cannot be read."""
    try:
        return files.read(name)[0] == data
    except OSError:
        return False


def housekeeping(keeper: Keeper) -> Iterator[Mend | str]:
    """Yield the repairs that the vault's folder needs, and a sentence for each thing that nobody repairs.

    No repair touches what is no plain file, such as a link or a pipe, nor a file that has another name
    outside the vault.
    """
    upkeep = keeper.vault.upkeep
    files = upkeep.files
    for name in FOLDERS:
        if not files.exists(name) or upkeep.is_file(name):
            yield _folder_mend(upkeep, name)
    half_written_names, wrong = [], []
    left_alone: list[str] = []
    for name, about in _ours(files, left_alone):
        folder = stat.S_ISDIR(about.st_mode)
        if not folder and (half_written(name.rpartition("/")[2]) or _is_stray_intent(files, name)):
            if time.time() - about.st_mtime > ABANDONED_SECONDS:
                half_written_names.append(name)
        elif folder and name.startswith("locks/") and name.endswith(".intent"):
            yield _intent_folder_mend(upkeep, name)
        elif not folder and name in FOLDERS:
            continue  # _folder_mend moves the file away and makes the folder
        elif _is_about_people(name):
            due = files.folder_mode if folder else files.mode
            if stat.S_IMODE(about.st_mode) & 0o2777 != due:
                wrong.append((name, due, about))
        if name in LOGS and not folder and about.st_nlink > 1:
            yield _own_file_mend(files, name)
    yield from left_alone[:MOST_NAMED]
    if len(left_alone) > MOST_NAMED:
        more = len(left_alone) - MOST_NAMED
        yield say(N_("There are {n} more links, or files with other names."), n=more)
    if half_written_names:
        yield _removal_mend(files, half_written_names)
    if wrong:
        yield _rights_mend(files, wrong)


def _ours(files: Files, left_alone: list[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every folder, and every plain file that has no name outside the vault.

    A sentence about each other entry is added to ``left_alone``.
    """
    linked = []
    for name, about in files.everything():
        folder = stat.S_ISDIR(about.st_mode)
        if not folder and not stat.S_ISREG(about.st_mode):
            left_alone.append(_strange(name, about))
        elif not folder and about.st_nlink > 1:
            linked.append((name, about))
        else:
            yield name, about
    elsewhere = set(hard_links.elsewhere(files, linked))
    left_alone += [_elsewhere(name) for name in sorted(elsewhere)]
    yield from ((name, about) for name, about in linked if name not in elsewhere)


def _strange(name: str, about: os.stat_result) -> str:
    """Return the sentence about an entry that is neither a plain file nor a folder."""
    sentence = N_("{name} is no file: take it out of the folder, and put the file back that belongs there.")
    if stat.S_ISLNK(about.st_mode):
        sentence = N_(
            "{name} is a link, and no link is followed here: take it out of the folder, and put the file or "
            "the folder itself in its place."
        )
    return say(sentence, name=name)


def _elsewhere(name: str) -> str:
    """Return the sentence about a file that has another name outside the vault."""
    sentence = N_(
        "{name} has another name outside the vault, by a hard link: no repair touches it. Find out who made "
        "it, and put a copy of the file in its place."
    )
    return say(sentence, name=name)


def _own_file_mend(files: Files, name: str) -> Mend:
    """Return the repair of a log that got a second name in ``damaged/`` when a restore was cut off.

    No line is added to such a log, so none is lost while a copy takes its place.
    """
    sentence = N_(
        "{name} has a second name in the vault, so no line is added to it: casetui check --repair mends it."
    )

    def act() -> str:
        hard_links.check_ours(files, name)
        files.write(name, files.read(name)[0])
        return say(N_("{name} has one name again."), name=name)

    return Mend(say(sentence, name=name), act)


def _is_stray_intent(files: Files, name: str) -> bool:
    """Return whether a file is the intent of a save that was cut off, and its case does not exist."""
    number = name.removeprefix("locks/").removesuffix(".intent")
    return name == f"locks/{number}.intent" and not files.exists(f"cases/{number}.age")


def _intent_folder_mend(upkeep: Upkeep, name: str) -> Mend:
    """Return the repair that moves a folder away that stands in the place of an intent."""
    sentence = N_(
        "{name} is a folder and no save that was cut off: casetui check --repair moves it to damaged/."
    )

    def act() -> str:
        return say(N_("{name} is now {aside}."), name=name, aside=upkeep.set_aside(name))

    return Mend(say(sentence, name=name), act)


def _removal_mend(files: Files, names: Sequence[str]) -> Mend:
    """Return the repair that removes half-written files."""
    sentence = N_(
        "Half-written files that a save left when it was cut off: {n}. casetui check --repair removes them."
    )

    def act() -> str:
        for name in names:
            hard_links.check_ours(files, name)
            files.remove(name)
        return say(N_("Half-written files removed: {n}."), n=len(names))

    return Mend(say(sentence, n=len(names)), act)


def _is_about_people(name: str) -> bool:
    """Return whether a file or folder of a vault is about people; everybody may read methods and packs."""
    return name.partition("/")[0] not in ("methods", "packs", "vault.json")


def _folder_mend(upkeep: Upkeep, name: str) -> Mend:
    sentence = N_("The folder {name}/ is missing: casetui check --repair makes it.")
    if upkeep.is_file(name):
        sentence = N_(
            "There is a file in the place of the folder {name}/: casetui check --repair moves it to damaged/ "
            "and makes the folder."
        )

    def act() -> str:
        if upkeep.is_file(name):
            upkeep.set_aside(name)
            upkeep.files.remove(name)
        upkeep.files.make_folders(name)
        return say(N_("The folder {name}/ was made again."), name=name)

    return Mend(say(sentence, name=name), act)


def _rights_mend(files: Files, wrong: Sequence[Wrong]) -> Mend:
    first = wrong[0][0]
    sentence = say(
        N_(
            "Files and folders whose rights are not as they should be: {n}, the first is {first}. "
            "casetui check --repair sets them."
        ),
        n=len(wrong),
        first=first,
    )
    return Mend(sentence, partial(_set_rights, files, wrong))


def _set_rights(files: Files, wrong: Sequence[Wrong]) -> str:
    others = set()
    for name, due, about in wrong:
        try:
            files.set_mode(name, due, about)
        except PermissionError:
            others.add(_owner(about))
        except (FileNotFoundError, NoFile):
            continue  # removed meanwhile, or something else is there by now
    if others:
        return say(
            N_("Rights were set, but not of what belongs to {who}: they run casetui check --repair too."),
            who=", ".join(sorted(others)),
        )
    return say(N_("Rights set: {n}."), n=len(wrong))


def _owner(about: os.stat_result) -> str:
    """Return the login of who owns a file, or their number where it has none."""
    try:
        return pwd.getpwuid(about.st_uid).pw_name
    except KeyError:
        return str(about.st_uid)
