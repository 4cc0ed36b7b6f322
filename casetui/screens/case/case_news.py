"""Shows what colleagues save in an open case at once, or says so on the form over it."""

from __future__ import annotations

from typing import Any

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
        self._unreadable = ""
        """Digest of the last revision that was announced and that the person may not read."""

    def look(self, opened: OpenCase) -> None:
        """Read a colleague's revision of a case, off the thread, where its file has changed."""
        screen, before = self._screen, opened.file
        if screen.finished:
            return

        def read() -> tuple[str, News | None]:
            digest = screen.desk.vault.digest(before.name)
            return digest, None if digest in (before.digest, self._unreadable) else news(screen.desk, opened)

        def take_up(found: tuple[str, News | None]) -> None:
            digest, fresh = found
            # after an act on this screen the open case is newer already
            if fresh and opened.file is before:
                self._take_up(opened, digest, fresh)

        screen.off_thread(read, take_up, group="news")

    def _take_up(self, opened: OpenCase, digest: str, fresh: News) -> None:
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
            self._unreadable = digest
        if fresh.sentence:
            screen.tell(fresh.sentence)
