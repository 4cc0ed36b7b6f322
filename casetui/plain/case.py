"""An open case: its head, its work areas, and the acts on the whole case."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.checklists.base import Finding
from casetui.checklists.standing import Standing
from casetui.desk.areas import AREAS
from casetui.desk.areas.to_do import settle
from casetui.desk.audit.auditing import Audit
from casetui.desk.audit.looking import audit_title, audited, offers_audit
from casetui.desk.audit.words import audit_texts
from casetui.desk.desk import OpenCase
from casetui.desk.flows.case import CaseAct, case_acts
from casetui.desk.flows.commands import AUDIT, READ_AGAIN, SETTLE, TIMELINE, WRITE_DOWN
from casetui.desk.forms.case_forms import read_again
from casetui.desk.telling.standing_words import finding_words, step_words, warnings_counted
from casetui.plain.area import AreaRoom
from casetui.plain.case_session import CaseDriver, CaseSession
from casetui.plain.room import MenuLine, Room, SaidCommand
from casetui.plain.timeline import TimelineRoom
from casetui.words import N_, say, say_n


class CaseRoom(Room):
    """One case. Its lines are its work areas."""

    def __init__(
        self, session: CaseSession, go: Callable[[str], None], contact: Callable[[str, OpenCase], None]
    ) -> None:
        """``go`` opens another case by its number, ``contact`` writes down a contact for this one."""
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
        if counted := warnings_counted(self._standing()):
            self.talk.tell(say(N_("{counted} Say warnings."), counted=counted))

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

    def enter(self, area: str, record: str = "") -> None:
        """Go into a work area, and first to the record of this id, where it is in that area."""
        room = AreaRoom(self._session, area)
        if record:
            room.read_record(record)
        room.stay()

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands for the case in its present state."""
        number, is_open = self._session.opened.case.number, self._session.opened.case.state != "closed"
        return [
            SaidCommand.of(WRITE_DOWN, lambda _: self._write_down(number), offered=is_open),
            SaidCommand.of(SETTLE, lambda _: self._settle(), offered=is_open),
            SaidCommand.of(TIMELINE, lambda _: self._timeline()),
            SaidCommand(N_("warnings"), N_("say what is late or due today"), self._warnings),
            *(
                SaidCommand(act.word, act.label, self._doing(act))
                for act in case_acts(self._session.desk, self._session.opened)
            ),
            *([SaidCommand.of(AUDIT, lambda _: self._audit())] if offers_audit(self._session.desk) else []),
            SaidCommand.of(READ_AGAIN, self._again),
        ]

    def _write_down(self, number: str) -> None:
        self._contact(number, self._session.opened)
        self._read()

    def _settle(self) -> None:
        self._session.run(settle(self._session.desk, self._session.opened))

    def _audit(self) -> None:
        session = self._session
        if found := session.run(audited(session.desk, session.opened.case.number)):
            AuditRoom(session, found).stay()

    def _timeline(self) -> None:
        TimelineRoom(self._session).stay()

    def _warnings(self, _: str) -> None:
        WarningsRoom(self._session, self.enter).stay()

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


class WarningsRoom(Room):
    """What is late, due today or to mind in a case. Choosing a line goes to where it is settled."""

    def __init__(self, session: CaseSession, enter: Callable[[str, str], None]) -> None:
        """``enter`` goes to a record of a work area, given the area and the record's id."""
        super().__init__(session.talk)
        self._session = session
        self._enter = enter

    def title(self) -> str:
        """Return what the list is called."""
        return say(N_("What is late, due today, or to mind"))

    def name(self) -> str:
        """Return what the list is called."""
        return say(N_("Warnings"))

    def empty(self) -> str:
        """Return that there are no warnings."""
        return say(N_("Nothing is late, and nothing is due today."))

    def lines(self) -> list[MenuLine]:
        """Return a line for each warning, with what to do about it and its source."""
        standing = self._session.desk.standing(self._session.opened.file)
        return [
            MenuLine(f"{finding_words(one, standing.day)}. {one.do} ({one.source})", self._going(one))
            for one in standing.warnings()
        ]

    def _going(self, finding: Finding) -> Callable[[], None]:
        return lambda: self._enter(finding.area, finding.record)


class AuditRoom(Room):
    """Who changed and who opened a case. Anything wrong stands first."""

    def __init__(self, session: CaseSession, found: Audit) -> None:
        super().__init__(session.talk)
        self._desk = session.desk
        self._found = found

    def title(self) -> str:
        """Return the title of the audit."""
        return audit_title(self._found.number)

    def name(self) -> str:
        """Return what the list is called."""
        return say(N_("Audit"))

    def lines(self) -> list[MenuLine]:
        """Return what is wrong, every revision with its changes, and who opened the case."""
        lines = []
        for text in audit_texts(self._desk, self._found):
            sentence = text.text.removeprefix("- ")
            wrong = say(N_("Wrong: {what}"), what=sentence) if text.label == "!" else sentence
            lines.append(MenuLine(f"{text.label}:" if text.heading else wrong))
        return lines
