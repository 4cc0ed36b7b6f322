"""Keys in the order in which they were pressed, however fast they come.

Textual hands a key to the widget in focus, and only from there, widget by widget, up to the bindings of
the app. A key that is pressed meanwhile may reach its widget first: of Left and "c", "c" would be done
before Left, and after Tab a character would land in the field before. So a key waits until the one
before it has gone all its way.

A screen with ``seen_first`` asks a question that the person must see before answering it: keys that were
typed before it was seen are dropped.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen

from casetui.terminal.keys import Late
from casetui.terminal.output import Output
from casetui.terminal.small import GLOBAL_KEYS

ECHO = 0.05
"""Seconds in which a key is echoed before its way is followed, if no other key comes."""
LOST = 0.5
"""Seconds after which the next key is posted although the one before is not known to be done."""
AWAY = GLOBAL_KEYS | {"escape", "ctrl+x", "ctrl+c"}
"""The keys that answer no question: they lead away from it, or do the same on every screen."""


class KeyOrder:
    """Posts keys and pastes to an app, one after the other. All of it runs in the app's loop."""

    def __init__(self, app: App[Any], output: Output) -> None:
        """``output`` knows what the person has seen."""
        self._app = app
        self._output = output
        self._waiting: deque[Message] = deque()
        self._escaped_on: Screen[Any] | None = None
        """The screen on which the last key was Esc; ``None`` after another key."""
        self._only: frozenset[str] | None = None
        self._turn = 0
        self._late: asyncio.TimerHandle | None = None
        self._start: asyncio.TimerHandle | None = None

    def add(self, message: Message) -> None:
        """Post ``message`` when all that came before it is done."""
        self._waiting.append(message)
        if self._late is None:
            self._next()
        else:
            self._follow(self._turn)

    def hold_all_but(self, keys: frozenset[str]) -> None:
        """Let only these keys through; from the first other one on, all wait for ``let_go``."""
        self._only = keys

    def let_go(self) -> None:
        """Post the keys that waited, in their order, and from now on every key."""
        self._only = None
        if self._late is None:
            self._next()

    def question(self) -> Screen[Any] | None:
        """Return the screen on top if it must be seen before it is answered, else ``None``."""
        shown = self._app.screen_stack[-1:]
        return shown[0] if shown and getattr(shown[0], "seen_first", False) else None

    def _next(self) -> None:
        while self._waiting and self._ahead(self._waiting[0]):
            self._waiting.popleft()
        if self._waiting and isinstance(late := self._waiting[0], Late):
            self._waiting.popleft()
            self._waiting.extendleft(reversed(self._instead_of(late)))
            self._next()
            return
        if not self._waiting or self._held(self._waiting[0]):
            return
        self._turn += 1
        loop = asyncio.get_running_loop()
        self._late = loop.call_later(LOST, self._done, self._turn)
        self._start = loop.call_later(ECHO, self._follow, self._turn)
        message = self._waiting.popleft()
        escaped = isinstance(message, events.Key) and message.key == "escape"
        self._escaped_on = self._app.screen if escaped and self._app.screen_stack else None
        self._app.post_message(message)
        if self._waiting:
            self._follow(self._turn)

    def _held(self, message: Message) -> bool:
        return self._only is not None and getattr(message, "key", "") not in self._only

    def _instead_of(self, late: Late) -> list[Message]:
        """Return the keys for a key whose Esc was taken for the key Esc.

        A question that the Esc opened is closed by another Esc. Where the Esc left its screen, nothing can be
        taken back, and the rest of the key does nothing there.
        """
        stack = self._app.screen_stack
        if self._escaped_on is None or self._escaped_on not in stack:
            return []
        key: list[Message] = [late.key] if late.key else []
        return key if stack[-1] is self._escaped_on else [events.Key("escape", "\x1b"), *key]

    def _ahead(self, message: Message) -> bool:
        """Return whether a key or a paste came before the person could see the question it would answer."""
        question = self.question()
        if question is None or isinstance(message, Late) or getattr(message, "key", "") in AWAY:
            return False
        return not self._output.seen(question, message.time)

    def _follow(self, turn: int) -> None:
        """Send a callback behind the key on its way through the widgets, once a key."""
        if turn == self._turn and self._start is not None:
            self._start.cancel()
            self._start = None
            self._app.call_later(self._forwarded, turn)

    def _forwarded(self, turn: int) -> None:
        """Follow the key from the app, which has just handed it on."""
        self._climb(self._upwards(), turn)

    def _climb(self, way: list[DOMNode], turn: int) -> None:
        """Wait until each node of ``way`` has done what came to it before."""
        if turn != self._turn:
            return
        if not way:
            self._done(turn)
        elif not way[0].call_later(self._climb, way[1:], turn):
            self._climb(way[1:], turn)  # it is closing, and passes nothing on

    def _upwards(self) -> list[DOMNode]:
        """Return the widget in focus and all that contain it, the app last."""
        if not self._app.screen_stack:
            return []
        return list((self._app.focused or self._app.screen).ancestors_with_self)

    def _done(self, turn: int) -> None:
        if turn != self._turn or self._late is None:
            return
        self._late.cancel()
        if self._start is not None:
            self._start.cancel()
        self._late = self._start = None
        self._next()
