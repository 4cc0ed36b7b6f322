"""Admitting people's keys, and retiring people: the acts of the People screen that need a second look."""

from __future__ import annotations

from collections.abc import Callable

from casetui.data.days import long_day
from casetui.data.join_requests import Request
from casetui.data.records import Worker
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import check_right
from casetui.desk.people.joining import Asking, admit, refuse, requests
from casetui.desk.people.retiring import retire
from casetui.screens.base.desk_screen import DeskScreen
from casetui.widgets.ask import Question
from casetui.widgets.pick import Pick
from casetui.words import N_, say


class PeopleKeys(DeskScreen[None]):
    """A screen with a list of people: who asks to be admitted, and what is done with one of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.asking = Asking()
        """Who asks to be admitted, as last looked."""
        self._looked = False
        """Whether it was looked who asks, since the screen was entered."""

    def selected(self) -> Worker | None:
        """Return the person that an act is about."""
        raise NotImplementedError

    def asked_here(self) -> dict[str, str]:
        """Return the requests that an act is about: the file of each, and what is to be said of it."""
        raise NotImplementedError

    def at_top(self) -> bool:
        """Return whether the cursor stands on the first line."""
        raise NotImplementedError

    def stand_on(self, worker: str) -> None:
        """Put the cursor on a person."""
        raise NotImplementedError

    def look_who_asks(self) -> None:
        """Read the requests off the thread, and show them."""
        self.off_thread(lambda: requests(self.desk), self._asked, group="requests")

    def _asked(self, asking: Asking) -> None:
        entering, self._looked = not self._looked and self.at_top(), True
        self.asking = asking
        self.fill()
        if entering and asking.requests:
            self.stand_on(asking.workers[0])

    def come_back(self) -> None:
        """Take up what changed while another screen was on top."""
        super().come_back()
        self.look_who_asks()

    def look_anew(self) -> None:
        """Show whom a colleague added, admitted or retired, and who asks by now."""
        self.come_back()

    def act(self, act: Callable[[], str | None], sentence: str = "") -> None:
        """Do an act, say ``sentence``, or what the act returns, and show everyone as they then are."""

        def done(said: str | None) -> None:
            self.come_back()
            self.tell(said or sentence)

        self.write(act, done)

    def refused(self) -> bool:
        """Say so where the person may not change people; return whether that is so."""
        try:
            check_right(self.desk)
        except NotAllowed as error:
            self.tell(str(error))
            return True
        return False

    # -- admitting -------------------------------------------------------------------------------

    def action_admit(self) -> None:
        """Admit the key that the selected person asks with, once its fingerprint was compared.

        On somebody who does not ask, go to the one who does, where there is only one.
        """
        if self.refused():
            return
        self.off_thread(lambda: requests(self.desk), self._offer, group="requests")

    def _offer(self, asking: Asking) -> None:
        self._asked(asking)
        worker = self.selected()
        if len(asking.workers) == 1 and worker and not asking.of(worker.id):
            self.stand_on(asking.workers[0])
            worker = self.selected()
        asked = asking.of(worker.id) if worker else []
        if worker is None:
            self.tell(say(N_("Stand on the person who asks.")))
        elif not asked:
            self.tell(say(N_("{name} does not ask to be admitted."), name=worker.name))
        elif len(asked) == 1:
            self._compare(worker, asked[0])
        else:
            found = {one.public.fingerprint: one for one in asked}
            title = say(N_("Which one does {name} read out?"), name=worker.name)
            self.app.push_screen(
                Pick(title, [(one, one) for one in found]),
                lambda one: self._compare(worker, found[one]) if one else None,
            )

    def _compare(self, worker: Worker, asked: Request) -> None:
        """Ask whether the fingerprint is the one that the person reads out."""
        shown = asked.public.fingerprint
        text = say(
            N_("{name} asks with this fingerprint:\n\n      {fingerprint}\n\nHave them read theirs to you, "
               "by telephone or in person. If it is another one, somebody else put this here."),
            name=worker.name, fingerprint=shown,
        )  # fmt: skip
        if self.desk.agency_file.key_of(worker.id):
            text += " " + say(N_("The key that they have now ends."))
        answers = [
            ("b", say(N_("Back, nothing is admitted"))),
            ("y", say(N_("It is the same: admit"))),
            ("r", say(N_("It is another one: remove the request"))),
        ]

        def answered(letter: str | None) -> None:
            if letter == "y":
                self.act(
                    lambda: admit(self.desk, worker.id, shown),
                    say(N_("{name} is admitted."), name=worker.name),
                )
            elif letter == "r":
                self.act(lambda: refuse(self.desk, asked.file), say(N_("The request is removed.")))

        self.app.push_screen(Question(say(N_("Is it the same?")), text, answers), answered)

    def action_drop(self) -> None:
        """Ask whether what asks here is dropped: it is left over, a mistake, or somebody else's."""
        if self.refused():
            return
        found, worker = self.asked_here(), self.selected()
        if not found:
            self.tell(say(N_("Nothing asks to be admitted here.")))
            return
        after = say(
            N_("Nobody is admitted or shut out by that. Who still wants to come in asks again by starting "
               "the program.")
        )  # fmt: skip
        text = "\n".join([*found.values(), "", after])
        title = say(N_("Drop what asks as {name}?"), name=worker.name) if worker else say(N_("Drop this?"))
        answers = [("b", say(N_("Back"))), ("d", say(N_("Drop it")))]

        def answered(letter: str | None) -> None:
            if letter == "d":
                self.act(lambda: refuse(self.desk, *found), say(N_("The request is removed.")))

        self.app.push_screen(Question(title, text, answers), answered)

    # -- retiring --------------------------------------------------------------------------------

    def action_retire(self) -> None:
        """Ask whether today is the selected person's last day."""
        worker = self.selected()
        if worker is None or self.refused():
            return
        text = say(
            N_("Today, {day}, is then their last day. Their key ends, and they can read nothing that is "
               "written from then on. What they wrote stays. Their clients are given to others by hand."),
            day=long_day(self.desk.today()),
        )  # fmt: skip
        answers = [("b", say(N_("Back"))), ("x", say(N_("Retire {name}"), name=worker.name))]

        def answered(letter: str | None) -> None:
            if letter == "x":
                self.act(lambda: retire(self.desk, worker.id))

        self.app.push_screen(Question(say(N_("Retire {name}?"), name=worker.name), text, answers), answered)
