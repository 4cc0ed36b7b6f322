"""What check can mend in the folder itself: folders, packs, rights, what was left over."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from casetui.checklists.pack import Method
from casetui.data.store.durable import LEFT_SECONDS, half_written, make_folder
from casetui.data.vault import FOLDERS, Vault
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend
from casetui.words import N_, say


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


def housekeeping(keeper: Keeper) -> Iterator[Mend]:
    """Yield what is to be mended in the folder itself."""
    vault = keeper.vault
    for name in FOLDERS:
        if not (vault.folder / name).exists() or (vault.folder / name).is_file():
            yield _folder(vault, name)
    left, wrong = [], []
    for path, about in _everything(vault.folder):
        folder = stat.S_ISDIR(about.st_mode)
        if not folder and half_written(path.name):
            if time.time() - about.st_mtime > LEFT_SECONDS:
                left.append(path)
        elif not folder and path.parent == vault.folder and path.name in FOLDERS:
            continue  # the folder in its place is to be made
        elif _personal(path.relative_to(vault.folder)):
            due = vault.folder_mode if folder else vault.file_mode
            if stat.S_IMODE(about.st_mode) & 0o2777 != due:
                wrong.append((path, due))
    if left:
        yield _removal(left)
    if wrong:
        yield _rights(vault, wrong)


def _removal(paths: Sequence[Path]) -> Mend:
    """Return how the half-written files at ``paths`` are removed."""
    found = N_(
        "Half-written files that a save left when it was cut off: {n}. casetui check --repair removes them."
    )

    def act() -> str:
        for path in paths:
            path.unlink(missing_ok=True)
        return say(N_("Half-written files removed: {n}."), n=len(paths))

    return Mend(say(found, n=len(paths)), act)


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
    path = vault.folder / name
    found = N_("The folder {name}/ is missing: casetui check --repair makes it.")
    if path.is_file():
        found = N_(
            "There is a file in the place of the folder {name}/: casetui check --repair moves it to damaged/ "
            "and makes the folder."
        )

    def act() -> str:
        if path.is_file():
            path.chmod(vault.file_mode)
            vault.set_aside(name)
            path.unlink(missing_ok=True)
        make_folder(path, vault.folder_mode)
        return say(N_("The folder {name}/ was made again."), name=name)

    return Mend(say(found, name=name), act)


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
