"""The ways from one screen to another. No screen knows the others: it posts a message to the app.

Screens are imported when they are first shown, which keeps the start short.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from casetui.screens.base.messages import (
    ChangePassphrase,
    FindAnything,
    FindClient,
    Go,
    RegisterClient,
    ResumeDraft,
    ShowAgenda,
    ShowCase,
    ShowDrafts,
    ShowPeople,
    ShowSignOffs,
    WriteDown,
)
from casetui.screens.base.spare import ScreenKind, ScreenMaker, SpareScreens
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.drafts import Draft
    from casetui.desk.desk import Desk, OpenCase
    from casetui.desk.telling.sign_off_lines import RequestPlace
    from casetui.screens.base.desk_screen import DeskScreen
    from casetui.screens.base.finder import FinderScreen
    from casetui.screens.forms.form import FormScreen

    AnyScreen = DeskScreen[Any]


class Ways:
    """Handles the ``Go`` messages of screens: shows another screen on top of the one that asks."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.spares: SpareScreens | None = None
        """Screens that are made before they are opened; ``None`` until there is a desk."""
        self._handlers: dict[type[Go], Callable[[Any], None]] = {
            ShowCase: self._open_case,
            WriteDown: self._write_down,
            FindClient: self._find_client,
            FindAnything: self._find_anything,
            RegisterClient: self._new_client,
            ShowAgenda: self._show_agenda,
            ShowSignOffs: self._show_sign_offs,
            ShowPeople: self._show_people,
            ShowDrafts: self._show_drafts,
            ResumeDraft: self._resume_draft,
            ChangePassphrase: self._change_passphrase,
        }

    def go(self, message: Go) -> None:
        """Handle a message."""
        self._handlers[type(message)](message)

    # -- spare screens -----------------------------------------------------------------------------

    def make_ready(self, desk: Desk) -> None:
        """From now on, make a spare of each kind of screen that was opened once."""
        self.spares = SpareScreens(self._app, desk)

    def wait(self) -> None:
        """Make no spare screen for a moment: a key came."""
        if self.spares:
            self.spares.wait()

    def _ready(self, desk: Desk, kind: ScreenMaker[ScreenKind]) -> ScreenKind:
        """Return a screen of a kind that is opened often: the spare, or a new one."""
        return self.spares.take(kind) if self.spares else kind(desk)

    # -- cases ------------------------------------------------------------------------------------

    def _open_case(self, message: ShowCase) -> None:
        """Open a case and show it."""
        from casetui.desk.flows.opening import opening
        from casetui.screens.forms.flow_runner import FlowRunner

        screen = message.screen

        def show(opened: OpenCase | None) -> None:
            if opened:
                self._show_case(screen, opened, message.area, message.draft, message.record)

        if message.opened:
            show(message.opened)
        elif message.number:
            FlowRunner(screen).run(opening(screen.desk, message.number), show)

    def _show_case(
        self, screen: AnyScreen, opened: OpenCase, area: str = "", draft: Draft | None = None,
        record: str = "",
    ) -> None:  # fmt: skip
        """Show a case, with the form of ``draft`` over it; or its request, to a person who may only sign."""
        from casetui.screens.case.case import CaseScreen
        from casetui.screens.sign_offs.sign_off import SignOffScreen

        screen.tell("")
        if opened.access == "sign":
            self._app.push_screen(
                SignOffScreen(screen.desk, opened), lambda sentence: screen.tell(sentence or "")
            )
            return
        case = self._ready(screen.desk, CaseScreen)
        case.show_case(opened, area, record)
        self._app.push_screen(case)
        if draft:
            case.call_later(case.open_form, draft)

    def _write_down(self, message: WriteDown) -> None:
        """Show the short form of a contact; without a case number, first the finder."""
        from casetui.desk.flows.contact import write_down
        from casetui.screens.forms.flow_runner import FlowRunner

        screen, number = message.screen, message.number
        if number:
            FlowRunner(screen).run(
                write_down(screen.desk, number, screen.open_here(number)), screen.written_down
            )
        else:
            self._find_for_whom(screen)

    def _find_for_whom(self, screen: AnyScreen) -> None:
        finder = self._finder(screen)
        finder.find_for(title=say(N_("Write down for whom")))
        self._app.push_screen(
            finder, lambda found: self._write_down(WriteDown(screen, found)) if found else None
        )

    def _new_client(self, message: RegisterClient) -> None:
        """Show the form of a new client; then the new case, or the case that the client already has."""
        from casetui.screens.new_client import NewClientScreen

        screen = message.screen

        form = self._ready(screen.desk, NewClientScreen)

        def done(case: OpenCase | str | None) -> None:
            if isinstance(case, str):
                self._open_case(ShowCase(screen, case))
            elif case is not None:
                self._show_case(screen, case)
            else:
                from casetui.desk.forms.drafts import KEPT

                screen.tell(say(KEPT) if form.drafts.keeper.left else "")

        self._app.push_screen(form, done)

    # -- the finder -------------------------------------------------------------------------------

    def _finder(self, screen: AnyScreen) -> FinderScreen:
        from casetui.screens.base.finder import FinderScreen

        return self._ready(screen.desk, FinderScreen)

    def _find_client(self, message: FindClient) -> None:
        self._find(message.screen, self._finder(message.screen))

    def _find_anything(self, message: FindAnything) -> None:
        finder = self._finder(message.screen)
        finder.find_for(message.form or message.screen)
        self._find(message.screen, finder, message.form)

    def _find(self, screen: AnyScreen, finder: FinderScreen, form: FormScreen | None = None) -> None:
        """Show a finder; then open the chosen case, or run the chosen command on the screen below it.

        Over a form, that is the form; a case is opened after what was typed is kept as a draft.
        """
        from casetui.screens.base.finder import COMMAND

        def found(key: str | None) -> None:
            below = form or screen
            if key and key.startswith(COMMAND):
                below.call_later(below.run_action, key.removeprefix(COMMAND))
            elif key:
                if form:
                    form.action_keep_draft()
                if not form or form.finished:
                    self._open_case(ShowCase(screen, key))

        self._app.push_screen(finder, found)

    # -- lists ------------------------------------------------------------------------------------

    def _show_agenda(self, message: ShowAgenda) -> None:
        from casetui.screens.home.agenda import AgendaScreen

        self._app.push_screen(self._ready(message.screen.desk, AgendaScreen))

    def _show_sign_offs(self, message: ShowSignOffs) -> None:
        from casetui.screens.sign_offs.sign_offs import SignOffsScreen

        self._app.push_screen(SignOffsScreen(message.screen.desk))

    def _show_people(self, message: ShowPeople) -> None:
        from casetui.screens.people.people import PeopleScreen

        self._app.push_screen(PeopleScreen(message.screen.desk))

    def _show_drafts(self, message: ShowDrafts) -> None:
        from casetui.screens.forms.drafts import DraftsScreen

        self._app.push_screen(DraftsScreen(message.screen.desk))

    # -- drafts -----------------------------------------------------------------------------------

    def _resume_draft(self, message: ResumeDraft) -> None:
        """Show the form of a draft, over the kind of screen on which it was typed."""
        from casetui.desk.forms import drafts
        from casetui.desk.telling.lines import CasePlace
        from casetui.desk.telling.sign_off_lines import RequestPlace

        screen, draft = message.screen, message.draft
        match drafts.draft_place(draft):
            case drafts.NEW_CLIENT:
                self._new_client(RegisterClient(screen))
            case drafts.WRITE_DOWN:
                self._write_down(WriteDown(screen, draft.where.case))
            case drafts.PEOPLE:
                self._resume_on_people(screen, draft)
            case RequestPlace() as place:
                self._resume_on_request(screen, place)
            case CasePlace(number, area, record):
                self._open_case(ShowCase(screen, number, area, draft, record))

    def _resume_on_people(self, screen: AnyScreen, draft: Draft) -> None:
        from casetui.screens.people.people import PeopleScreen

        people = PeopleScreen(screen.desk)
        self._app.push_screen(people)
        people.call_later(people.open_form, draft)

    def _resume_on_request(self, screen: AnyScreen, place: RequestPlace) -> None:
        from casetui.screens.sign_offs.sign_offs import SignOffsScreen

        requests = SignOffsScreen(screen.desk)
        self._app.push_screen(requests)
        requests.call_later(requests.read_request, place)

    # -- the person's key -------------------------------------------------------------------------

    def _change_passphrase(self, message: ChangePassphrase) -> None:
        from casetui.desk.flows.passphrase import change_passphrase
        from casetui.screens.forms.flow_runner import FlowRunner

        FlowRunner(message.screen).run(change_passphrase(message.screen.desk))
