"""An open case in plain hands: acts are done and forms filled in by questions and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casetui.data.days import short_day
from casetui.data.drafts import Where
from casetui.data.fields import entry, form_fields
from casetui.data.records import Client, Contact, Record, Tick
from casetui.desk.areas import AREAS, Area
from casetui.desk.case_acts import tick_begun, waits_to_pass
from casetui.desk.cases import ReasonNeeded, open_case
from casetui.desk.closing import ask_override
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.drafts import draft_of
from casetui.desk.errors import HeldBack, NotAllowed, SavedMeanwhile
from casetui.desk.new_record import starting_entries
from casetui.desk.records import build, save_record, strike, tick
from casetui.desk.restricting import open_to
from casetui.desk.settled import CLOSED
from casetui.desk.texts import alert_sentences
from casetui.plain.form import Asks, Form
from casetui.plain.room import tell_error
from casetui.plain.talk import Talk
from casetui.words import N_, CaseTUIError, say


def open_asked(talk: Talk, desk: Desk, number: str) -> OpenCase | None:
    """Open a case, asking for a reason where one is needed; ``None`` where the person goes back."""
    try:
        return open_case(desk, number)
    except ReasonNeeded as error:
        reason = talk.text(str(error))
        return open_case(desk, number, reason) if reason else None


class CaseHands:
    """Does with one open case what a person chooses."""

    def __init__(self, talk: Talk, desk: Desk, opened: OpenCase) -> None:
        self.talk = talk
        self.desk = desk
        self.opened = opened
        self.area = ""
        """The work area that is gone through; empty where it is none."""

    @property
    def name(self) -> str:
        """The client's name, or the case number where there is none."""
        client = self.opened.file.one(Client)
        return client.shown_name if client else f"C-{self.opened.case.number}"

    def need_open(self) -> None:
        """Raise ``NotAllowed`` where the case is closed."""
        if self.opened.case.state == "closed":
            raise NotAllowed(say(CLOSED))

    def head(self) -> list[str]:
        """Return who the case is about, how it stands, and what to know before anyone calls or visits."""
        case, desk = self.opened.case, self.desk
        manager = desk.name(case.manager) if case.manager else say(N_("unassigned"))
        days = (desk.today() - case.opened_on).days
        state = {
            "open": say(N_("intake {day}, day {n}"), day=short_day(case.opened_on), n=days),
            "paused": say(N_("resting: {reason}"), reason=case.paused_reason),
            "closed": say(N_("closed {day}"), day=short_day(case.closed_on) if case.closed_on else ""),
        }[case.state]
        alerts = alert_sentences(desk, self.opened)
        return [
            *(say(N_("Alert: {alert}"), alert=alert) for alert in alerts),
            say(
                N_("Case number {number}. Case manager {manager}. {state}."),
                number=f"C-{case.number}",
                manager=manager,
                state=state[:1].upper() + state[1:],
            ),
            *open_to(desk, self.opened.file),
        ]

    # -- acts -------------------------------------------------------------------------------------

    def do(
        self,
        act: Callable[[], object],
        sentence: str,
        *,
        again: Callable[[str], None] | None = None,
        passes: str = "",
    ) -> None:
        """Do an act and say ``sentence``; ask for the reason or the override that it needs."""
        try:
            act()
        except ReasonNeeded as error:
            reason = self.talk.text(str(error))
            if reason and again:
                again(reason)
        except HeldBack as error:
            self._held(error, passes)
        except SavedMeanwhile as error:
            self.talk.tell(str(error), *error.lines)
            if self.talk.yes(say(N_("Do it on top of that?"))):
                self.do(act, sentence, again=again, passes=passes)
        else:
            self.talk.tell(sentence or say(N_("Saved.")))
        self.tell_news()

    def _held(self, error: HeldBack, passes: str) -> None:
        """Say what holds an act back; offer to ask a line manager where one may let it pass."""
        talk = self.talk
        tell_error(talk, error)
        if not passes or not all(finding.can_override for finding in error.findings):
            return
        if waits_to_pass(self.opened, passes):
            talk.tell(say(N_("A line manager was asked to let it pass, and has not answered yet.")))
        elif talk.yes(say(N_("Ask a line manager to let it pass?"))):
            why = talk.text(say(N_("Why should it pass?")))
            if why:
                asked = say(N_("A line manager was asked to let it pass."))
                self.do(lambda: ask_override(self.desk, self.opened, passes, why), asked)

    def tell_news(self) -> None:
        """Say what somebody else saved in the case meanwhile."""
        self.talk.tell(*self.opened.told)
        self.opened.told.clear()

    def strike(self, record: Record) -> None:
        """Strike a record out, with a reason."""
        self.need_open()
        if record.struck or type(record).single:
            raise NotAllowed(say(N_("This record cannot be struck out.")))
        why = self.talk.text(say(N_("Why is it struck out? It stays readable.")))
        if why:
            self.do(lambda: strike(self.desk, self.opened, record, why), say(N_("Struck out.")))

    # -- forms ------------------------------------------------------------------------------------

    def add(self, area: str, kind: type[Record], slot: str = "") -> None:
        """Ask for a new record; ``slot`` is the choice, or the parent, that it is for."""
        self.need_open()
        known: Area = AREAS[area]
        entries, fixed, missing = starting_entries(self.desk, self.opened, known, kind, slot)
        if missing:
            raise CaseTUIError(missing)

        def save(values: dict[str, Any]) -> None:
            save_record(self.desk, self.opened, build(kind, None, {**fixed, **values}))

        self.show_form(kind, entries, save, slot=slot)

    def change(self, record: Record) -> None:
        """Ask for the fields of a record anew."""
        kind, reading = type(record), self.desk.reading()
        entries = {f.name: entry(f, getattr(record, f.name), reading) for f in form_fields(kind)}

        def save(values: dict[str, Any]) -> None:
            save_record(self.desk, self.opened, build(kind, record, values), record)

        self.show_form(kind, entries, save, record=record.id)

    def tick_form(self, checklist: str, item: str, text: str) -> None:
        """Ask how an item stands."""
        self.need_open()
        start, reading = tick_begun(self.opened, checklist, item, self.desk.today()), self.desk.reading()
        entries = {f.name: entry(f, getattr(start, f.name), reading) for f in form_fields(Tick)}
        self.show_form(
            Tick,
            entries,
            lambda values: tick(self.desk, self.opened, checklist, item, values),
            text,
            slot=f"{checklist}/{item}",
        )

    def show_form(
        self,
        kind: type[Record],
        entries: Mapping[str, Any],
        save: Callable[[dict[str, Any]], None],
        title: str = "",
        *,
        start: str = "",
        record: str = "",
        slot: str = "",
    ) -> None:
        """Fill in a form that begins with ``entries``; every field is asked for, whatever ``start`` names.

        ``record`` is the id of what is changed; ``slot`` is what a new record is for.
        """
        desk, opened, method = self.desk, self.opened, self.opened.method
        alerts = alert_sentences(desk, opened) if kind in (Client, Contact) else []
        title = title or method.say(kind.title)
        asks = Asks(
            f"{self.name}: {title}", kind, entries, desk.reading,
            lambda field: desk.choices(opened.file, method, field), method.words, alerts,
            draft_of(desk, Where(kind.table, opened.case.number, record, slot), title, self.area),
            desk.agency_file.calendar.zone_info,
        )  # fmt: skip
        if Form(self.talk, asks, save).fill():
            self.talk.tell(say(N_("Saved.")))
        self.tell_news()
