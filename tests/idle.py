"""Waits until an app has nothing to do, by what its event loop says, and not by sleeping after each key.

Textual's own way is to sleep for a fiftieth of a second, several times a key, until the process hardly
computes. That was most of the time of the tests of the screens.

An event loop runs what is ready, what a timer makes ready, and what a thread hands to it; nothing else. So
where no thread works, then nothing is ready, and no timer ends soon, nothing will happen soon, in any app of
the test. Where threads or timers go on and on, Textual's own way is taken.
"""

from __future__ import annotations

import asyncio
from asyncio.base_events import BaseEventLoop
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import textual.app
import textual.pilot
import textual.screen
from textual import _wait

SOON = 0.02
"""Seconds. Timers that end sooner are waited for, as in Textual's way, which sleeps as long at a time."""
A_MOMENT = 0.02
"""Seconds that a thread is given to end its work, as long as Textual's way sleeps."""
ROUNDS = 30
"""How often threads and timers are waited for, before Textual's way is taken."""
TURNS = 10_000
"""After so many turns of the loop something in it goes on and on."""
FRAME = 0.001
"""Seconds from a change until the frame that shows it; Textual takes a sixtieth."""

_at_work: set[Future] = set()
"""What threads do for a loop, also where its worker was cancelled meanwhile."""


async def wait_for_idle(min_sleep: float = _wait.SLEEP_GRANULARITY, max_sleep: float = 1) -> None:
    """Wait until nothing will happen soon; where that does not come, wait as Textual does."""
    loop = asyncio.get_running_loop()
    for _ in range(ROUNDS):
        if not await _threads_are_done(loop) or not await _turned_empty(loop):
            break
        if _at_work or loop._ready:  # in this order: a thread hands its result over, and only then is done
            continue
        ends = _next_timer(loop)
        if ends is None:
            return
        await asyncio.sleep(max(0, ends - loop.time()))
    await _wait.wait_for_idle(min_sleep, max_sleep)


async def _threads_are_done(loop: asyncio.AbstractEventLoop) -> bool:
    """Give the threads a moment; return whether all of them are done."""
    until = loop.time() + A_MOMENT
    while _at_work and loop.time() < until:
        await asyncio.sleep(0.001)
    return not _at_work


async def _turned_empty(loop: asyncio.AbstractEventLoop) -> bool:
    """Let the loop run until nothing else in it is ready; return false where that does not come."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
        if not loop._ready:
            return True
    return False


def _next_timer(loop: asyncio.AbstractEventLoop) -> float | None:
    """Return when the next timer ends, by the clock of the loop; ``None`` where none ends soon."""
    latest = loop.time() + SOON
    return min(
        (timer.when() for timer in loop._scheduled if not timer.cancelled() and timer.when() < latest),
        default=None,
    )


async def _wait_for_screen(*_: object) -> bool:
    await wait_for_idle()
    return True


def use(patch: pytest.MonkeyPatch) -> None:
    """Have everything that waits for an app wait this way, and apps draw at once.

    An app draws what changed with the next frame. Nothing of a test depends on how many frames a second has.
    """
    submit, run_in_executor = ThreadPoolExecutor.submit, BaseEventLoop.run_in_executor
    submitted = []

    def noting_submit(pool, *given, **named):
        work = submit(pool, *given, **named)
        submitted.append(work)
        return work

    def noting_run(loop, *given):
        submitted.clear()
        handed_over = run_in_executor(loop, *given)
        for work in submitted:
            _at_work.add(work)
            work.add_done_callback(_at_work.discard)  # called after what hands the result to the loop
        return handed_over

    patch.setattr(ThreadPoolExecutor, "submit", noting_submit)
    patch.setattr(BaseEventLoop, "run_in_executor", noting_run)
    patch.setattr(textual.screen, "UPDATE_PERIOD", FRAME)
    patch.setattr(textual.pilot.Pilot, "_wait_for_screen", _wait_for_screen)
    for module in (textual.app, textual.pilot):
        patch.setattr(module, "wait_for_idle", wait_for_idle)
