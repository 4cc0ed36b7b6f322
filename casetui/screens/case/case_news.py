"""Shows what colleagues save in an open case at once, or says so on the form over it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from casetui.data.vault import Stamp
from casetui.desk.acts.news import News, news
from casetui.desk.desk import OpenCase
from casetui.screens.base.desk_screen import DeskScreen
from casetui.screens.forms.form import FormScreen

AGAIN = 0.5
"""Seconds until the next try, where news came while the case was being written."""


class CaseNews:
    """Shows new revisions by colleagues, for one screen that shows a case or a part of it.

    Screens on top of each other share one ``OpenCase``: a revision that the upper screen takes up is shown
    by the lower one when it is on top again.
    """

    def __init__(self, screen: DeskScreen[Any]) -> None:
        self._screen = screen
        self._unreadable_stamp: Stamp = (0, 0)
        """Stamp of the last revision that was announced and that the person may not read."""

    def look(self, opened: OpenCase) -> None:
        """Read a colleague's revision of a case, where its file has changed."""
        screen, before = self._screen, opened.file
        with suppress(OSError):
            stamp = screen.desk.vault.stamp(before.name)
            if stamp in (before.stamp, self._unreadable_stamp) or screen.finished:
                return

            def take_up(fresh: News | None) -> None:
                # after an act on this screen the open case is newer already
                if fresh and opened.file is before:
                    self._take_up(opened, stamp, fresh)

            screen.off_thread(lambda: news(screen.desk, opened), take_up, group="news")

    def _take_up(self, opened: OpenCase, stamp: Stamp, fresh: News) -> None:
        """Show the news; while a form is open over the case, only say so on the form."""
        screen = self._screen
        place = screen.app.screen_stack.index(screen)
        above = screen.app.screen_stack[place + 1 :]
        for form in above:
            if isinstance(form, FormScreen):
                form.say_meanwhile(fresh.headline)
        if above:
            return  # this screen looks again when it is on top again
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
