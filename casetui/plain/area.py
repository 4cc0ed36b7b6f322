"""A work area of a case: its records, its checklist, and the acts that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.checklists.standing import ItemStanding, Standing
from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.desk.acts.locked_reason import check_open, why_fixed
from casetui.desk.areas import AREAS, Area
from casetui.desk.areas.base import AreaAct
from casetui.desk.areas.lines import AreaLeads, area_lines
from casetui.desk.areas.new_record import add_record, new_record
from casetui.desk.areas.place import NEW, Place
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.commands import ADD_RECORD, STRIKE
from casetui.desk.flows.records import change_record, fill_in_item, strike_out, tick_at_once
from casetui.desk.forms.case_forms import ticked_at_once
from casetui.desk.telling.explaining import finding_explained, item_explained, list_explained
from casetui.desk.telling.texts import answer_of, authors_of, texts_of
from casetui.desk.text import Text
from casetui.plain.case_session import CaseSession
from casetui.plain.room import MenuLine, Room, SaidCommand, menu_lines
from casetui.plain.talk import Option
from casetui.plain.wording import STATES, finding_words, item_words, list_words
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
        """Return the warnings, the notes, the records, the acts, and the checklist."""
        session = self._session
        standing = session.desk.standing(session.opened.file)
        lines = [
            MenuLine(finding_words(found, standing.day), self._telling(finding_explained(found)))
            for found in standing.warnings(self._key)
        ]
        lines += menu_lines(area_lines(session.desk, session.opened, self._area, standing), self._choosing)
        return [*lines, *self._checklist(standing)]

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

    def _checklist(self, standing: Standing) -> list[MenuLine]:
        step = standing.step_of(self._key)
        if step is None:
            return []
        lines = [MenuLine(say(N_("Checklist of this step:")))] if step.items else []
        lines += [MenuLine(item_words(item), self._ticking(item)) for item in step.items]
        for checklist in step.lists:
            explain = self._telling(list_explained(checklist))
            lines.append(MenuLine(list_words(checklist, standing.day), explain))
            lines += [MenuLine(item_words(item), self._ticking(item)) for item in checklist.items]
        return lines

    def _telling(self, sentence: str) -> Callable[[], None]:
        return lambda: self.talk.tell(sentence)

    def _ticking(self, item: ItemStanding) -> Callable[[], None]:
        return lambda: self._tick(item)

    # -- commands ---------------------------------------------------------------------------------

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands of a work area."""
        return [
            SaidCommand.of(ADD_RECORD, self._add),
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

    def _tick(self, item: ItemStanding) -> None:
        """Tick an item as done today, or untick it; an item that needs more is filled in by its form."""
        session = self._session
        self.talk.tell(item_explained(item))
        if item.computed:
            return
        check_open(session.opened.case)
        state = ticked_at_once(session.opened, item, session.desk.today())
        options = [Option("form", say(N_("fill in how it stands, with a day and a note")))]
        if state:
            at_once = N_("tick it as done today") if state == "done" else N_("untick it: take the tick away")
            options.insert(0, Option("at once", say(at_once)))
        question = say(N_("What to do with it? back leaves it."))
        answer = self.talk.choose(question, options, _wrong_tick_replies(item, state))
        if answer == "at once":
            session.run(tick_at_once(session.desk, session.opened, item, state))
        elif answer == "form":
            session.run(
                fill_in_item(session.desk, session.opened, item.list_key, item.key, item.text, self._key)
            )


def _wrong_tick_replies(item: ItemStanding, state: str) -> dict[str, str]:
    """Return the replies to "tick" for a ticked item and to "untick" for an open one.

    ``state`` is the state that a tick at once would give the item, as ``ticked_at_once`` returns it.
    """
    tick_, untick = say(N_("tick")), say(N_("untick"))
    if not item.settled:
        how = N_("This is not ticked.") if state else N_("This is not ticked. Say fill in to tick it.")
        return {untick: say(how)} if state else {tick_: say(how), untick: say(how)}
    stands = say(STATES[item.state])
    if state:
        return {tick_: say(N_("This is ticked already: {state}. Say untick to open it."), state=stands)}
    how = say(N_("This is ticked: {state}. Say fill in to change how it stands."), state=stands)
    return {tick_: how, untick: how}


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
