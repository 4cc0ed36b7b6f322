"""The files of a vault of the first format, and the former revisions that are sealed one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casetui.data.casefile import RecordFile
from casetui.data.durable import make_folder, read_whole, write_whole
from casetui.data.errors import VaultError
from casetui.data.former import digest_of, instant_of, parsed
from casetui.data.keyring import Keyring
from casetui.data.people import AGENCY
from casetui.data.sealing import Revision, suffix
from casetui.data.vault import Kept, Vault
from casetui.desk.keeper import stand_in
from casetui.desk.repairing import whole


@dataclass(frozen=True)
class Plain:
    """A file that is not sealed."""

    path: Path
    data: bytes
    file: RecordFile | None
    """``None`` where it is damaged."""
    place: int = 0
    """Of a former revision: its number in the folder."""
    at: datetime | None = None
    until: datetime | None = None


def plain_paths(folder: Path) -> Iterator[Path]:
    """Yield every file of a vault that is not sealed, half-written ones too."""
    for top in ("cases", "former", "damaged"):
        for path in sorted((folder / top).rglob("*")):
            if path.is_file() and (path.name.endswith((".json", ".json.new")) or _odd(top, path)):
                yield path
    yield from (path for path in (folder / f"{AGENCY}.json", folder / f".{AGENCY}.json.new") if path.exists())


def _odd(top: str, path: Path) -> bool:
    """Whether it is something else that a command once put into ``damaged/``."""
    return top == "damaged" and path.suffix not in (".age", ".signed", ".toml")


def name_of(folder: Path, path: Path) -> str:
    """Return the name of the file that a plain one is, or is a former revision of; else an empty text."""
    parts = path.relative_to(folder).parts
    if parts[0] not in ("cases", "former") or path.name.startswith("."):
        return ""
    bare = parts[1].removesuffix(".json")
    return AGENCY if bare == AGENCY and parts[0] == "former" else f"cases/{bare}"


def read_plain(name: str, path: Path) -> Plain:
    """Return a file that is not sealed; raises ``OSError``."""
    data, stamp = read_whole(path)
    return Plain(path, data, whole(name, Kept(data, digest_of(data), stamp)))


def plain_openings(log: Path) -> list[str]:
    """Return the lines of the access log, where some of them are not sealed; raises ``OSError``."""
    try:
        lines = read_whole(log)[0].decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return lines if any("\t" in line for line in lines) else []


class Chain:
    """The former revisions of one file, sealed: each names the one before."""

    def __init__(self, vault: Vault, name: str, ring: Keyring, now: datetime) -> None:
        """Take up those that are sealed already."""
        self._vault = vault
        self._name = name
        self._ring = ring
        self._now = now
        bare = name.removeprefix("cases/")
        self._folder = vault.folder / "former" / bare
        self._single = vault.folder / "former" / f"{bare}.json"
        self._sealed: dict[int, Revision] = {}
        opened = vault.signed_in(ring)
        for former in vault.formers(name):
            if former.name.endswith(suffix(name)):
                try:
                    revision = opened.read_former(name, former).revision
                except VaultError:
                    continue
                if revision:
                    self._sealed[_place(former.name)] = revision

    def plain(self) -> Iterator[Plain]:
        """Yield the former revisions that are not sealed, oldest first; raises ``OSError``."""
        if self._single.exists():
            data, stamp = read_whole(self._single)
            at = instant_of(stamp)
            file = whole(self._name, Kept(data, digest_of(data), stamp))
            yield Plain(self._single, data, file, 0, at, at)
        paths = sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []
        for path in paths:
            found = parsed(path.name)
            plain = read_plain(self._name, path)
            good = found is not None and found.digest == digest_of(plain.data)
            if found and good:
                yield Plain(path, plain.data, plain.file, _place(path.name), found.at, found.until)
            else:
                yield Plain(path, plain.data, None)

    def add(self, plain: Plain) -> None:
        """Seal a former revision durably, then remove the plain one; raises ``VaultError`` or ``OSError``."""
        there = self._sealed.get(plain.place)
        if there is None or there.content != plain.data:
            place = plain.place if there is None else max(self._sealed) + 1
            self._seal(plain, place)
        plain.path.unlink()

    def _seal(self, plain: Plain, place: int) -> None:
        assert plain.file is not None and plain.at is not None and plain.until is not None
        before = self.before(plain.file.revision, place)
        revision, data = self._ring.close(self._name, plain.data, self._now, before, plain.file.readers)
        name = f"{place:08d}-{plain.at:%Y%m%dT%H%M%SZ}-{plain.until:%Y%m%dT%H%M%SZ}-{digest_of(data)}"
        make_folder(self._folder, self._vault.folder_mode)
        write_whole(self._folder / f"{name}{suffix(self._name)}", data, self._vault.file_mode)
        self._sealed[place] = revision

    def before(self, number: int, place: int | None = None) -> Revision:
        """Return what stands for the revision before one that says it is the ``number``-th.

        ``place`` is its own in the folder; by default it comes after all of them.
        """
        older = [one for one in self._sealed if place is None or one < place]
        last = self._sealed[max(older)] if older else None
        known = last.about.revision if last else 0
        return stand_in(self._name, max(number - 1, known), last.digest if last else "")


def _place(name: str) -> int:
    return int(name.split("-", 1)[0])
