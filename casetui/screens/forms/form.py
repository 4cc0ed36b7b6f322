"""The screen on which a record is written: its form, a message about errors, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pydantic import BaseModel, ValidationError
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from casetui.data.days import Reading
from casetui.data.fields import field_warnings, model_errors
from casetui.desk.errors import HeldBack, SavedMeanwhile
from casetui.desk.forms.drafts import FormDraft
from casetui.desk.forms.filling import Merge, Warnings
from casetui.desk.forms.form_spec import FormSpec, Save, held_at_first
from casetui.screens.base.held_back import error_lines
from casetui.screens.base.off_thread import WorkingScreen
from casetui.screens.forms.choosing import ChooseScreen
from casetui.screens.forms.draft_keeping import FormDrafts
from casetui.screens.forms.leaving import ask_leaving, way_out
from casetui.widgets.alerts import AlertBox, IntroBox, TextBox
from casetui.widgets.fields import Choices, Entry, FieldChanged
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import FormTitle
from casetui.widgets.record_form import RecordForm
from casetui.widgets.text import safe
from casetui.words import N_, CaseTUIError, say, say_n

if TYPE_CHECKING:
    from casetui.app import CaseApp

SLOW = 0.3
"""Seconds after which a running save is shown, and the form takes no more typing."""


class FormScreen(WorkingScreen[bool]):
    """The form of one record; dismisses with whether it was saved.

    After a refused save the form stays as it is. Leaving asks about unsaved typing.
    """

    DEFAULT_CSS = """
    FormScreen {
        background: $background;
        color: $foreground;
        & > .message {
            dock: bottom;
            margin: 0 0 1 0;
            height: auto;
            max-height: 50%;
            padding: 0 1;
            color: $warning;
            background: $background;
        }
    }
    """
    AUTO_FOCUS = ""
    """Empty: the form focuses its first field itself, so that typing goes there at once."""
    ABOUT = N_(
        "Fill in what you know, then save. Whatever is missing or wrong is said beside its field. What you "
        "type is kept, even where the line drops before you save."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", N_("Save"), priority=True),
        Binding("ctrl+x", "leave", N_("Leave"), priority=True),
        Binding("escape", "leave", N_("Leave"), show=False),
        Binding("ctrl+t", "keep_draft", N_("Keep as a draft"), priority=True),
        Binding("ctrl+o", "copy_out", N_("Copy this number or address"), priority=True),
        Binding("ctrl+g,f1", "app.help", N_("Help"), priority=True),
    ]

    @dataclass
    class Saved(Message):
        """The save is done."""

    @dataclass
    class NotSaved(Message):
        """The save was refused; ``error`` says why."""

        error: Exception

    def __init__(
        self,
        title: str,
        model: type[BaseModel],
        entries: Mapping[str, Entry],
        *,
        reading: Reading | Callable[[], Reading],
        choices: Choices,
        words: Mapping[str, str],
        save: Save,
        intro: str = "",
        alerts: Sequence[str] = (),
        start: str = "",
        zone: tzinfo | None = None,
        draft: FormDraft | None = None,
        suggested: Container[str] = (),
        held: Callable[[], HeldBack | None] | None = None,
        sure: Callable[[Mapping[str, Any]], Mapping[str, str]] = field_warnings,
    ) -> None:
        """``save`` is called in a thread with the checked values; it raises an error to refuse them.

        ``title`` and ``intro`` are shown as they are, ``alerts`` in the tone of a warning. ``reading`` is
        called again whenever a day is read. ``start`` names the field to begin with, if not the first.
        ``zone`` is the agency's time zone; without it, times are shown in the computer's. ``draft`` keeps
        the typing; without it nothing is kept. ``suggested`` names the fields with a suggested entry.
        ``held`` returns what will hold the save back, if anything; it is called in a thread.
        """
        super().__init__()
        self._title = FormTitle()
        self._title.show(title)
        self._title_text = title
        self._intro = intro
        self._alerts = alerts
        self._start = start
        self._save = save
        self._held = held
        self.zone = zone
        self.form = RecordForm(
            model, entries, reading=reading, choices=choices, words=words, suggested=suggested
        )
        self.drafts = FormDrafts(self, self.form, draft, zone, self._say_unkept)
        self._message = TextBox("", classes="message")
        self._saving = False
        self._warnings = Warnings(sure)
        self._refused_entries: Mapping[str, Entry] = {}
        self._refused_above = False
        """Whether a line below says that the form was not saved, for reasons that stand at the fields."""
        """The entries of the last refused save."""
        self._tries = 0
        """How often the same entries were refused."""
        self._entries_being_saved: Mapping[str, Entry] = {}
        self._saved_meanwhile: SavedMeanwhile | None = None
        """A colleague's save of the same fields, until the person has chosen in each."""
        self._merge = Merge(self.form)
        self._slow_timer: Timer | None = None
        self._focused_before: Widget | None = None

    @classmethod
    def of(cls, spec: FormSpec, *, start: str = "") -> FormScreen:
        """Return the screen of a form; ``start`` names the field to begin with, if not the first."""
        return cls(
            spec.title, spec.model, spec.entries,
            reading=spec.reading, choices=spec.choices, words=spec.words, save=spec.save,
            alerts=(*spec.alerts, *spec.mind), intro="\n".join(spec.intro), start=start, zone=spec.zone,
            draft=spec.draft,
            held=partial(held_at_first, spec) if spec.gated else None,
            sure=spec.sure,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Title, form, message, keys."""
        yield self._title
        if self._intro:
            yield IntroBox(self._intro)
        if self._alerts:
            yield AlertBox(self._alerts)
        yield self.form
        yield self._message
        yield KeyBar()

    def on_mount(self) -> None:
        """Focus the first field, and offer drafts."""
        self._message.display = False
        self.form.focus_on(self._start)
        self.drafts.offer()
        self._look_what_holds()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Keep letters for typing, whatever has the focus: none of them is a command of the app."""
        return character is not None and character.isprintable()

    @property
    def changed(self) -> bool:
        """Whether the form has unsaved typing."""
        return self.form.changed and not self.finished

    @property
    def message(self) -> str:
        """The message below the form; empty if none is shown."""
        return self._message.text if self._message.display else ""

    def say_meanwhile(self, said: str, more: str = "") -> None:
        """Show in the title line what happened meanwhile, without ``more`` of it; the form does not move."""
        self._title.show(self._title_text, said)

    def on_field_changed(self, event: FieldChanged) -> None:
        """Keep the draft soon; once every error is mended, nothing says any more that it was not saved."""
        self.drafts.keeper.keep_soon()
        if self._refused_above and not self.form.has_errors:
            self._refused_above = False
            self._tell("")

    def keep_now(self) -> None:
        """Keep the draft at once: the program is about to end."""
        self.drafts.keeper.keep_now()

    def finish(self, answer: bool) -> None:
        """End with whether the form was saved, and remove the draft: it is saved or given up."""
        self.drafts.keeper.keep_no_more()
        super().finish(answer)

    def _say_unkept(self, sentence: str) -> None:
        """Say below the form that the typing is not being kept, unless a message is shown there."""
        if not self.message:
            self._tell(f"! {safe(sentence)}")

    def _tell(self, text: str) -> None:
        self._message.show(text)
        self._message.display = bool(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to copy only in a field with a number or an address, and to keep only where that can be."""
        if action == "keep_draft" and not self.drafts.keeper.keeps:
            return False
        return super().check_action(action, parameters) and (
            action != "copy_out" or bool(self.form.to_copy()[1])
        )

    def action_copy_out(self) -> None:
        """Copy the number or address in the field to the terminal's clipboard, and say so."""
        label, value = self.form.to_copy()
        cast("CaseApp", self.app).copy_to_terminal(value)
        self._tell(
            say(
                N_("{label} is in the terminal's clipboard now. Other programs can read it there, also after "
                   "CaseTUI has ended."),
                label=safe(label),
            )
        )  # fmt: skip

    def action_save(self) -> None:
        """Check the entries and save them."""
        if self._saving or self.finished:
            return
        self._tell("")
        checked = self.form.check()
        self.form.show_errors(checked.errors)
        if checked.errors:
            self._say_not_saved()
            return
        if self._warn(checked.values):
            return
        if self._saved_meanwhile and self._merge.next_clash(checked.values):
            self._ask(self._saved_meanwhile)
            return
        self._saving = True
        self._entries_being_saved = self.form.entries()
        self._slow_timer = self.set_timer(SLOW, self._show_saving)
        self.run_worker(partial(self._save_values, checked.values), thread=True, exclusive=True, group="save")

    def _say_not_saved(self, lines: Sequence[str] = ()) -> None:
        """Say that the form is not saved, how often the same entries were tried, and ``lines`` why."""
        entries = self.form.entries()
        self._tries = self._tries + 1 if entries == self._refused_entries else 1
        self._refused_entries = entries
        self._refused_above = not lines
        said = "! " + say_n("Not saved.", "Not saved, tried {n} times.", self._tries)
        self._tell("\n".join([said, *lines] if lines else [f"{said} {say(N_('Above it says why.'))}"]))

    def _warn(self, values: dict[str, Any]) -> bool:
        """Show new warnings, such as of a CPR number, and return true; saving again ignores them."""
        found = self._warnings.new(values)
        if found:
            self.form.show_errors(found)
            self._tell("! " + say(N_("Ctrl+S again saves it as it is.")))
        return bool(found)

    def _save_values(self, values: dict[str, Any]) -> None:
        """Save, in the worker's thread; post whether it was saved."""
        try:
            with self._merge.saving():
                self._save(values)
        except (CaseTUIError, ValidationError, OSError) as error:
            self.post_message(self.NotSaved(error))
        else:
            self.post_message(self.Saved())

    def _show_saving(self) -> None:
        """Say that the save is running, and lock the form: typing would be lost."""
        if self._saving and not self.form.disabled:
            self._focused_before = self.focused
            self.form.disabled = True
            self._tell(say(N_("Saving ...")))

    def _end_saving(self) -> None:
        self._saving = False
        if self._slow_timer is not None:
            self._slow_timer.stop()
        if self.form.disabled:
            self.form.disabled = False
            self._tell("")
            if self._focused_before is not None:
                self.set_focus(self._focused_before)

    def on_form_screen_saved(self, event: Saved) -> None:
        """End; but stay open where something was typed after Ctrl+S."""
        event.stop()
        self._end_saving()
        if self.form.entries() == self._entries_being_saved:
            self.finish(True)
        else:
            self.drafts.keeper.keep_soon()
            self._tell("! " + say(N_("Saved, but not what you typed since. Ctrl+S saves that too.")))

    def on_form_screen_not_saved(self, event: NotSaved) -> None:
        """Show why the save was refused; the typing stays."""
        event.stop()
        self._end_saving()
        if isinstance(event.error, ValidationError):
            self.form.show_errors(model_errors(event.error))
            self._say_not_saved()
        elif isinstance(event.error, SavedMeanwhile):
            self._take_theirs(event.error)
        else:
            self._say_not_saved(
                [
                    *error_lines(event.error, self.zone),
                    *self._way_out(event.error),
                ]
            )

    def _look_what_holds(self) -> None:
        """Say at once what will hold the save back, before anything is typed for nothing."""
        if held := self._held:
            self.off_thread(held, self._say_held, group="held")

    def _say_held(self, error: HeldBack | None) -> None:
        if error and not self.message:
            said = "! " + say(N_("Saving this will be refused, as the case is now:"))
            self._tell(
                "\n".join(
                    [
                        said,
                        *error_lines(error, self.zone),
                        *self._way_out(error),
                    ]
                )
            )

    def _way_out(self, error: Exception) -> list[str]:
        return way_out(error, self.form, keeps=self.drafts.keeper.keeps)

    # -- a revision that a colleague saved meanwhile ----------------------------------------------

    def _take_theirs(self, error: SavedMeanwhile) -> None:
        """Take the fields that only the colleague changed; ask which value stands where both changed one."""
        if self._merge.take(error):
            self._saved_meanwhile = error
            self._ask(error)
        else:
            self._tell("\n".join(error_lines(error, self.zone)))

    def _ask(self, error: SavedMeanwhile) -> None:
        clash = self._merge.clashes[0]
        theirs, mine = (self.form.shown(clash.field, value) for value in (clash.theirs, clash.mine))
        question = ChooseScreen(error, clash, theirs, mine, len(self._merge.clashes) - 1)
        self.app.push_screen(question, self._value_chosen)

    def _value_chosen(self, letter: str | None) -> None:
        """Put the chosen value into the form; after the last choice, save."""
        if letter is None:
            self._tell("! " + say(N_("Nothing is saved yet. Ctrl+S asks again.")))
            return
        self._merge.choose(letter)
        if self._merge.clashes and self._saved_meanwhile:
            self._ask(self._saved_meanwhile)
        else:
            self._saved_meanwhile = None
            self.action_save()

    def action_leave(self) -> None:
        """Leave; ask first where there is unsaved typing."""
        if self._saving or self.finished:
            return
        if not self.changed:
            self.finish(False)
            return
        keep = self.action_keep_draft if self.drafts.keeper.keeps else None
        ask_leaving(self.app, save=self.action_save, keep=keep, give_up=lambda: self.finish(False))

    def action_keep_draft(self) -> None:
        """Keep what is typed as a draft, and leave."""
        if self._saving or self.finished:
            return
        if not self.changed or self.drafts.keeper.leave():
            self.finish(False)
