"""A work area of a case: its records, its checklist, and the acts that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.checklists.base import Finding
from casetui.checklists.standing import ItemStanding
from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.desk.acts.locked_reason import why_fixed
from casetui.desk.areas import AREAS, Area
from casetui.desk.areas.base import AreaAct
from casetui.desk.areas.checklist import (
    MORE_WARNINGS,
    MOST_WARNINGS,
    WARNINGS,
    ChecklistLeads,
    Folded,
    OtherArea,
    SettledIn,
    checklist_lines,
    explained,
    place_of,
    settled_at,
)
from casetui.desk.areas.lines import AreaLeads, area_lines
from casetui.desk.areas.new_record import add_record, new_record
from casetui.desk.areas.place import NEW, Place
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.commands import ADD_RECORD, STRIKE, TAKE_STRIKE_BACK
from casetui.desk.flows.records import (
    ask_about_item,
    can_stand_again,
    change_record,
    strike_out,
    take_strike_back,
)
from casetui.desk.telling.texts import answer_of, authors_of, texts_of
from casetui.desk.text import Text
from casetui.plain.case_session import CaseSession
from casetui.plain.room import MenuLine, Room, SaidCommand, menu_lines
from casetui.words import N_, say


def text_lines(texts: Sequence[Text]) -> list[str]:
    """Return labelled texts as lines, such as "Phone: 555 0100, evenings"; a screen shows dots for commas."""
    parts = [(text.label.strip(), text.text.replace(" · ", ", ")) for text in texts]
    return [f"{label}: {text}" if text else label for label, text in parts]


class AreaRoom(Room):
    """One work area of an open case."""

    def __init__(self, session: CaseSession, area: str) -> None:
        super().__init__(session.talk)
        self._session = session
        self._key = session.area = area

    @property
    def _area(self) -> Area:
        return AREAS[self._key]

    def title(self) -> str:
        """Return what the work area is called in this method."""
        method = self._session.opened.method
        step = method.step_of(self._key)
        return method.say(step.title if step else self._area.title)

    # -- lines ------------------------------------------------------------------------------------

    def lines(self) -> list[MenuLine]:
        """Return the findings, the notes, the records, the acts, the checklist, and other areas to mind."""
        session = self._session
        standing = session.desk.standing(session.opened.file)
        checklist = checklist_lines(standing, self._key, session.opened.method, {MORE_WARNINGS})
        more = Folded(WARNINGS)
        findings = [line for line in checklist if isinstance(line.leads, Finding) or line.leads == more]
        rest = [line for line in checklist if line not in findings]
        step = standing.step_of(self._key)
        heading = [MenuLine(say(N_("Checklist of this step:")))] if step and step.items else []
        return [
            *menu_lines(findings, self._settling),
            *menu_lines(area_lines(session.desk, session.opened, self._area, standing), self._choosing),
            *heading,
            *menu_lines(rest, self._settling, headings=True),
        ]

    def _choosing(self, leads: AreaLeads) -> Callable[[], object] | None:
        """Return what choosing a line of the area does; ``None`` for a note."""
        session = self._session
        if leads is None:
            return None
        if isinstance(leads, AreaAct):
            return lambda: session.run(leads.flow(session.desk, session.opened))
        if leads.record == NEW:
            return lambda: session.run(
                new_record(session.desk, session.opened, self._key, leads.kind, leads.slot)
            )
        return lambda: RecordRoom(session, leads).stay()

    def _settling(self, leads: ChecklistLeads) -> Callable[[], object]:
        return lambda: self._settle(leads)

    def _settle(self, leads: ChecklistLeads) -> None:
        """Explain a line of the checklist, and go to where it is settled."""
        session = self._session
        match settled_at(session.opened, self._key, leads):
            case OtherArea(area, record):
                self.talk.tell(explained(leads))
                room = AreaRoom(session, area)
                if record:
                    room.read_record(record)
                room.stay()
                session.area = self._key
            case Folded():
                self._say_more_warnings()
            case SettledIn(area) if area != self._key:
                self.talk.tell(explained(leads))
                AreaRoom(session, area).stay()
                session.area = self._key
            case Place() as place:
                self.talk.tell(explained(leads))
                RecordRoom(session, place).stay()
            case ItemStanding() as item:
                session.run(ask_about_item(session.desk, session.opened, item, self._key))
            case _:
                self.talk.tell(explained(leads))

    def _say_more_warnings(self) -> None:
        standing = self._session.desk.standing(self._session.opened.file)
        lines = checklist_lines(standing, self._key, self._session.opened.method)
        for line in [line for line in lines if isinstance(line.leads, Finding)][MOST_WARNINGS:]:
            self.talk.tell(line.said)

    def read_record(self, record: str) -> None:
        """Go to a record of this area by its id, if it is there."""
        if place := place_of(self._session.opened, self._key, record):
            RecordRoom(self._session, place).stay()

    # -- commands ---------------------------------------------------------------------------------

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands of a work area."""
        return [
            SaidCommand.of(ADD_RECORD, self._add, offered=self._session.opened.case.state != "closed"),
            SaidCommand(N_("read"), N_("say every record here in full"), self._read),
        ]

    def _add(self, said: str) -> None:
        session = self._session
        session.run(add_record(session.desk, session.opened, self._key), said)

    def _read(self, _: str) -> None:
        session = self._session
        for section in self._area.sections:
            for kind in (section.kind, section.child):
                for record in session.opened.file.every(kind) if kind else []:
                    self.talk.tell("", session.opened.method.say(record.title))
                    self.talk.tell(*text_lines(texts_of(session.desk, session.opened, record)))


class RecordRoom(Room):
    """One record, with the whole text of each field."""

    def __init__(self, session: CaseSession, place: Place) -> None:
        super().__init__(session.talk)
        self._session = session
        self._kind = place.kind
        self._id = place.record

    @property
    def _record(self) -> Record:
        found: Record | None = self._session.opened.file.get(self._kind, self._id)
        if found is None:
            raise NotAllowed(say(N_("This record is no longer there.")))
        return found

    def title(self) -> str:
        """Return the title of the record's kind."""
        return self._session.opened.method.say(self._kind.title)

    def lines(self) -> list[MenuLine]:
        """Return each filled field, who wrote the record, and why it can only be read."""
        session, record = self._session, self._record
        texts = texts_of(session.desk, session.opened, record)
        texts += [*answer_of(session.desk, record), *authors_of(session.desk, record)]
        fixed = why_fixed(session.opened.case, record)
        return [MenuLine(text) for text in [*text_lines(texts), *([fixed] if fixed else [])]]

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands for the record; none where it can only be read."""
        if can_stand_again(self._session.opened, self._record):
            return [SaidCommand.of(TAKE_STRIKE_BACK, self._take_strike_back)]
        if why_fixed(self._session.opened.case, self._record):
            return []
        found = []
        if form_fields(self._kind):
            found.append(SaidCommand(N_("change"), N_("change this record"), self._change, (N_("edit"),)))
        if not self._kind.single:
            found.append(SaidCommand.of(STRIKE, self._strike))
        return found

    def _change(self, _: str) -> None:
        session = self._session
        session.run(change_record(session.desk, session.opened, self._record, session.area))

    def _strike(self, _: str) -> None:
        session = self._session
        session.run(strike_out(session.desk, session.opened, self._record))

    def _take_strike_back(self, _: str) -> None:
        session = self._session
        session.run(take_strike_back(session.desk, session.opened, self._record))
