"""What check can mend in the vault's folder: missing folders, packs, rights, half-written files."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from casetui.checklists.pack import Method
from casetui.data.store.durable import ABANDONED_SECONDS, half_written
from casetui.data.store.files import Files
from casetui.data.store.upkeep import FOLDERS, Upkeep
from casetui.data.vault import Vault
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend
from casetui.words import N_, say


def pack_mend(vault: Vault, version: str, methods: Mapping[str, Method]) -> Mend | None:
    """Return how a kept pack is written anew; ``None`` unless a present method has that version."""
    method = next((method for method in methods.values() if method.version == version), None)
    if method is None:
        return None

    def act() -> str:
        upkeep, folder = vault.upkeep, f"packs/{version}"
        for name in sorted(upkeep.files.names(folder)) if upkeep.is_folder(folder) else ():
            kept = f"{folder}/{name}"
            if not (name in method.texts and upkeep.files.read(kept)[0] == method.texts[name].encode()):
                upkeep.set_aside(kept)
                upkeep.files.remove(kept)
        vault.packs.keep(version, method.texts)
        return say(N_("packs/{version} was written anew."), version=version)

    return Mend(say(N_("casetui check --repair writes it anew.")), act)


def housekeeping(keeper: Keeper) -> Iterator[Mend]:
    """Yield the repairs that the vault's folder needs."""
    upkeep = keeper.vault.upkeep
    files = upkeep.files
    for name in FOLDERS:
        if not upkeep.is_folder(name):
            yield _folder_mend(upkeep, name)
    half_written_names, wrong = [], []
    for name, about in files.everything():
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
                wrong.append((name, due))
    if half_written_names:
        yield _removal_mend(files, half_written_names)
    if wrong:
        yield _rights_mend(files, wrong)


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
            upkeep.files.set_mode(name, upkeep.files.mode)
            upkeep.set_aside(name)
            upkeep.files.remove(name)
        upkeep.files.make_folders(name)
        return say(N_("The folder {name}/ was made again."), name=name)

    return Mend(say(sentence, name=name), act)


def _rights_mend(files: Files, wrong: Sequence[tuple[str, int]]) -> Mend:
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


def _set_rights(files: Files, wrong: Sequence[tuple[str, int]]) -> str:
    others = set()
    for name, due in wrong:
        try:
            files.set_mode(name, due)
        except PermissionError:
            others.add(files.path(name).owner())
        except FileNotFoundError:
            continue  # removed meanwhile
    if others:
        return say(
            N_("Rights were set, but not of what belongs to {who}: they run casetui check --repair too."),
            who=", ".join(sorted(others)),
        )
    return say(N_("Rights set: {n}."), n=len(wrong))
