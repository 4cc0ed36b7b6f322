"""The vault's logs: what was saved, and who opened what. They are only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from casetui.data.errors import VaultError, cannot
from casetui.data.store.durable import Stamp, append_line, read_whole, write_whole
from casetui.data.store.former import Told, instant_of
from casetui.data.store.locks import held

LOG_SECONDS = 10.0
"""So long an opening waits while the lines before it are sealed anew."""


class Logs:
    """The journal of changes and the access log of the vault in ``folder``."""

    def __init__(self, folder: Path, mode: int) -> None:
        """``mode`` is the rights of its files."""
        self.folder = folder
        self._mode = mode
        self._saved: dict[str, tuple[str, Stamp]] = {}
        """Digest and stamp of what was saved and not yet told."""

    def tell(self, name: str, by: str) -> None:
        """Append to the journal that ``by`` saved ``name``, as which revision and when.

        Other open sessions read it, and so does who repairs a damaged file. What cannot be told they find
        when they next compare stamps.
        """
        saved = self._saved.pop(name, None)
        line = f"{name} {by}"
        if saved:
            line += f" {saved[0]} {instant_of(saved[1]).isoformat()}"
        with suppress(OSError):
            append_line(self.folder / "changes", line, self._mode)

    def journal(self) -> list[Told]:
        """Return what the journal tells, oldest first; raise ``VaultError`` if it cannot be read."""
        return [told for told in map(Told.of, self._text("changes").split("\n")) if told]

    def told_by_name(self) -> dict[str, list[Told]]:
        """Return what the journal tells of each file, oldest first; raise ``VaultError`` as it does."""
        by_name: dict[str, list[Told]] = {}
        for told in self.journal():
            by_name.setdefault(told.name, []).append(told)
        return by_name

    def journal_size(self) -> int:
        """Return how many bytes the journal has: all that a waiting session looks at."""
        try:
            return (self.folder / "changes").stat().st_size
        except FileNotFoundError:
            return 0

    def told_since(self, offset: int) -> tuple[set[str], int]:
        """Return the names that were saved after ``offset``, and the journal's size now."""
        if self.journal_size() < offset:  # begun anew
            offset = 0
        try:
            with (self.folder / "changes").open("rb") as journal:
                journal.seek(offset)
                tail = journal.read()
        except FileNotFoundError:
            return set(), 0
        whole = tail[: tail.rfind(b"\n") + 1]
        # a line of one word is no line of ours, or was cut short by a full disk
        names = {line.split(b" ")[0].decode(errors="replace") for line in whole.splitlines() if b" " in line}
        return names, offset + len(whole)

    def log_opening(self, line: str) -> None:
        """Append one sealed line to the access log; raise ``VaultError`` if it cannot be kept."""
        path = self.folder / "openings"
        with self._log_held():
            try:
                append_line(path, line, self._mode)
            except OSError as error:
                raise VaultError(cannot("write", path, error)) from error

    def change_openings(self, anew: Mapping[str, str]) -> None:
        """Put lines of the access log in the place of others; raise ``VaultError`` if that cannot be done."""
        path = self.folder / "openings"
        with self._log_held():
            lines = [anew.get(line, line) for line in self.openings()]
            try:
                write_whole(path, "".join(f"{line}\n" for line in lines).encode(), self._mode)
            except OSError as error:
                raise VaultError(cannot("write", path, error)) from error

    def _log_held(self) -> AbstractContextManager[None]:
        return held(self.folder / "locks" / "openings.lock", self._mode, LOG_SECONDS)

    def openings(self) -> list[str]:
        """Return the lines of the access log, oldest first; raise ``VaultError`` if it cannot be read."""
        return self._text("openings").splitlines()

    def _text(self, log: str) -> str:
        """Return what a log says; empty before its first line."""
        path = self.folder / log
        try:
            return read_whole(path)[0].decode(errors="replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise VaultError(cannot("read", path, error)) from error
