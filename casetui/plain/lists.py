"""The caseload, where the program begins, the agenda, and the finder of clients."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.drafts import Draft
from casetui.desk import lists
from casetui.desk.areas.resume_draft import resume_draft
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.find import finder_of
from casetui.desk.flows.commands import AGENDA_COMMANDS, HOME_COMMANDS, REREAD
from casetui.desk.flows.contact import write_down
from casetui.desk.flows.digest import turn_digest
from casetui.desk.flows.opening import choose_list, opening
from casetui.desk.flows.passphrase import change_passphrase
from casetui.desk.flows.people import resume_on_people
from casetui.desk.forms import drafts
from casetui.desk.telling.case_lines import (
    NOTHING_DUE,
    agenda_lines,
    agenda_title,
    caseload_empty,
    caseload_lines,
    caseload_title,
    found_lines,
)
from casetui.desk.telling.lines import CasePlace, ListTitle
from casetui.desk.telling.sign_off_lines import RequestPlace
from casetui.plain.case import CaseRoom
from casetui.plain.case_session import CaseSession
from casetui.plain.drafts import DraftsRoom
from casetui.plain.driver import Driver
from casetui.plain.new_client import ask_for_client
from casetui.plain.people import PeopleRoom
from casetui.plain.room import MenuLine, Room, SaidCommand, menu_lines
from casetui.plain.sign_offs import RequestRoom, SignOffsRoom
from casetui.plain.talk import GoToList, Talk
from casetui.words import N_, say


class CaseOpener:
    """Finds and opens cases, and writes contacts down, for all lists."""

    def __init__(self, talk: Talk, desk: Desk) -> None:
        self.talk = talk
        self.desk = desk

    def open_case(self, number: str) -> None:
        """Open a case."""
        self.go_to(CasePlace(number))

    def go_to(self, place: CasePlace, draft: Draft | None = None) -> None:
        """Open a case at a place in it, with the form of ``draft`` if given.

        A person who may only sign a request in the case is shown the request.
        """
        if opened := Driver(self.talk, self.desk).run(opening(self.desk, place.number)):
            self.show_case(opened, place.area, place.record, draft)

    def show_case(
        self, opened: OpenCase, area: str = "", record: str = "", draft: Draft | None = None
    ) -> None:
        """Show an open case: first the form of ``draft``, and the record of this id in the work area."""
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
            room.enter(area, record)
        room.stay()

    def opening(self, place: CasePlace) -> Callable[[], None]:
        """Return a function that opens a case at a place."""
        return lambda: self.go_to(place)

    def find(self, typed: str, title: str = "") -> str:
        """Find a client by name, known-as name, phone or reference; return the number of the case."""
        room = FindRoom(self.talk, self.desk, title or say(N_("Find a client")))
        return room.find(typed)

    def contact_for(self, number: str, said: str) -> None:
        """Write a contact down for the case of that number; without one, find it by ``said`` first."""
        if number := number or self.find(said, say(N_("Write down for whom"))):
            self.contact(number)

    def contact(self, number: str, opened: OpenCase | None = None) -> None:
        """Write a contact down for a case, in the short form; ``opened`` is the case where it is open."""
        Driver(self.talk, self.desk).run(write_down(self.desk, number, opened))


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
            "whose_list": self._choose_list,
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
        number = self._lines[int(said) - 1].key if is_number(said, len(self._lines)) else ""
        self._opener.contact_for(number, said)

    def _new(self, _: str) -> None:
        match ask_for_client(self.talk, self._desk):
            case OpenCase() as made:
                self._opener.show_case(made)
            case str() as number if number:
                self._opener.open_case(number)

    def _sign_offs(self, _: str) -> None:
        SignOffsRoom(self.talk, self._desk, self._opener.opening, self._opener.show_case).stay()

    def _switch_team(self, _: str) -> None:
        self._whose = self._desk.who.id if self._whose == lists.TEAM else lists.TEAM

    def _choose_list(self, said: str) -> None:
        self._whose = Driver(self.talk, self._desk).run(choose_list(self._desk), said) or self._whose

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
                room = SignOffsRoom(self.talk, self._desk, self._opener.opening, self._opener.show_case)
                room.read(place)
                room.stay()
            case CasePlace() as place:
                self._opener.go_to(place, draft)

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
        self._by_week = False
        self._numbers: list[str] = []
        """The case number of each line."""

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
        self._numbers = [item.row.number for item in items]
        lines = agenda_lines(self._desk, items, everyone=self._everyone, by_week=self._by_week)
        return menu_lines(lines, self._opener.opening, headings=self._by_week)

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands of the agenda, and one for each span of days."""
        do: dict[str, Callable[[str], object]] = {
            "write_down": self._contact,
            "by": lambda _: self._switch_week(),
            "longer": lambda _: self._look_further(),
            "everyone": lambda _: self._switch_team(),
            "digest": lambda _: Driver(self.talk, self._desk).run(turn_digest(self._desk)),
        }
        return [
            *(SaidCommand.of(one, do[one.name]) for one in AGENDA_COMMANDS),
            *(
                SaidCommand(word, N_("look that far ahead"), self._looking(days))
                for word, days in lists.SPANS.items()
            ),
        ]

    def _looking(self, days: int) -> Callable[[str], None]:
        def look(_: str) -> None:
            self._days = days

        return look

    def _look_further(self) -> None:
        spans = tuple(lists.SPANS.values())
        self._days = spans[(spans.index(self._days) + 1) % len(spans)]

    def _switch_week(self) -> None:
        self._by_week = not self._by_week

    def _switch_team(self) -> None:
        self._everyone = not self._everyone

    def _contact(self, said: str) -> None:
        number = self._numbers[int(said) - 1] if is_number(said, len(self._numbers)) else ""
        self._opener.contact_for(number, said)


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
        return menu_lines(found_lines(self._desk, self._finder, self._typed), self._taking)

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


def is_number(said: str, most: int) -> bool:
    """Return whether ``said`` is the number of one of ``most`` lines."""
    return said.isdecimal() and 1 <= int(said) <= most


def _word_of(command: str) -> str:
    """Return how a command of the caseload is given, such as "Say new"."""
    return say(N_("Say {word}"), word=say(next(one.word for one in HOME_COMMANDS if one.name == command)))
