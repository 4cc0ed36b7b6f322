"""The vault is read and written beside the screen: a share that hangs holds up no key."""

import os
import threading
from pathlib import Path

import pytest

from casetui.screens.home.watch import Watch
from tests.screens.places import NUMBER, busy

ROUND = ("enter", "q", "r", "a", "q", "s", "q", "p", "q", "d", "q", "v", "v")
"""Keys that lead from the caseload to each other list and back."""
IN_A_CASE = ("3", "6", "a", "ctrl+x", "t", "q", "l", "escape", "m", "escape", "w", "ctrl+x", "q")


@pytest.fixture
def on_the_screens_thread(office, monkeypatch):
    """Return a list that takes what is asked of the vault's files on the screen's thread."""
    asked, screens_thread, folder = [], threading.main_thread(), str(office.folder)

    def watched(name):
        real = getattr(os, name)

        def call(path, *given, **more):
            if threading.current_thread() is screens_thread and not isinstance(path, int):
                handle = more.get("dir_fd")
                above = Path() if handle is None else Path(f"/proc/self/fd/{handle}").readlink()
                if str(above / path).startswith(folder):
                    asked.append((name, str(above / path)))
            return real(path, *given, **more)

        monkeypatch.setattr(os, name, call)

    for name in ("open", "stat"):
        watched(name)
    return asked


async def test_no_key_and_no_look_for_changes_reads_the_vault_on_the_screens_thread(
    office, on_the_screens_thread
):
    busy(office)
    async with office.seat() as seat:
        watch = Watch(seat.app, seat.app.screen.desk)
        on_the_screens_thread.clear()
        watch.look()
        for key in ROUND:
            await seat.press(key)
            assert on_the_screens_thread == [], key
    async with office.seat(open_case=NUMBER) as seat:
        on_the_screens_thread.clear()
        for key in IN_A_CASE:
            await seat.press(key)
            assert on_the_screens_thread == [], key
