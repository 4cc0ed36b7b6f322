"""Work off the screen's thread: what a screen reads and writes never keeps it from taking keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from textual.message import Message
from textual.worker import get_current_worker

from casetui.screens.base.finishing import Answer, FinishingScreen
from casetui.words import N_, CaseTUIError, say

BUSY = N_("Still saving. Press again when that is done.")


class WorkingScreen(FinishingScreen[Answer], Generic[Answer]):
    """A screen that has work done in threads, and shows what came of it."""

    @dataclass
    class Done(Message):
        """Work off the thread came to an end."""

        then: Callable[[Any], object]
        result: Any

    @dataclass
    class Failed(Message):
        """Work off the thread could not be done; ``error`` says why."""

        error: CaseTUIError
        otherwise: Callable[[CaseTUIError], None]

    busy: bool = False
    """Whether something is being written: until it is done, nothing else is."""

    def tell(self, sentence: str) -> None:
        """Show a sentence until the next one."""
        raise NotImplementedError

    def show_error(self, error: CaseTUIError) -> None:
        """Show an error's sentence."""
        self.tell(str(error))

    def off_thread(
        self,
        read: Callable[[], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[CaseTUIError], None] | None = None,
        *,
        group: str,
    ) -> None:
        """Read something off the thread, then give it to ``then``, or the error to ``otherwise``.

        Newer reading of the same group takes the place of older. Without ``otherwise`` the error's
        sentence is shown.
        """
        self.run_worker(
            self._work(read, then, otherwise or self.show_error), thread=True, exclusive=True, group=group
        )

    def write(
        self,
        act: Callable[[], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[CaseTUIError], None] | None = None,
    ) -> None:
        """Do an act that writes off the thread: one at a time, and what comes of it is always told.

        While another is being written it is refused.
        """
        if self.busy:
            (otherwise or self.show_error)(CaseTUIError(say(BUSY)))
            return
        self.busy = True

        def done(result: Any) -> None:
            self.busy = False
            then(result)

        def refused(error: CaseTUIError) -> None:
            self.busy = False
            (otherwise or self.show_error)(error)

        self.run_worker(self._work(act, done, refused, always=True), thread=True, group="write")

    def tell_busy(self) -> None:
        """Say that something is still being written."""
        self.tell(say(BUSY))

    def _work(
        self,
        act: Callable[[], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[CaseTUIError], None],
        *,
        always: bool = False,
    ) -> Callable[[], None]:
        """Return what a thread does; ``always`` brings the result back also where it was cancelled."""

        def work() -> None:
            worker = get_current_worker()
            try:
                message: Message = self.Done(then, act())
            except CaseTUIError as error:
                message = self.Failed(error, otherwise)
            if always or not worker.is_cancelled:
                self.post_message(message)

        return work

    def on_working_screen_done(self, message: Done) -> None:
        """Take the result of work done off the thread."""
        message.stop()
        message.then(message.result)

    def on_working_screen_failed(self, message: Failed) -> None:
        """Take the error of work done off the thread."""
        message.stop()
        message.otherwise(message.error)
