"""The logs of a folder store: the journal, and the access log."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, suppress

from casetui.data.errors import Busy, Unreachable, VaultError, cannot
from casetui.data.store.base import JOURNAL, replaced_lines
from casetui.data.store.files import Files

READER_SECONDS = 0.25
"""The seconds that a person who only reads waits for a lock; without the lock the reading goes on."""
LOOK_SECONDS = 0.2
"""The seconds between two looks at the journal by a session that waits for it."""
Locked = Callable[[str, float | None], AbstractContextManager[None]]
"""Returns a context that holds the lock of a name, which is waited for so many seconds."""


class Logs:
    """Files to which lines are added; see ``Store`` for each function."""

    def __init__(self, files: Files, locked: Locked) -> None:
        self._files = files
        self._locked = locked

    def journal(self, since: int) -> tuple[list[str], int]:
        """Return the journal's whole lines after ``since``, and the place after them, in bytes."""
        if self.wait() < since:  # begun anew
            since = 0
        try:
            tail = self._files.tail(JOURNAL, since)
        except FileNotFoundError:
            return [], 0
        except OSError as error:
            raise Unreachable(cannot("read", self._files.path(JOURNAL), error)) from error
        whole = tail[: tail.rfind(b"\n") + 1]
        return whole.decode(errors="replace").split("\n")[:-1], since + len(whole)

    def wait(self, since: int = -1, seconds: float = 0.0) -> int:
        """Return how many bytes the journal has, once that is not ``since``, or after so many seconds.

        Raises ``Unreachable``.
        """
        end = time.monotonic() + seconds
        while True:
            try:
                size = self._files.stamp(JOURNAL)[1]
            except OSError as error:
                raise Unreachable(cannot("read", self._files.path(JOURNAL), error)) from error
            remaining = end - time.monotonic()
            if size != since or remaining <= 0:
                return size
            time.sleep(min(remaining, LOOK_SECONDS))

    def append(self, name: str, line: str) -> None:
        """Append one line to a log; raise ``VaultError`` where that fails.

        The journal only grows. Another log may be replaced by one with other lines, so its lock is asked for.
        Where a stopped program holds the lock, the line is added without it: that program takes it over.
        """
        with ExitStack() as stack:
            if name != JOURNAL:
                with suppress(Busy):
                    stack.enter_context(self._locked(name, READER_SECONDS))
            try:
                self._files.append(name, line)
            except OSError as error:
                raise VaultError(cannot("write", self._files.path(name), error)) from error

    def replace_lines(self, name: str, anew: Mapping[str, str]) -> None:
        """Replace lines of a log; raise ``VaultError`` where that fails.

        Lines that were added to the old log without its lock are added to the new one.
        """
        with self._locked(name, None):
            try:
                with self._files.opened(name) as old:
                    self._files.write(name, replaced_lines(old.read(), anew))
                    for line in old.read().decode(errors="replace").splitlines():
                        self._files.append(name, line)
            except FileNotFoundError:
                return
            except OSError as error:
                raise VaultError(cannot("write", self._files.path(name), error)) from error
