"""People: everyone who signs in, their roles, teams and limits, and the join requests."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from casetui.data.drafts import Draft
from casetui.data.records import Worker
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.commands import PEOPLE_COMMANDS
from casetui.desk.flows.people import (
    admit_one_of,
    change_settings,
    drop_join_requests,
    own_methods,
    resume_on_people,
    retire_today,
    write_person,
)
from casetui.desk.flows.steps import FlowOf
from casetui.desk.people.agency import check_right
from casetui.desk.people.joining import Asking, agency_fingerprint, key_line, requests
from casetui.desk.telling.list_words import roles_of, signs_in_as
from casetui.desk.telling.people_lines import WrongRequest, people_lines
from casetui.desk.telling.wording import unbroken
from casetui.screens.base.commands import bindings_of
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.forms.flow_runner import FlowRunner
from casetui.widgets.line_list import LineList
from casetui.widgets.row_list import Column, RowList
from casetui.words import N_, say, say_n

CHANGING = frozenset(command.name for command in PEOPLE_COMMANDS if command.letter)
"""The actions that change people or the agency."""


class PeopleScreen(DeskScreen[None]):
    """Everyone who signs in, and everyone who asks to be admitted."""

    ABOUT = N_(
        "Everyone who signs in; whoever asks to be admitted stands first. A line manager or an "
        "administrator adds, changes, admits and retires people here, changes the agency's settings, and "
        "takes methods of its own into use. Whoever joins compares the agency's fingerprint, at the top, "
        "with the one that they see."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(PEOPLE_COMMANDS),
        BACK,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asking = Asking()
        """The join requests, as they were last read."""
        self._looked = False
        """Whether the screen has read the join requests."""
        self._flows = FlowRunner(self)
        self._list: LineList[str | WrongRequest] = LineList(
            (Column(20, N_(" Name")), Column(None, N_("Roles")), Column(10, N_("Team"), drop=1),
             Column(9, N_("Clients"), right=True), Column(6, ""), Column(5, N_("Key"))),
            titles=True,
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show everyone; then read the join requests."""
        self.fill()
        self._list.focus()
        self._look_who_asks()

    def fill(self) -> None:
        """Show everyone who signs in, and their clients."""
        agency, asking = agency_fingerprint(self.desk.agency_file), self._asking.workers
        number = len(asking)
        ask = say_n("{n} asks to be admitted", "{n} ask to be admitted", number) if number else ""
        title = say(N_("People  agency: {fingerprint}"), fingerprint=agency)
        self.set_title(title, ask, left_whole=True)
        self._list.show(people_lines(self.desk, self._asking))
        self._explain()

    def come_back(self) -> None:
        """Show what changed while another screen was on top."""
        super().come_back()
        self._look_who_asks()

    def look_anew(self) -> None:
        """Show the people that a colleague added, admitted or retired, and new join requests."""
        self.come_back()

    def _look_who_asks(self) -> None:
        """Read the join requests off the thread, and show them."""
        self.off_thread(lambda: requests(self.desk), self._show_requests, group="requests")

    def _show_requests(self, asking: Asking) -> None:
        at_top = self._list.cursor_key == self._list.lines[0].key
        entering, self._looked = not self._looked and at_top, True
        self._asking = asking
        self.fill()
        self.refresh_bindings()
        if entering and asking.requests:
            self._list.move_to(asking.workers[0])

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Change the selected person."""
        message.stop()
        if isinstance(worker := message.leads, str):
            self._run(write_person(self.desk, self.desk.people.get(worker)))

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the selected person's roles and key, or the whole of another line."""
        message.stop()
        self._explain()

    def _explain(self) -> None:
        if worker := self._selected():
            # the key first: what is read out is never what the end of the notice cuts off
            key = key_line(self.desk, worker, self._asking, unbroken)
            said = (
                f"{key.removesuffix('.')}." if key else "",
                f"{worker.name}: {roles_of(worker)}.",
                signs_in_as(worker),
            )
            self.explain(" ".join(part for part in said if part))
        else:
            self.explain(self._list.hidden)

    def _selected(self) -> Worker | None:
        """Return the selected person."""
        worker = self._list.selected
        return self.desk.people.get(worker) if isinstance(worker, str) else None

    def _selected_requests(self) -> dict[str, str]:
        """Return the selected person's join requests by file: their fingerprints, or what is wrong."""
        match self._list.selected:
            case WrongRequest() as wrong:
                return {wrong.file: wrong.sentence}
            case str() as worker:
                return {request.file: request.public.fingerprint for request in self._asking.of(worker)}
        return {}

    # -- acts -------------------------------------------------------------------------------------

    def _run(self, flow: FlowOf[Any]) -> None:
        """Run a flow, and show its changes."""
        self._flows.run(flow, lambda _: self.come_back())

    def open_form(self, draft: Draft) -> None:
        """Show the form in which a draft was typed."""
        self._run(resume_on_people(self.desk, draft))

    def action_add(self) -> None:
        """Add a person."""
        self._run(write_person(self.desk))

    def action_agency(self) -> None:
        """Change the agency's settings: zone, holidays, methods, its own targets."""
        self._run(change_settings(self.desk))

    def action_methods(self) -> None:
        """Take one of the agency's own methods into use, or out of it."""
        self._run(own_methods(self.desk))

    def action_admit(self) -> None:
        """Admit the selected person's key, once its fingerprint was compared.

        Where the selected person does not ask and only one person does, select that person.
        """
        if not self._may_not_change():
            self.off_thread(lambda: requests(self.desk), self._admit, group="requests")

    def _admit(self, asking: Asking) -> None:
        self._show_requests(asking)
        worker = self._selected()
        if len(asking.workers) == 1 and worker and not asking.of(worker.id):
            self._list.move_to(asking.workers[0])
            worker = self._selected()
        if worker is None:
            self.tell(say(N_("Stand on the person who asks.")))
        else:
            self._run(admit_one_of(self.desk, worker, asking.of(worker.id)))

    def action_drop(self) -> None:
        """Ask whether to drop the selected join request: an old one, a mistake, or an intruder's."""
        if self._may_not_change():
            return
        if files := self._selected_requests():
            self._run(drop_join_requests(self.desk, files, self._selected()))
        else:
            self.tell(say(N_("Nothing asks to be admitted here.")))

    def action_retire(self) -> None:
        """Ask whether today is the selected person's last day."""
        if worker := self._selected():
            self._run(retire_today(self.desk, worker))

    def offers(self, action: str) -> bool:
        """Return whether the person may do it; who asks is admitted or dropped only where somebody asks."""
        if action in ("admit", "drop") and not (self._asking.requests or self._asking.wrong):
            return False
        return action not in CHANGING or self._may_change()

    def _may_change(self) -> bool:
        try:
            check_right(self.desk)
        except NotAllowed:
            return False
        return True

    def _may_not_change(self) -> bool:
        """Return whether the person may not change people; say so if they may not."""
        try:
            check_right(self.desk)
        except NotAllowed as error:
            self.tell(str(error))
            return True
        return False
