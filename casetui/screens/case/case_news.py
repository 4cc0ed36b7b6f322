"""What a colleague saves in a case that is read here: shown at once, or said to the form over it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from casetui.data.vault import Stamp
from casetui.desk.acts.changes import News, news
from casetui.desk.desk import OpenCase
from casetui.screens.base.desk_screen import DeskScreen
from casetui.screens.forms.form import FormScreen

AGAIN = 0.5
"""Seconds after which it is tried again to show something that came while the case was being written."""


class CaseNews:
    """Takes up what others saved, for one screen that shows a case or something of one.

    Screens that lie over each other share one open case: what the upper takes up, the lower shows too
    when it is on top again.
    """

    def __init__(self, screen: DeskScreen[Any]) -> None:
        self._screen = screen
        self._unreadable_stamp: Stamp = (0, 0)
        """Stamp of the last revision that the person was told of and may not read."""

    def look(self, opened: OpenCase) -> None:
        """Read what a colleague saved in a case, where its file has changed."""
        screen, before = self._screen, opened.file
        with suppress(OSError):
            stamp = screen.desk.vault.stamp(before.name)
            if stamp in (before.stamp, self._unreadable_stamp) or screen.finished:
                return

            def take_up(fresh: News | None) -> None:
                # what was done here meanwhile took it up where the file is another one by now
                if fresh and opened.file is before:
                    self._take_up(opened, stamp, fresh)

            screen.off_thread(lambda: news(screen.desk, opened), take_up, group="news")

    def _take_up(self, opened: OpenCase, stamp: Stamp, fresh: News) -> None:
        """Show the news, unless somebody is typing over the case: then only say so there."""
        screen = self._screen
        place = screen.app.screen_stack.index(screen)
        above = screen.app.screen_stack[place + 1 :]
        for form in above:
            if isinstance(form, FormScreen):
                form.say_meanwhile(fresh.said)
        if above:
            return  # it is taken when this screen is on top again
        if any(isinstance(one, DeskScreen) and one.busy for one in screen.app.screen_stack):
            screen.set_timer(AGAIN, screen.look_anew)
            return
        if fresh.readable:
            opened.file = fresh.file
            screen.fill()
        else:
            self._unreadable_stamp = stamp
        if fresh.sentence:
            screen.tell(fresh.sentence)
