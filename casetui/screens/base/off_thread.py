"""Screens that do their work off the screen's thread, so that keys are taken meanwhile, and that end once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual.events import ScreenResume
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from casetui.words import N_, CaseTUIError, say

Answer = TypeVar("Answer")

BUSY = N_("Still saving. Press again when that is done.")


class WorkingScreen(Screen[Answer], Generic[Answer]):
    """A screen that has work done in threads and shows what came of it, and gives its answer with ``finish``.

    Textual's ``dismiss`` takes away whatever screen is on top. What comes back from a thread may find
    another one there, such as the help: the screen then ends when it is on top again.
    """

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
    finished: bool = False
    """Whether the answer is given: from then on the screen takes no more work."""
    _answers: tuple[Answer, ...] = ()

    def finish(self, answer: Answer) -> None:
        """End with ``answer``, now or when this screen is on top again; a second answer is none."""
        if not self.finished:
            self.finished = True
            self._answers = (answer,)
            self._end()

    def _end(self) -> None:
        # not ``is_current``: that is true also below a question that lets the screen shine through
        if self._answers and self.app.screen is self:
            (answer,), self._answers = self._answers, ()
            self.dismiss(answer)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Give the answer that came while another screen was on top."""
        event.refresh_styles = False  # every widget got its styles when it was mounted
        self._end()

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
