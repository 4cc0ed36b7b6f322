"""A new client: the form, and below it the likely duplicates of the client that is being typed."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.data.days import NotADay, parse_day
from casetui.data.fields import model_errors
from casetui.data.records import NewClient
from casetui.data.rows import Row
from casetui.desk.acts.new_client import Identity
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.find import Likeness, duplicates
from casetui.desk.flows.new_client import (
    ANOTHER,
    FURTHER,
    OPEN_IT,
    likely_ones,
    new_client,
    new_client_form,
    register,
    register_anew,
    which_person,
)
from casetui.desk.forms.filling import Warnings
from casetui.desk.telling.likely_lines import likely_lines, likely_title
from casetui.screens.base.desk_screen import DeskScreen
from casetui.screens.forms.draft_keeping import FormDrafts
from casetui.screens.forms.flow_runner import FlowRunner
from casetui.screens.forms.leaving import ask_leaving
from casetui.widgets.fields.base import FieldChanged
from casetui.widgets.line_list import LineList
from casetui.widgets.lines import TitleLine
from casetui.widgets.record_form import RecordForm
from casetui.widgets.row_list import Column, RowList
from casetui.words import N_, say


class NewClientScreen(DeskScreen[OpenCase | str | None]):
    """The form of a new client, with likely duplicates below.

    Dismisses with the new case, or with the number of a case to open, or with ``None``.
    """

    DEFAULT_CSS = """
    NewClientScreen {
        & RecordForm { height: 1fr; }
        & RowList { height: auto; max-height: 6; }
    }
    """
    ABOUT = N_(
        "Write down who it is. Whoever is here already and may be the same person shows below, so that "
        "nobody has two cases. Saving opens the case."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", N_("Save"), priority=True),
        Binding("ctrl+n", "likeness", N_("Look at the likely ones"), priority=True),
        Binding("ctrl+x", "leave", N_("Leave"), priority=True),
        Binding("escape", "leave", N_("Leave"), show=False),
        Binding("ctrl+t", "keep_draft", N_("Keep as a draft"), priority=True),
        Binding("ctrl+g,f1", "app.help", N_("Help"), priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        spec = new_client_form(desk, self._register)
        self._save = spec.save
        self.form = RecordForm(
            spec.model, spec.entries, reading=spec.reading, words=spec.words, choices=spec.choices
        )
        self.drafts = FormDrafts(self, self.form, spec.draft, spec.zone, self.tell)
        self._warnings = Warnings()
        self._flows = FlowRunner(self)
        self._likely_title = TitleLine()
        self._likely: LineList[Likeness] = LineList((Column(26), Column(None), Column(22)))
        self._same: Row | None = None
        """A case of the same client, where the new one is a new episode or a second case of theirs."""
        self._others: list[Row] = []
        """Cases of which the person said that they are somebody else's."""

    def compose_body(self) -> ComposeResult:
        """The form, and the likely duplicates."""
        yield self.form
        yield self._likely_title
        yield self._likely

    def on_mount(self) -> None:
        """Begin with the name."""
        self.fill()
        self._likely.display = self._likely_title.display = False

    def begin(self) -> None:
        """Offer the drafts of this form."""
        self.drafts.offer()

    def keep_now(self) -> None:
        """Keep the draft at once: the program is about to end."""
        self.drafts.keeper.keep_now()

    def finish(self, answer: OpenCase | str | None) -> None:
        """End with ``answer`` and remove the draft: it is saved or given up."""
        self.drafts.keeper.keep_no_more()
        super().finish(answer)

    def fill(self) -> None:
        """Show the title, with the case of the same client, if any; the form stays as it is."""
        title, row = N_("New client"), self._same
        if row:
            after, beside = (
                N_("New client: a new episode after C-{number}"),
                N_("New client: one more case beside C-{number}"),
            )
            title = beside if row.open else after
        self.set_title(say(title, number=row.number if row else ""))

    def on_field_changed(self, message: FieldChanged) -> None:
        """Keep the draft, and look for likely duplicates off the thread."""
        self.drafts.keeper.keep_soon()
        if message.field.name == "name":
            self._others.clear()
        if message.field.name == "name" and self._same:
            self._is_same_as(None)
            self.tell(
                say(N_("The name is another one. If it is the same person still, choose them below again."))
            )
        if message.field.name not in ("name", "birth_date", "phone", "reference"):
            return
        entries = self.form.entries()
        name, birth_text = str(entries.get("name", "")), str(entries.get("birth_date", ""))
        try:
            birth = parse_day(birth_text, self.desk.reading()) if birth_text.strip() else None
        except NotADay:
            birth = None
        phone, reference = str(entries.get("phone", "")), str(entries.get("reference", ""))
        self.off_thread(
            lambda: duplicates(self.desk, name, birth, [reference], phone), self._show_likely, group="likely"
        )

    def _show_likely(self, likely: list[Likeness]) -> None:
        self._likely.display = self._likely_title.display = bool(likely)
        self._likely_title.show(likely_title(len(likely)), " ")
        self._likely.show(likely_lines(self.desk, likely))

    def action_likeness(self) -> None:
        """Go to the list of likely duplicates, or back to the form."""
        if self._likely.display and not self._likely.has_focus:
            self._likely.focus()
        else:
            self.form.focus()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Ask what a likely duplicate is: the same client, a closed episode of theirs, or somebody else."""
        message.stop()
        row = self.desk.register.rows.get(message.key)
        if row is None:
            return

        def answered(letter: str) -> None:
            if letter == OPEN_IT:
                self.finish(row.number)
            elif letter == FURTHER:
                self._is_same_as(row)
                self.tell(say(N_("The new case will be one of the same client.")))
            elif letter == ANOTHER:
                if self._same and self._same.number == row.number:
                    self._is_same_as(None)
                self._others.append(row)
                self.tell(say(N_("The new case will be one of somebody else.")))

        self._flows.run(which_person(row), answered)

    def _is_same_as(self, row: Row | None) -> None:
        """Make the new case one of the same client as the case ``row``; with ``None``, a new client's."""
        self._same = row
        self.fill()

    # -- saving ----------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Check the form, ask who becomes the case manager, and make the case."""
        if self.busy or self.finished:
            self.tell_busy()
            return
        checked = self.form.check()
        if checked.errors:
            self.form.show_errors(checked.errors)
            return
        if warned := self._warnings.new(checked.values):
            self.form.show_errors(warned)
            self.tell("! " + say(N_("Ctrl+S again saves it as it is.")))
            return
        try:
            self._save(checked.values)
        except ValidationError as error:
            self.form.show_errors(model_errors(error))

    def _register(self, values: dict[str, Any]) -> None:
        """Make the case of the client with these values, and end with it."""
        client = new_client(values)
        self.form.show_errors({})
        if self._same:
            self._flows.run(register(self.desk, client, Identity(same_as=self._same)), self._registered)
        else:
            asking = partial(self._ask_who, client)
            self.off_thread(lambda: likely_ones(self.desk, client), asking, group="saving")

    def _ask_who(self, client: NewClient, found: list[Likeness]) -> None:
        """Ask who the client is where that is not said, and make the case.

        Cases that are alike in one thing only were shown while the form was filled in; nothing is asked
        about them.
        """
        said = {row.number for row in self._others}
        likely = [like for like in found if like.alike.likely and like.row.number not in said]
        self._flows.run(register_anew(self.desk, client, likely, self._others), self._registered)

    def _registered(self, made: OpenCase | str | None) -> None:
        if made is not None:
            self.finish(made)

    @property
    def changed(self) -> bool:
        """Whether the form has unsaved typing."""
        return self.form.changed and not self.finished

    def leave(self) -> None:
        """Leave; ask first where there is unsaved typing."""
        if not self.changed:
            self.finish(None)
            return
        ask_leaving(
            self.app, save=self.action_save, keep=self.action_keep_draft, give_up=lambda: self.finish(None)
        )

    def action_keep_draft(self) -> None:
        """Keep what is typed as a draft, and leave."""
        if not self.busy and (not self.changed or self.drafts.keeper.leave()):
            self.finish(None)
