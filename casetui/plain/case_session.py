"""An open case in plain hands: acts are done and forms filled in by questions and answers."""

from __future__ import annotations

from collections.abc import Callable

from casetui.data.days import short_day
from casetui.data.errors import VaultError
from casetui.data.records import Record
from casetui.desk.acts.cases import ReasonNeeded, open_case
from casetui.desk.acts.closing import ask_override
from casetui.desk.acts.locked_reason import CLOSED
from casetui.desk.acts.records import strike
from casetui.desk.acts.restricting import open_to
from casetui.desk.areas.new_record import new_record_asks
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import HeldBack, NotAllowed, SavedMeanwhile
from casetui.desk.forms.case_acts import tick_asks, waits_to_pass
from casetui.desk.forms.form_spec import Asks, change_asks, client_name
from casetui.desk.telling.texts import alert_sentences
from casetui.plain.form import filled_in
from casetui.plain.room import tell_error
from casetui.plain.talk import Talk
from casetui.words import N_, say


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
        return client_name(self.opened)

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
        first: str = "",
    ) -> None:
        """Do an act and say ``sentence``; ask ``first``, and for the reason or the override that it needs."""
        if first and not self.talk.yes(first):
            return
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
        except VaultError as error:
            self.talk.tell(str(error))
            if self.talk.yes(say(N_("Try again?"))):  # with the reason that was given for it
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
        self.show_form(new_record_asks(self.desk, self.opened, area, kind, slot))

    def change(self, record: Record) -> None:
        """Ask for the fields of a record anew."""
        self.show_form(change_asks(self.desk, self.opened, record, self.area))

    def tick_form(self, checklist: str, item: str, text: str) -> None:
        """Ask how an item stands."""
        self.show_form(tick_asks(self.desk, self.opened, checklist, item, text, self.area))

    def show_form(self, asks: Asks) -> None:
        """Fill in a form."""
        filled_in(self.talk, asks)
        self.tell_news()
