"""A person at a terminal: the program in a pseudo-terminal (pexpect), its screen in an emulator (pyte)."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from pathlib import Path

import pexpect

from tests.terminal.emulator import Emulator

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 80, 24
DEADLINE = 30.0
"""Seconds that anything may take before the walk fails."""
LABEL = 28
"""Cells of a form's column of labels."""
KEYS = {
    "enter": "\r", "tab": "\t", "space": " ", "esc": "\x1b", "up": "\x1b[A", "down": "\x1b[B",
}  # fmt: skip


class _Screen(Emulator):
    """The emulated screen; it answers where its cursor is, as every terminal does."""

    def __init__(self, answer: Callable[[str], object]) -> None:
        super().__init__(WIDTH, HEIGHT)
        self._answer = answer

    def report_device_status(self, mode: int = 0, private: bool = False, **_: object) -> None:
        if mode == 6 and not private:
            self._answer(f"\x1b[{self.cursor.y + 1};{self.cursor.x + 1}R")


class Terminal:
    """Starts ``command`` on a terminal of 80×24, types, and waits for what the screen shows."""

    def __init__(self, *command: str, env: dict[str, str]) -> None:
        """``env`` is laid over a plain environment: nothing of this computer's own settings is in it."""
        plain = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        self.name = " ".join(command[-2:])
        self.log = bytearray()
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._screen = _Screen(self._send)
        self._child = pexpect.spawn(
            sys.executable, [*command], cwd=str(ROOT), dimensions=(HEIGHT, WIDTH), timeout=DEADLINE,
            env={**plain, "TERM": "xterm-256color", "LANG": "C.UTF-8", **env},
        )  # fmt: skip
        self._child.delaybeforesend = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        """End what still runs, and wait until it is gone: on a busy computer that takes its time."""
        if self._child.isalive():
            self._child.kill(signal.SIGKILL)
        self._child.wait()
        self._child.close()

    # -- typing ----------------------------------------------------------------------------------

    def _send(self, data: str) -> None:
        self._child.send(data.encode())

    def type(self, text: str) -> None:
        """Type ``text`` as it stands."""
        self._send(text)

    def press(self, *names: str) -> None:
        """Press keys: one character, a name such as ``enter``, or ``ctrl+s``."""
        for name in names:
            letter = name.removeprefix("ctrl+")
            self._send(KEYS.get(name, name) if letter == name else chr(ord(letter) & 0x1F))

    def pause(self, seconds: float) -> None:
        """Let a time pass, in which the terminal goes on answering the program."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(min(0.02, seconds))

    # -- seeing ----------------------------------------------------------------------------------

    def screen(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    def words(self) -> str:
        """What is shown, without breaks; in the box where there is one."""
        rows = self._screen.display
        boxed = [row.split("│")[1] for row in rows if row.count("│") == 2]
        return " ".join(" ".join(boxed or rows).split())

    def wait_for(self, *texts: str) -> None:
        """Wait until all of ``texts`` are on the screen, also where they are broken over lines."""
        self.until(lambda: all(self.shows(text) for text in texts), " and ".join(map(repr, texts)))

    def shows(self, text: str) -> bool:
        """Return whether ``text`` is on the screen."""
        return text in self.screen() or text in self.words()

    def until(self, seen: Callable[[], bool], what: str) -> None:
        """Wait until ``seen``; the screen stands in the message of what never came."""
        end = time.monotonic() + DEADLINE
        while not seen():
            assert self._read() and time.monotonic() < end, f"{self.name}: no {what} in:\n{self.screen()}"

    def _read(self, patience: float = 0.1) -> bool:
        """Take in all that the program has drawn by now; return whether it still runs."""
        while True:
            try:
                data = self._child.read_nonblocking(65536, timeout=patience)
            except pexpect.TIMEOUT:
                return True
            except pexpect.EOF:
                return False
            self.log += data
            self._screen.feed(self._decode(data))
            patience = 0

    # -- lists -----------------------------------------------------------------------------------

    @property
    def selected(self) -> str:
        """The line of the list that the cursor stands on; empty where it stands on none."""
        row, at = self._screen.buffer[self._screen.cursor.y], self._screen.cursor.x
        cells = []
        while at < WIDTH and row[at].reverse:
            cells.append(row[at].data)
            at += 1
        return "".join(cells).strip()

    def stand_on(self, part: str) -> None:
        """Go with the arrows to the line with ``part`` in it: one that is seen above, or down to it."""
        end = time.monotonic() + DEADLINE
        self.until(lambda: self.selected != "", "selected line")
        while part not in self.selected or not self._stays_on(part):
            assert time.monotonic() < end, f"{self.name}: {part!r} is not reached in:\n{self.screen()}"
            self._step("up" if self._is_above(part) else "down", part)

    def _stays_on(self, part: str) -> bool:
        """Return whether the line is still selected when no key is on its way any more.

        Ctrl+L draws the whole screen anew, when all keys before it are done.
        """
        before = len(self.log)
        self.press("ctrl+l")
        self.until(lambda: b"\x1b[2J" in self.log[before:] and self.selected != "", "screen drawn anew")
        return part in self.selected

    def _is_above(self, part: str) -> bool:
        left = self._screen.cursor.x
        return any(part in row[left:] for row in self._screen.display[: self._screen.cursor.y])

    def _step(self, key: str, part: str) -> None:
        before = (self._screen.cursor.y, self.selected)
        self.press(key)
        self.until(
            lambda: self.selected != "" and (self._screen.cursor.y, self.selected) != before,
            f"line {part!r} to go {key} to from {before[1]!r}",
        )

    # -- forms -----------------------------------------------------------------------------------

    @property
    def field(self) -> str:
        """The first line of the label of the field in hand; empty where none is, or while one is drawn."""
        marked = [row[1:LABEL] for row in self._screen.display if row.startswith(">")]
        return marked[0].strip(" *") if len(marked) == 1 else ""

    def fill(self, entries: dict[str, str | list[str]]) -> None:
        """Fill in a form's fields by their labels, in the form's order; a choice by how its label begins."""
        for label, entry in entries.items():
            self.go_to_field(label)
            if isinstance(entry, list):
                self._tick(label, entry)
                continue
            wanted = f"< {entry}" if self._in_hand.startswith("<") else entry
            self.type(entry)
            self.until(lambda wanted=wanted: self._in_hand.startswith(wanted), f"{wanted!r} at {label!r}")

    def go_to_field(self, label: str) -> None:
        """Go on with Tab to the field with this label."""
        self.until(lambda: self.field != "", "field in hand")
        while not self._is_at(label):
            before = self.field
            self.press("tab")
            self.until(lambda before=before: self.field not in ("", before), f"field {label!r}")

    def _is_at(self, label: str) -> bool:
        broken = len(label) > LABEL - 2 and label.startswith(self.field)
        return self.field != "" and (self.field == label or broken)

    def _tick(self, label: str, entries: list[str]) -> None:
        """Tick several in the list that Enter opens, each found by typing how it begins."""
        self.press("enter")
        self.until(lambda: "┌" in self.screen(), f"list of {label!r}")
        for entry in entries:
            self.type(entry)
            self.until(lambda entry=entry: self._offered == [f"[ ] {entry}"], f"{entry!r} alone")
            self.press("space")
            self.until(lambda entry=entry: self._offered == [f"[x] {entry}"], f"tick at {entry!r}")
            self.press("ctrl+u")
            self.until(lambda: len(self._offered) > 1, f"whole list of {label!r}")
        self.press("enter")
        self.until(lambda: "┌" not in self.screen(), f"form behind the list of {label!r}")

    @property
    def _offered(self) -> list[str]:
        """What the open list offers: each tick, and the first word after it."""
        return [f"[{tick}] {word}" for tick, word in re.findall(r"│ *\[([x ])\] (\w+)", self.screen())]

    @property
    def _in_hand(self) -> str:
        """What stands in the field in hand."""
        marked = [row for row in self._screen.display if row.startswith(">")]
        return marked[0][LABEL:].strip() if len(marked) == 1 else ""

    # -- the end ---------------------------------------------------------------------------------

    def ended(self) -> int | None:
        """Wait for the program's end and return its exit status."""
        end = time.monotonic() + DEADLINE
        while self._read():
            assert time.monotonic() < end, f"{self.name} goes on running:\n{self.screen()}"
        modes = termios.tcgetattr(self._child.child_fd)[3]
        assert modes & termios.ICANON and modes & termios.ECHO, "the terminal takes lines and echoes again"
        self._child.wait()
        return self._child.exitstatus

    def end(self, number: int) -> None:
        """End the program with a signal, as a lost line or the system does, and wait until it is gone."""
        self._child.kill(number)
        end = time.monotonic() + DEADLINE
        while self._read():
            assert time.monotonic() < end, f"{self.name} goes on running:\n{self.screen()}"
        self._child.wait()

    def last_set(self, mode: int) -> bool:
        """Return whether the program last set this private mode of the terminal, or took it back."""
        found = re.findall(rb"\x1b\[\?%d([hl])" % mode, bytes(self.log))
        return bool(found) and found[-1] == b"h"
