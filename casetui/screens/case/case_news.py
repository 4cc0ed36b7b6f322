"""What a colleague saves in a case that is read here: shown at once, or said to the form over it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from casetui.data.casefile import CaseFile
from casetui.data.vault import Stamp
from casetui.desk.acts.changes import News, news
from casetui.desk.desk import OpenCase
from casetui.screens.base.desk_screen import DeskScreen
from casetui.screens.forms.form import FormScreen

AGAIN = 0.5
"""Seconds after which it is tried again to show something that came while the case was being written."""


class CaseNews:
    """Taking up what others saved: a part of each screen that shows a case, or something of one.

    Screens that lie over each other share one open case: what the upper takes up, the lower shows too
    when it is on top again.
    """

    opened: OpenCase
    _heard: Stamp = (0, 0)
    """Stamp of the last revision that the person was told of and may not read."""

    def look_anew(self) -> None:
        """Read what a colleague saved in this case, where its file has changed."""
        screen = cast("DeskScreen[Any]", self)
        before = self.opened.file
        with suppress(OSError):
            stamp = screen.desk.vault.stamp(before.name)
            if stamp in (before.stamp, self._heard) or screen.finished:
                return
            screen.off_thread(
                lambda: news(screen.desk, self.opened),
                lambda found: self._hear(before, stamp, found) if found else None,
                group="news",
            )

    def _hear(self, before: CaseFile, stamp: Stamp, found: News) -> None:
        """Show the news, unless somebody is typing over the case: then only say so there."""
        screen = cast("DeskScreen[Any]", self)
        if self.opened.file is not before:
            return  # what was done here meanwhile took it up
        place = screen.app.screen_stack.index(screen)
        above = screen.app.screen_stack[place + 1 :]
        for form in above:
            if isinstance(form, FormScreen):
                form.say_meanwhile(found.said)
        if above:
            return  # it is taken when this screen is on top again
        if any(isinstance(one, DeskScreen) and one.busy for one in screen.app.screen_stack):
            screen.set_timer(AGAIN, self.look_anew)
            return
        if found.readable:
            self.opened.file = found.file
            screen.fill()
        else:
            self._heard = stamp
        if found.sentence:
            screen.tell(found.sentence)
