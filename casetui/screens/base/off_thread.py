"""A screen that reads and writes off its own thread, so that it takes keys meanwhile, and that ends once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual.events import ScreenResume
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from casetui.data.errors import refused
from casetui.words import N_, CaseTUIError, say

AnswerT = TypeVar("AnswerT")

SLOW = 0.1
"""Seconds after which a reading is said to go on."""
BUSY = N_("Still saving. Press again when that is done.")


class WorkingScreen(Screen[AnswerT], Generic[AnswerT]):
    """A screen that works in threads, shows their results, and gives its answer with ``finish``.

    Textual's ``dismiss`` removes the uppermost screen. When a thread ends, that may be another screen, such
    as the help: this screen then ends when it is on top again.
    """

    @dataclass
    class Done(Message):
        """A thread's work is done."""

        then: Callable[[Any], object]
        result: Any

    @dataclass
    class Failed(Message):
        """A thread's work failed; ``error`` says why."""

        error: CaseTUIError
        otherwise: Callable[[CaseTUIError], None]

    busy: bool = False
    """Whether a write is running; no second write starts meanwhile."""
    finished: bool = False
    """Whether ``finish`` was called: from then on the screen takes no more work."""
    _answers: tuple[AnswerT, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self._slow_timers: dict[str, Timer] = {}
        """For each group of reading, the timer that says after ``SLOW`` seconds that it goes on."""

    def finish(self, answer: AnswerT) -> None:
        """End with ``answer``, now or when this screen is on top again; later calls do nothing."""
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
        """Give an answer that came while another screen was on top."""
        event.refresh_styles = False  # every widget got its styles when it was mounted
        self._end()

    def tell(self, sentence: str) -> None:
        """Show a sentence until the next one."""
        raise NotImplementedError

    def say_meanwhile(self, said: str, more: str = "") -> None:
        """Say what happened meanwhile: in few words without a full stop, and ``more`` where there is room."""
        self.tell(f"{said}. {more}".rstrip())

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
        slow: str = "",
    ) -> None:
        """Call ``read`` in a thread; give its result to ``then``, or its error to ``otherwise``.

        A newer call of the same group cancels an older one. Without ``otherwise`` the error's sentence is
        shown. The sentence ``slow`` is shown where the reading takes longer than ``SLOW`` seconds.
        """
        self._say_no_longer(group)
        if slow:
            self._slow_timers[group] = self.set_timer(SLOW, lambda: self.tell(slow))

        def done(result: Any) -> None:
            self._say_no_longer(group)
            then(result)

        def failed(error: CaseTUIError) -> None:
            self._say_no_longer(group)
            (otherwise or self.show_error)(error)

        self.run_worker(self._work(read, done, failed), thread=True, exclusive=True, group=group)

    def _say_no_longer(self, group: str) -> None:
        """Stop the timer that says that the reading of a group is slow."""
        if timer := self._slow_timers.pop(group, None):
            timer.stop()

    def write(
        self,
        act: Callable[[], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[CaseTUIError], None] | None = None,
    ) -> None:
        """Call ``act``, which writes, in a thread; give its result to ``then``, an error to ``otherwise``.

        While another write runs, it is refused. A write is never cancelled.
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
        """Say that a save is still running."""
        self.tell(say(BUSY))

    def _work(
        self,
        act: Callable[[], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[CaseTUIError], None],
        *,
        always: bool = False,
    ) -> Callable[[], None]:
        """Return the function that a thread runs; with ``always`` its result also comes after a cancel."""

        def work() -> None:
            worker = get_current_worker()
            try:
                message: Message = self.Done(then, act())
            except CaseTUIError as error:
                message = self.Failed(error, otherwise)
            except OSError as error:
                message = self.Failed(refused(error), otherwise)
            if always or not worker.is_cancelled:
                self.post_message(message)

        return work

    def on_working_screen_done(self, message: Done) -> None:
        """Hand on the result of a thread."""
        message.stop()
        message.then(message.result)

    def on_working_screen_failed(self, message: Failed) -> None:
        """Hand on the error of a thread."""
        message.stop()
        message.otherwise(message.error)
