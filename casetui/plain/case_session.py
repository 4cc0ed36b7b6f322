"""The acts and forms of an open case, by questions and answers."""

from __future__ import annotations

from collections.abc import Callable

from casetui.data.errors import VaultError
from casetui.desk.acts.restricting import open_to
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import SavedMeanwhile
from casetui.desk.flows.steps import Do, Fill, FlowOf, Result
from casetui.desk.forms.form_spec import client_name
from casetui.desk.lists import manager_name
from casetui.desk.telling.case_head import how_it_stands, last_contact, next_thing
from casetui.desk.telling.texts import alert_sentences, unreadable_sentence
from casetui.desk.telling.wording import joined
from casetui.plain.driver import Driver, GivenUp
from casetui.plain.talk import Talk
from casetui.words import N_, say


class CaseSession:
    """Runs the flows and forms of one open case."""

    def __init__(self, talk: Talk, desk: Desk, opened: OpenCase) -> None:
        self.talk = talk
        self.desk = desk
        self.opened = opened
        self.area = ""
        """The work area that the person is in; empty outside any."""

    @property
    def name(self) -> str:
        """The client's name, or the case number where there is none."""
        return client_name(self.opened)

    def head(self) -> list[str]:
        """Return the alerts, the case's number, manager and state, and who else may open it."""
        case, desk = self.opened.case, self.desk
        manager = manager_name(desk, case)
        state = joined(*how_it_stands(desk, self.opened))
        alerts, left_out = alert_sentences(desk, self.opened), unreadable_sentence(self.opened)
        coming = next_thing(self.opened, desk.standing(self.opened.file))
        return [
            *(say(N_("Alert: {alert}"), alert=alert) for alert in alerts),
            *([f"{left_out}."] if left_out else []),
            say(
                N_("Case number {number}. Case manager {manager}. {state}."),
                number=f"C-{case.number}",
                manager=manager,
                state=state[:1].upper() + state[1:],
            ),
            *open_to(desk, self.opened.file),
            say(N_("Last contact: {contact}"), contact=last_contact(desk, self.opened)),
            *([say(N_("Next: {thing}."), thing=coming)] if coming else []),
        ]

    # -- acts -------------------------------------------------------------------------------------

    def run(self, flow: FlowOf[Result], said: str = "") -> Result | None:
        """Run a flow as ``Driver.run`` does."""
        return CaseDriver(self).run(flow, said)

    def tell_news(self) -> None:
        """Say what colleagues saved in the case meanwhile."""
        self.talk.tell(*self.opened.unsaid)
        self.opened.unsaid.clear()


class CaseDriver(Driver):
    """Runs the flows of one open case, and says what colleagues saved in it meanwhile."""

    def __init__(self, session: CaseSession, go: Callable[[str], object] | None = None) -> None:
        """``go`` opens another case, given its number."""
        super().__init__(session.talk, session.desk, session.opened.case.number)
        self._session = session
        self._go = go

    def fill(self, step: Fill) -> bool:
        """Have a form filled in."""
        saved = super().fill(step)
        self._session.tell_news()
        return saved

    def do(self, step: Do) -> object:
        """Do an act; where a colleague saved meanwhile, or the write fails, offer to do it again."""
        try:
            return super().do(step)
        except SavedMeanwhile as error:
            self.talk.tell(str(error), *error.lines)
            again = say(N_("Do it on top of that?"))
        except VaultError as error:
            self.talk.tell(str(error))
            again = say(N_("Try again?"))
        finally:
            self._session.tell_news()
        if not self.talk.yes(again):
            raise GivenUp
        return self.do(step)

    def go(self, number: str) -> None:
        """Go to another case."""
        if self._go:
            self._go(number)
