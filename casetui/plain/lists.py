"""The caseload, where the program begins, the agenda, and the finder of clients."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.drafts import Draft
from casetui.desk import lists
from casetui.desk.areas.resume_draft import resume_draft
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.find import finder_of
from casetui.desk.flows.commands import HOME_COMMANDS, REREAD
from casetui.desk.flows.contact import write_down
from casetui.desk.flows.opening import opening
from casetui.desk.flows.passphrase import change_passphrase
from casetui.desk.flows.people import resume_on_people
from casetui.desk.forms import drafts
from casetui.desk.telling.case_lines import (
    NOTHING_DUE,
    agenda_lines,
    agenda_title,
    case_line,
    caseload_empty,
    caseload_lines,
    caseload_title,
)
from casetui.desk.telling.lines import CasePlace, ListTitle
from casetui.desk.telling.sign_off_lines import RequestPlace
from casetui.plain.case import CaseRoom
from casetui.plain.case_session import CaseSession
from casetui.plain.drafts import DraftsRoom
from casetui.plain.driver import Driver
from casetui.plain.new_client import NewClientTalk
from casetui.plain.people import PeopleRoom
from casetui.plain.room import MenuLine, Room, SaidCommand, menu_lines
from casetui.plain.sign_offs import RequestRoom, SignOffsRoom
from casetui.plain.talk import GoToList, Talk
from casetui.words import N_, say

MOST_FOUND = 40
"""How many clients the finder lists at most."""


class CaseOpener:
    """Finds and opens cases, and writes contacts down, for all lists."""

    def __init__(self, talk: Talk, desk: Desk) -> None:
        self.talk = talk
        self.desk = desk

    def open_case(self, number: str, area: str = "", draft: Draft | None = None) -> None:
        """Open a case, at the work area ``area`` if given, with the form of ``draft`` if given.

        A person who may only sign a request in the case is shown the request.
        """
        if opened := Driver(self.talk, self.desk).run(opening(self.desk, number)):
            self.show_case(opened, area, draft)

    def show_case(self, opened: OpenCase, area: str = "", draft: Draft | None = None) -> None:
        """Show an open case, with the arguments of ``open_case``."""
        if opened.access == "sign":
            RequestRoom(self.talk, self.desk, opened).stay()
            return
        session = CaseSession(self.talk, self.desk, opened)
        room = CaseRoom(session, self.open_case, self.contact)
        session.tell_news()
        room.tell_head()
        if draft:
            session.run(resume_draft(self.desk, opened, draft))
        if area:
            room.enter(area)
        room.stay()

    def opening(self, place: CasePlace) -> Callable[[], None]:
        """Return a function that opens a case at a place."""
        return lambda: self.open_case(place.number, place.area)

    def find(self, typed: str, title: str = "") -> str:
        """Find a client by name, known-as name, phone or reference; return the number of the case."""
        room = FindRoom(self.talk, self.desk, title or say(N_("Find a client")))
        return room.find(typed)

    def contact(self, number: str) -> None:
        """Write a contact down for a case, in the short form."""
        Driver(self.talk, self.desk).run(write_down(self.desk, number))


class HomeRoom(Room):
    """The caseload: the first place, to which the others lead back."""

    def __init__(self, talk: Talk, desk: Desk, keys_changed: Callable[[], None]) -> None:
        """``keys_changed`` is called after somebody was admitted or retired."""
        super().__init__(talk)
        self._desk = desk
        self._keys_changed = keys_changed
        self._opener = CaseOpener(talk, desk)
        self._whose = lists.own_list(desk)
        """Whose cases are listed: the person's id, or ``TEAM`` of ``lists``."""
        self._do_by_name: dict[str, Callable[[str], object]] = {
            "write_down": self._contact,
            "new_client": self._new,
            "find_client": self._find,
            "agenda": lambda _: self._agenda(),
            "sign_offs": self._sign_offs,
            "next_list": self._switch_team,
            "people": lambda _: self._people(),
            "drafts": lambda _: self._drafts(),
            "change_passphrase": lambda _: self._passphrase(),
        }

    def title(self) -> str:
        """Return whose cases are listed, and how many there are."""
        number = len(lists.rows_of(self._desk, self._whose))
        return caseload_title(self._desk, self._whose, number).said

    def name(self) -> str:
        """Return whose cases are listed."""
        return caseload_title(self._desk, self._whose, 0).name

    def empty(self) -> str:
        """Return what to say where there are no cases."""
        return caseload_empty(self._desk, self._whose, _word_of)

    def lines(self) -> list[MenuLine]:
        """Return the open cases, the one with the earliest due first."""
        lines = caseload_lines(self._desk, self._whose)
        return menu_lines(lines, self._opener.opening, keep_numbers=True)

    def after(self) -> None:
        """Read what was saved meanwhile, by colleagues too."""
        self._desk.catch_up()
        super().after()

    def _do_answer(self, answer: str) -> None:
        """Do an answer; also an answer such as "agenda" that was given in another place and leads here."""
        while answer:
            try:
                super()._do_answer(answer)
                return
            except GoToList as elsewhere:
                answer = elsewhere.word

    def leave(self) -> None:
        """Stay, and say that quit leaves the program."""
        self.talk.tell(say(N_("This is where the program begins. Say quit to leave it.")))

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands that show other lists, and those that begin something new."""
        return [SaidCommand.of(one, self._do_by_name[one.name]) for one in HOME_COMMANDS if one != REREAD]

    def _list_commands(self) -> list[SaidCommand]:
        """Return "caseload", which sorts the list anew. A start of it may also begin a client's name."""
        return [SaidCommand.of(REREAD, self._refresh)]

    def _refresh(self, _: str) -> None:
        self._desk.catch_up()
        self.show()

    def _agenda(self) -> None:
        self._desk.catch_up()
        AgendaRoom(self.talk, self._desk, self._opener).stay()

    def _find(self, typed: str) -> None:
        if number := self._opener.find(typed):
            self._opener.open_case(number)

    def _contact(self, said: str) -> None:
        if said.isdecimal() and 1 <= int(said) <= len(self._lines):
            self._opener.contact(self._lines[int(said) - 1].key)
        elif number := self._opener.find(said, say(N_("Write down for whom"))):
            self._opener.contact(number)

    def _new(self, _: str) -> None:
        match NewClientTalk(self.talk, self._desk).ask():
            case OpenCase() as made:
                self._opener.show_case(made)
            case str() as number if number:
                self._opener.open_case(number)

    def _sign_offs(self, _: str) -> None:
        SignOffsRoom(self.talk, self._desk).stay()

    def _switch_team(self, _: str) -> None:
        self._whose = self._desk.who.id if self._whose == lists.TEAM else lists.TEAM

    def _people(self) -> None:
        PeopleRoom(self.talk, self._desk, self._keys_changed).stay()

    def _drafts(self) -> None:
        DraftsRoom(self.talk, self._desk, self._resume).stay()

    def _resume(self, draft: Draft) -> None:
        """Go to the form in which a draft was typed."""
        match drafts.draft_place(draft):
            case drafts.NEW_CLIENT:
                self._new("")
            case drafts.WRITE_DOWN:
                self._opener.contact(draft.where.case)
            case drafts.PEOPLE:
                Driver(self.talk, self._desk).run(resume_on_people(self._desk, draft))
                self._people()
            case RequestPlace() as place:
                room = SignOffsRoom(self.talk, self._desk)
                room.read(place)
                room.stay()
            case CasePlace(number, area):
                self._opener.open_case(number, area, draft)

    def _passphrase(self) -> None:
        """Change the person's passphrase."""
        Driver(self.talk, self._desk).run(change_passphrase(self._desk))


class AgendaRoom(Room):
    """What is late, due today and due soon."""

    def __init__(self, talk: Talk, desk: Desk, opener: CaseOpener) -> None:
        super().__init__(talk)
        self._desk = desk
        self._opener = opener
        self._days = min(lists.SPANS.values())
        self._everyone = not desk.who.has("worker")

    def title(self) -> str:
        """Return whose agenda it is, and how far it looks ahead."""
        return self._title.said

    def name(self) -> str:
        """Return what the list is called."""
        return self._title.name

    @property
    def _title(self) -> ListTitle:
        return agenda_title(self._desk, self._days, everyone=self._everyone)

    def empty(self) -> str:
        """Return that nothing is due."""
        return say(NOTHING_DUE)

    def lines(self) -> list[MenuLine]:
        """Return the due items in order of day: the client, the item, and the day."""
        items = lists.agenda(self._desk, self._days, everyone=self._everyone)
        return menu_lines(agenda_lines(self._desk, items), self._opener.opening)

    def commands(self) -> Sequence[SaidCommand]:
        """Return a command for each span of days, and one for the team's cases."""
        return [
            *(
                SaidCommand(word, N_("look that far ahead"), self._looking(days))
                for word, days in lists.SPANS.items()
            ),
            SaidCommand(N_("team"), N_("everyone's cases, or my own again"), self._switch_team),
        ]

    def _looking(self, days: int) -> Callable[[str], None]:
        def look(_: str) -> None:
            self._days = days

        return look

    def _switch_team(self, _: str) -> None:
        self._everyone = not self._everyone


class FindRoom(Room):
    """Looks for clients by what the person types, until one is chosen."""

    def __init__(self, talk: Talk, desk: Desk, title: str) -> None:
        super().__init__(talk)
        self._desk = desk
        self._title = title
        self._finder = finder_of(desk)
        self._typed = ""
        self._number = ""

    def title(self) -> str:
        """Return what the finder is for, and the text that it looks for."""
        return say(N_('{title}: "{typed}"'), title=self._title, typed=self._typed)

    def name(self) -> str:
        """Return what the finder is for."""
        return self._title

    def find(self, typed: str) -> str:
        """Look for ``typed``, or ask what to look for; return the case number chosen, empty for none."""
        self._typed = typed or self.talk.text(self._title)
        if self._typed:
            self.stay()
        return self._number

    def empty(self) -> str:
        """Return that nobody was found."""
        return say(N_("Nobody by that name. Say find and another name."))

    def lines(self) -> list[MenuLine]:
        """Return the clients that match, the best match first."""
        today = self._desk.today()
        found = self._finder.find(self._typed, MOST_FOUND)
        lines = [case_line(row, today, lists.manager_name(self._desk, row.manager)) for row in found]
        return menu_lines(lines, self._taking)

    def _taking(self, place: CasePlace) -> Callable[[], None]:
        def take() -> None:
            self._number = place.number
            self.leave()

        return take

    def commands(self) -> Sequence[SaidCommand]:
        """Return the command that looks for another name."""
        return [SaidCommand(N_("find"), N_("look for another name, such as: find nolan"), self._again)]

    def _again(self, typed: str) -> None:
        self._typed = typed or self.talk.text(self._title) or self._typed


def _word_of(command: str) -> str:
    """Return how a command of the caseload is given, such as "Say new"."""
    return say(N_("Say {word}"), word=say(next(one.word for one in HOME_COMMANDS if one.name == command)))
