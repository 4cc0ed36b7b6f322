"""What lies in a store beside the records: method packs, and files of who asks to be admitted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from casetui.data.errors import VaultError
from casetui.data.store.base import NOTHING, Change, Stamp, Store

Texts = dict[str, bytes | None]
"""Packs by the names of their files, such as ``guidebook.toml``; ``None`` for one that cannot be read."""
OWN, KEPT, REQUESTS = "methods/", "packs/", "requests/"


class Packs:
    """The method packs in a store: the agency's own, and each version that a case was made with."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def own(self) -> Texts:
        """Return the agency's own packs, none where they cannot be listed."""
        with suppress(VaultError):
            return self._texts(OWN)
        return {}

    def kept(self, version: str) -> Texts:
        """Return the texts that are kept of one version of a method, none where it is not kept.

        Raises ``VaultError`` where they cannot be listed.
        """
        return self._texts(f"{KEPT}{version}/")

    def _texts(self, prefix: str) -> Texts:
        found: Texts = {}
        names = [name.removeprefix(prefix) for name, _ in self._store.stamps(prefix)]
        for file in sorted(name for name in names if name.endswith(".toml") and "/" not in name):
            found[file] = None
            with suppress(VaultError):
                stored = self._store.read([prefix + file]).get(prefix + file)
                found[file] = stored.data if stored else None
        return found

    def keep(self, version: str, texts: Mapping[str, str]) -> None:
        """Keep one version of a method, by file name, so that its cases can always be read by it.

        A text that is kept already stays as it is. Raises ``VaultError`` where one cannot be written.
        """
        for file, text in texts.items():
            name = f"{KEPT}{version}/{file}"
            if self._store.stamp(name) == NOTHING:
                self._store.write([Change(name, text.encode(), None)])


class RequestFiles:
    """The files of who asks to be admitted."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list(self) -> dict[str, Stamp]:
        """Return the names of the files with their stamps; raise ``VaultError`` if they cannot be listed."""
        return {name.removeprefix(REQUESTS): stamp for name, stamp in self._store.stamps(REQUESTS)}

    def read(self, file: str) -> bytes:
        """Return what a file says, nothing where it is gone; raise ``VaultError`` if it cannot be read."""
        stored = self._store.read([REQUESTS + file]).get(REQUESTS + file)
        return stored.data if stored else b""

    def keep(self, file: str, data: bytes) -> None:
        """Write a file, over what lies there; raise ``VaultError`` where that cannot be."""
        self._store.write([Change(REQUESTS + file, data, None)])

    def drop(self, file: str) -> None:
        """Remove a file, or what lies there in place of one; raise ``VaultError`` where that cannot be."""
        self._store.write([Change(REQUESTS + file, None, None)])
