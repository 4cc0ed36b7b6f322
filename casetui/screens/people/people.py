"""People: workers, their roles, teams and limits, and who asks to be admitted."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.data.drafts import Draft
from casetui.data.records import Agency, Worker
from casetui.desk.desk import Desk
from casetui.desk.forms.form_spec import agency_asks, person_asks
from casetui.desk.lists import loads
from casetui.desk.people.joining import agency_fingerprint, key_line, key_state
from casetui.desk.people.retiring import left_by_moving
from casetui.desk.telling.list_words import everyone_sorted, roles_of, signs_in_as
from casetui.screens.base.desk_screen import BACK
from casetui.screens.forms.form import FormScreen
from casetui.screens.people.people_keys import PeopleKeys
from casetui.widgets.row_list import Column, Line, RowList
from casetui.words import N_, say, say_n

WRONG = "wrong:"
KEY_WORDS = {"has": N_("yes"), "asks": N_("asks"), "none": N_("no"), "left": ""}
"""How the column says whether somebody has a key."""


class PeopleScreen(PeopleKeys):
    """Everyone who signs in, and who asks to be admitted."""

    ABOUT = N_(
        "Everyone who signs in; whoever asks to be admitted stands first. A line manager or an "
        "administrator adds, changes, admits and retires people here. Whoever joins compares the agency's "
        "fingerprint, at the top, with the one that they see."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", N_("Add")),
        Binding("m", "admit", N_("Admit")),
        Binding("d", "drop", N_("Drop request")),
        Binding("x", "retire", N_("Retire")),
        Binding("g", "agency", N_("Agency")),
        BACK,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._list = RowList(
            (Column(20, N_(" Name")), Column(None, N_("Roles")), Column(10, N_("Team"), drop=1),
             Column(9, N_("Clients"), right=True), Column(6, ""), Column(5, N_("Key"))),
            titles=True,
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show everyone, then who asks to be admitted."""
        self.fill()
        self._list.focus()
        self.look_who_asks()

    def fill(self) -> None:
        """Show everyone who signs in, and their clients."""
        agency, asking = agency_fingerprint(self.desk.agency_file), self.asking.workers
        number = len(asking)
        ask = say_n("{n} asks to be admitted", "{n} ask to be admitted", number) if number else ""
        self.set_title(say(N_("People  agency: {fingerprint}"), fingerprint=agency), ask)
        known = {load.worker.id: load for load in loads(self.desk)}
        lines = []
        for worker in sorted(everyone_sorted(self.desk), key=lambda one: one.id not in asking):
            load = known.get(worker.id)
            full = f"{load.clients}/{load.limit}" if load else ""
            word = say(load.word) if load else ""
            tone = {"over": "late", "full": "due"}.get(
                load.word if load else "", "quiet" if worker.left_on else ""
            )
            key = say(KEY_WORDS[key_state(self.desk, worker, self.asking)])
            lines.append(
                Line(worker.id, (" " + worker.name, roles_of(worker), worker.team, full, word, key), tone)
            )
        lines += [
            Line(f"{WRONG}{file}", (f" ! {sentence}", "", "", "", "", ""), "late")
            for file, sentence in self.asking.wrong.items()
        ]
        self._list.set_lines(lines)
        self._explain()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Change the selected person."""
        message.stop()
        if not message.key.startswith(WRONG):
            self._form(self.desk.people.get(message.key))

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the roles and the key of whom the cursor stands on, or the whole of another line."""
        message.stop()
        self._explain()

    def _explain(self) -> None:
        if worker := self.selected():
            key = key_line(self.desk, worker, self.asking)
            said = (f"{worker.name}: {roles_of(worker)}.", signs_in_as(worker), key)
            self.explain(" ".join(part for part in said if part))
        else:
            self.explain(self._list.hidden)

    def selected(self) -> Worker | None:
        """Return the person that the cursor stands on."""
        return self.desk.people.get(self._list.cursor_key)

    def asked_here(self) -> dict[str, str]:
        """Return the requests of whom the cursor stands on, or what lies there in place of one."""
        key = self._list.cursor_key
        if key.startswith(WRONG):
            file = key.removeprefix(WRONG)
            return {file: self.asking.wrong[file]}
        return {one.file: one.public.fingerprint for one in self.asking.of(key)}

    def at_top(self) -> bool:
        """Return whether the cursor stands on the first line."""
        return self._list.cursor_key == self._list.lines[0].key

    def stand_on(self, worker: str) -> None:
        """Put the cursor on a person."""
        self._list.move_to(worker)

    def open_form(self, draft: Draft) -> None:
        """Show the form again that a draft was typed in."""
        if draft.where.form == Agency.table:
            self.action_agency()
        else:
            self._form(self.desk.people.get(draft.where.record))

    def action_add(self) -> None:
        """Add a person."""
        self._form(None)

    def _form(self, worker: Worker | None) -> None:
        if not self.refused():
            form = FormScreen.of(person_asks(self.desk, worker))
            self.app.push_screen(form, lambda saved: self._saved(saved, worker))

    def action_agency(self) -> None:
        """Change the agency's settings: zone, holidays, methods, own targets."""
        if not self.refused():
            self.app.push_screen(FormScreen.of(agency_asks(self.desk)), self._saved)

    def _saved(self, saved: bool | None, before: Worker | None = None) -> None:
        behind = left_by_moving(self.desk, before) if saved and before else ""
        self.tell(f"{say(N_('Saved.'))} {behind}".strip() if saved else "")
