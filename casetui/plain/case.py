"""An open case: its head, its work areas, and the acts on the whole case."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.checklists.standing import Standing
from casetui.desk.areas import AREAS
from casetui.desk.areas.place import Place
from casetui.desk.flows.case import CaseAct, case_acts
from casetui.desk.flows.commands import READ_AGAIN, TIMELINE, WRITE_DOWN
from casetui.desk.forms.case_forms import read_again
from casetui.plain.area import AreaRoom, RecordRoom
from casetui.plain.case_session import CaseDriver, CaseSession
from casetui.plain.room import MenuLine, Room, SaidCommand
from casetui.plain.timeline import TimelineRoom
from casetui.plain.wording import finding_words, step_words
from casetui.words import N_, say, say_n


class CaseRoom(Room):
    """One case. Its lines are its work areas."""

    def __init__(
        self, session: CaseSession, go: Callable[[str], None], contact: Callable[[str], None]
    ) -> None:
        """``go`` opens another case, ``contact`` writes down a contact for this one; both take its number."""
        super().__init__(session.talk)
        self._session = session
        self._go = go
        self._contact = contact

    def title(self) -> str:
        """Return the client's name, and that the steps are listed."""
        return say(N_("{name}: the steps"), name=self.name())

    def name(self) -> str:
        """Return the client's name."""
        return self._session.name

    def tell_head(self) -> None:
        """Say the client's name, the alerts, the state of the case, and the number of its warnings."""
        self.talk.tell("", self.name(), *self._session.head())
        late = len(self._standing().warnings())
        if late:
            self.talk.tell(
                say_n(
                    "{n} thing is late or due today. Say warnings.",
                    "{n} things are late or due today. Say warnings.",
                    late,
                )
            )

    def _standing(self) -> Standing:
        return self._session.desk.standing(self._session.opened.file)

    def lines(self) -> list[MenuLine]:
        """Return the steps of the method with their states, then client and consent."""
        standing, method = self._standing(), self._session.opened.method
        lines = [MenuLine(step_words(step, standing), self._into(step.area)) for step in standing.steps]
        for key in ("client", "consent"):
            warnings = len(standing.warnings(key))
            warned = ": " + say_n("{n} warning", "{n} warnings", warnings) if warnings else ""
            lines.append(MenuLine(method.say(AREAS[key].title) + warned, self._into(key)))
        return lines

    def _into(self, area: str) -> Callable[[], None]:
        return lambda: self.enter(area)

    def enter(self, area: str, place: Place | None = None) -> None:
        """Go into a work area; where a ``place`` in it is given, first to the record there."""
        room = AreaRoom(self._session, area)
        if place:
            RecordRoom(self._session, place).stay()
        room.stay()

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands for the case in its present state."""
        number = self._session.opened.case.number
        return [
            SaidCommand.of(WRITE_DOWN, lambda _: self._write_down(number)),
            SaidCommand.of(TIMELINE, lambda _: self._timeline()),
            SaidCommand(N_("warnings"), N_("say what is late or due today"), self._warnings),
            *(
                SaidCommand(act.word, act.label, self._doing(act))
                for act in case_acts(self._session.desk, self._session.opened)
            ),
            SaidCommand.of(READ_AGAIN, self._again),
        ]

    def _write_down(self, number: str) -> None:
        self._contact(number)
        self._read()

    def _timeline(self) -> None:
        TimelineRoom(self._session).stay()

    def _warnings(self, _: str) -> None:
        standing = self._standing()
        for finding in standing.warnings():
            self.talk.tell(f"{finding_words(finding, standing.day)}. {finding.do} ({finding.source})")
        if not standing.warnings():
            self.talk.tell(say(N_("Nothing is late, and nothing is due today.")))

    def _again(self, _: str) -> None:
        self._read()
        self.tell_head()
        self.show()

    def _read(self) -> None:
        read_again(self._session.desk, self._session.opened)

    def _doing(self, act: CaseAct) -> Callable[[str], None]:
        def do(_: str) -> None:
            session = self._session
            CaseDriver(session, self._go_over).run(act.flow(session.desk, session.opened))
            if session.desk.access(session.opened.file) == "cover":  # they restricted it without themselves
                self.leave()

        return do

    def _go_over(self, number: str) -> None:
        """Open another case, and leave this one."""
        self._go(number)
        self.leave()
