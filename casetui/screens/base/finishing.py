"""Screens that end once, and only when nothing lies on top of them."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.screen import Screen

Answer = TypeVar("Answer")


class FinishingScreen(Screen[Answer], Generic[Answer]):
    """A screen that gives its answer with ``finish``.

    Textual's ``dismiss`` takes away whatever screen is on top. What comes back from a thread may find
    another one there, such as the help: the screen then ends when it is on top again.
    """

    _answers: tuple[Answer, ...] = ()
    finished: bool = False
    """Whether the answer is given: from then on the screen takes no more work."""

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

    def on_screen_resume(self) -> None:
        """Give the answer that came while another screen was on top."""
        self._end()
