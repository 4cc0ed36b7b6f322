"""The files of a store that are no records: packs, journal, requests to be admitted, what to seal anew."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from casetui.data.errors import Changed, VaultError
from casetui.data.store.base import JOURNAL, NOTHING, Change, Stamp, Store
from casetui.data.store.former import JournalLine
from casetui.data.waits import tries
from casetui.words import N_, say

Texts = dict[str, bytes | None]
"""Packs by the names of their files, such as ``guidebook.toml``; ``None`` for an unreadable pack."""
OWN, KEPT, REQUESTS, RESEAL = "methods/", "packs/", "requests/", "reseal/"
_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,40}")


class Packs:
    """The method packs in a store: the agency's own, and each version that a case was made with."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def own(self) -> Texts:
        """Return the agency's own packs; none where they cannot be listed."""
        with suppress(VaultError):
            return self._texts(OWN)
        return {}

    def kept(self, version: str) -> Texts:
        """Return the packs of one kept version of a method; none where it is not kept.

        Raises ``VaultError`` where they cannot be listed.
        """
        return self._texts(f"{KEPT}{version}/")

    def _texts(self, prefix: str) -> Texts:
        texts: Texts = {}
        names = [name.removeprefix(prefix) for name, _ in self._store.stamps(prefix)]
        for file in sorted(name for name in names if name.endswith(".toml") and "/" not in name):
            texts[file] = None
            with suppress(VaultError):
                stored = self._store.read([prefix + file]).get(prefix + file)
                texts[file] = stored.data if stored else None
        return texts

    def keep(self, version: str, texts: Mapping[str, str]) -> None:
        """Keep one version of a method, its packs by file name, so that its cases can always be read.

        A pack that is kept already stays as it is. Raises ``VaultError`` where a pack cannot be written.
        """
        for file, text in texts.items():
            name = f"{KEPT}{version}/{file}"
            if self._store.stamp(name) == NOTHING:
                self._store.write([Change(name, text.encode(), None)])


class Journal:
    """The log that tells open sessions which file was saved by whom."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def lines(self) -> list[JournalLine]:
        """Return the lines, oldest first; raise ``VaultError`` if they cannot be read."""
        return self.since(0)[0]

    def by_name(self) -> dict[str, list[JournalLine]]:
        """Return the lines by the name of the file, oldest first; raise ``VaultError``."""
        by_name: dict[str, list[JournalLine]] = {}
        for line in self.lines():
            by_name.setdefault(line.name, []).append(line)
        return by_name

    def size(self) -> int:
        """Return the place at which the journal ends; it changes with every save. Raises ``VaultError``."""
        return self._store.wait()

    def since(self, place: int) -> tuple[list[JournalLine], int]:
        """Return the lines after a place, and the place at which the journal ends; raise ``VaultError``.

        A line that was cut short by a full disk, or added by another program, is left out.
        """
        lines, end = self._store.journal(place)
        return [line for line in map(JournalLine.of, lines) if line], end

    def tell(self, name: str, by: str) -> None:
        """Add a line without digest, that ``by`` changed ``name``, where its content stayed.

        Where the line cannot be added, other sessions find the change by its stamp.
        """
        with suppress(VaultError):
            self._store.append(JOURNAL, f"{name} {by}")


class JoinRequestFiles:
    """The files of requests to be admitted, in ``requests/``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list(self) -> dict[str, Stamp]:
        """Return the names of the files with their stamps; raise ``VaultError`` if they cannot be listed."""
        return {name.removeprefix(REQUESTS): stamp for name, stamp in self._store.stamps(REQUESTS)}

    def read(self, file: str) -> bytes:
        """Return a file's bytes, none where it was removed; raise ``VaultError`` if it cannot be read."""
        stored = self._store.read([REQUESTS + file]).get(REQUESTS + file)
        return stored.data if stored else b""

    def keep(self, file: str, data: bytes) -> None:
        """Write a file, in place of an earlier one; raise ``VaultError`` where that fails."""
        self._store.write([Change(REQUESTS + file, data, None)])

    def drop(self, file: str) -> None:
        """Remove a file; raise ``VaultError`` where that fails."""
        self._store.write([Change(REQUESTS + file, None, None)])


@dataclass(frozen=True)
class ToReseal:
    """An entry of the list of cases that are to be sealed anew, as it was read."""

    teams: frozenset[str] = frozenset()
    """The teams whose keys open what is still to be sealed; none where the entry cannot be read."""
    digest: str = ""
    """The digest of the entry's bytes; empty where there is no entry."""


class ResealList:
    """The list of cases of which former revisions or lines of the access log are still to be sealed anew.

    It is the folder ``reseal/``, with a file for each case. The file has the teams whose keys open what is
    still to be sealed, and a mark that differs each time that the case is put on the list:
    ``{"teams": ["north"], "mark": "5f0c…"}``; files of earlier versions have the list of teams alone. Anybody
    may add to the list: what is sealed already as it should be is left alone.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def numbers(self) -> list[str]:
        """Return the numbers of the cases on the list; raise ``VaultError`` where they cannot be listed."""
        listed = (name.removeprefix(RESEAL) for name, _ in self._store.stamps(RESEAL))
        return sorted(number for number in listed if _NUMBER.fullmatch(number))

    def entry(self, number: str) -> ToReseal:
        """Return the entry of a case; raise ``VaultError`` where nobody can say what it is."""
        stored = self._store.read([RESEAL + number]).get(RESEAL + number)
        return ToReseal(_teams_in(stored.data), stored.digest) if stored else ToReseal()

    def add(self, number: str, teams: Collection[str]) -> ToReseal:
        """Put a case on the list, and return its entry; raise ``VaultError`` where that fails.

        Teams that another program puts into the entry meanwhile stay there.
        """
        for _ in tries():
            seen = self.entry(number)
            content = {"teams": sorted({*teams, *seen.teams}), "mark": uuid4().hex}
            change = Change(RESEAL + number, json.dumps(content).encode(), seen.digest)
            with suppress(Changed):
                digest = self._store.write([change])[change.name].digest
                return ToReseal(frozenset(content["teams"]), digest)
        raise VaultError(say(N_("Others keep changing the list of what is sealed anew. Try again.")))

    def drop(self, number: str, seen: ToReseal) -> None:
        """Take a case off the list, where its entry is still the one that was ``seen``.

        An entry that was put there anew since stays. Raises ``VaultError`` where this fails.
        """
        if seen.digest:
            with suppress(Changed):
                self._store.write([Change(RESEAL + number, None, seen.digest)])


def _teams_in(data: bytes) -> frozenset[str]:
    """Return the teams of an entry; none where it has another form, as anybody may have put it there."""
    with suppress(ValueError, RecursionError):
        content = json.loads(data)
        teams = content.get("teams") if isinstance(content, dict) else content
        if isinstance(teams, list):
            return frozenset(team for team in teams if isinstance(team, str))
    return frozenset()
