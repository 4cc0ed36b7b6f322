"""A form as questions: each field of a model in turn, then a review of all fields, then the save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from casetui.data.days import write_day
from casetui.data.drafts import Typed
from casetui.data.fields import check, entry, form_fields, is_asked, model_errors, shown
from casetui.data.names import folded
from casetui.desk.errors import Clash, SavedMeanwhile
from casetui.desk.forms.drafts import KEPT
from casetui.desk.forms.filling import BOTH, MINE, THEIRS, Merge, Warnings, kept_of
from casetui.desk.forms.form_spec import FormSpec, held_at_first
from casetui.plain.draft_offer import DraftOffer
from casetui.plain.field import FIELD_HELP, FieldQuestion, Move
from casetui.plain.room import tell_error
from casetui.plain.talk import BACK, STOP, EndOfInput, Option, Talk, is_start
from casetui.words import N_, CaseTUIError, say


class Form:
    """Fills in one form. Its draft is kept until the form is saved, or the person gives it up."""

    def __init__(self, talk: Talk, spec: FormSpec, asks: Sequence[str] = ()) -> None:
        """``asks`` names the fields that are asked for, as in ``Fill``."""
        self._talk = talk
        self._spec = spec
        self._draft = DraftOffer(talk, spec.draft, spec.zone)
        reading = spec.reading()
        # a passphrase is asked for before the form: the review reads every field out
        self._fields = {field.name: field for field in form_fields(spec.model) if not field.ask.secret}
        self._first = list(asks) or [name for name, field in self._fields.items() if not field.ask.more]
        others = [name for name in self._fields if name not in self._first]
        self._more = [] if asks else others
        self._order = [*self._first, *others]
        """The fields as they are asked for and numbered."""
        self._entries = {
            name: spec.entries.get(name, entry(field, None, reading)) for name, field in self._fields.items()
        }
        self._start = dict(self._entries)
        self._resumed: set[str] = set()
        """The fields whose entry comes from a draft that the person took."""
        self._kept = False
        """Whether the form was left with its typing kept as a draft."""
        self._warnings = Warnings(spec.sure)
        self._merge = Merge(self)

    def fill(self) -> bool:
        """Ask for the fields and save; return whether the form was saved."""
        talk = self._talk
        talk.tell(
            "", say(N_("{title}. Fields: {n}."), title=self._spec.title, n=sum(map(self._asks, self._first)))
        )
        talk.tell(*(say(N_("Alert: {alert}"), alert=alert) for alert in self._spec.alerts))
        talk.tell(*(say(N_("To mind: {sentence}"), sentence=sentence) for sentence in self._spec.mind))
        talk.tell(*self._spec.intro)
        if held := held_at_first(self._spec):
            talk.tell(say(N_("Saving this will be refused, as the case is now.")))
            tell_error(talk, held)
        talk.tell_once(*(say(way) for way in FIELD_HELP))
        try:
            self._resume()
            saved = self._ask_and_save()
        except EndOfInput:
            if self._changed:
                talk.tell("", say(N_("The input ended. What was typed in this form is not saved.")))
                if self._draft.leave(self._typed()):
                    talk.tell(say(N_("It is kept, and offered when you open the form again.")))
            raise
        if self._kept:
            talk.tell(say(KEPT))
        else:
            self._draft.keep({})
        return saved

    def _resume(self) -> None:
        """Offer the drafts of this form, and note the fields that the person takes from one."""
        before = dict(self._entries)
        self._draft.offer(self._fields, self._entries, self._field_words, self._typed)
        self._resumed = {name for name, given in self._entries.items() if given != before[name]}

    @property
    def _changed(self) -> bool:
        return self._entries != self._start

    def _typed(self) -> Typed:
        """Return what the draft keeps."""
        typed = {name: given for name, given in self._entries.items() if given != self._start[name]}
        draft = self._spec.draft
        return kept_of(self._entries, typed, new=draft is not None and not draft.where.record)

    def _field_words(self, name: str, given: Any) -> str:
        """Return a field's label with an entry of it, such as "Phone: 555 0100"."""
        question = self._question(name)
        question.entry = given
        return f"{question.label}: {question.shown() or say(N_('(nothing)'))}"

    def _ask_and_save(self) -> bool:
        if not self._ask_fields() and self._leaves():
            return False
        self._tell_all()
        while True:
            answer = self._review()
            if answer is None and self._leaves():
                return False
            if answer and self._save():
                return True

    def _ask_fields(self) -> bool:
        """Ask for the first fields, and for the further ones if wanted; return whether the form goes on."""
        going = self._ask_in_turn(self._first)
        further = self._further()
        while going and further:
            wanted = self._wants_further(further)
            if wanted is not None:
                return not wanted or self._ask_in_turn(further)
            going = self._ask_in_turn(self._first, from_end=True)
            further = self._further()
        return going

    def _further(self) -> list[str]:
        return [name for name in self._more if self._asks(name)]

    def _wants_further(self, further: Sequence[str]) -> bool | None:
        """Return whether further fields are to be asked for; ``None`` to go back to the field before."""
        if any(self._entries[name] for name in further):
            return True
        question = say(N_("There are further fields: {n}. Ask for them too?"), n=len(further))
        return self._talk.yes_or_back(question)

    def _leaves(self) -> bool:
        """Ask what becomes of unsaved typing; return whether the form is left."""
        if not self._changed:
            return True
        if not self._draft:
            return self._talk.yes(say(N_("Give up what you typed?")))
        while True:
            answer = self._talk.line(say(N_("Give up what you typed? yes, no, or keep for a draft"))).strip()
            if is_start(answer, say(N_("keep"))):
                self._kept = self._draft.leave(self._typed())
                return self._kept
            if is_start(answer, say(N_("yes"))):
                return True
            if answer in (STOP, BACK) or is_start(answer, say(N_("no"))):
                return False
            self._talk.tell(say(N_("yes throws it away, no stays in the form, keep leaves it for later.")))

    # -- asking -----------------------------------------------------------------------------------

    def _ask_in_turn(self, names: Sequence[str], *, from_end: bool = False) -> bool:
        """Ask for the fields in turn, from the first or the last; return whether the form goes on.

        What is typed into one field decides which of the others are asked for.
        """
        asked = [name for name in names if self._asks(name)]
        place = len(asked) - 1 if from_end else 0
        while place < len(asked):
            name = asked[place]
            move = self._ask(name, say(N_("{n} of {of}"), n=place + 1, of=len(asked)))
            if move is Move.STOP:
                return False
            asked = [other for other in names if other == name or self._asks(other)]
            place = max(0, asked.index(name) + move.value)
        return True

    def _asks(self, name: str) -> bool:
        """Return whether the field is asked for, with what the other fields say."""
        return is_asked(self._fields[name], self._entries)

    def _ask(self, name: str, place: str = "") -> Move:
        question = self._question(name)
        move = question.ask(place)
        self._keep(name, question.entry)
        return move

    def _question(self, name: str) -> FieldQuestion:
        field, reading = self._fields[name], self._spec.reading()
        return FieldQuestion(
            self._talk, field, self._entries[name], words=self._spec.words,
            choices=self._spec.choices(field), today=write_day(reading.today, reading),
            read=lambda entered: self._read(name, entered), keep=lambda entered: self._keep(name, entered),
            resumed=name in self._resumed,
        )  # fmt: skip

    def _keep(self, name: str, entered: Any) -> None:
        self._entries[name] = entered
        self._draft.keep(self._typed())

    def _read(self, name: str, entered: Any) -> tuple[Any, str]:
        """Return an entry as the form writes it, such as a date for "+7", and what is wrong with it."""
        reading = self._spec.reading()
        found = check(self._spec.model, {name: entered}, reading, self._spec.choices)
        if name in found.errors:
            return entered, found.errors[name]
        return entry(self._fields[name], found.values[name], reading), ""

    def _tell_all(self) -> None:
        """Say each filled field."""
        self._talk.tell("", say(N_("What will be saved:")))
        for name in self._order:
            if self._entries[name]:
                self._tell_field(name)

    def _tell_field(self, name: str) -> None:
        number = self._order.index(name) + 1
        self._talk.tell(f"{number} {self._field_words(name, self._entries[name])}")

    def _review(self) -> bool | None:
        """Ask what to do with the form; return ``True`` to save, ``False`` to ask again, ``None`` to stop."""
        talk = self._talk
        answer = talk.line(say(N_("Save? yes, no, or the number of a field to change"))).strip()
        if answer in (STOP, BACK) or is_start(answer, say(N_("no"))):
            return None
        if is_start(answer, say(N_("yes"))) or folded(answer) == folded(say(N_("save"))):
            return True
        labels = [Option(name, self._question(name).label) for name in self._order]
        if answer in ("", "?"):
            talk.tell(say(N_("yes saves it, no gives it up. Every field, to be changed by its number:")))
            for name in filter(self._asks, self._order):
                self._tell_field(name)
        elif found := talk.matching_option(labels, answer):
            self._ask(found.key)
            self._tell_field(found.key)
        return False

    # -- saving -----------------------------------------------------------------------------------

    def _save(self) -> bool:
        checked = check(self._spec.model, self._entries, self._spec.reading(), self._spec.choices)
        if checked.errors:
            self._ask_wrong_fields(checked.errors)
            return False
        if self._warn(checked.values):
            return False
        if clash := self._merge.next_clash(checked.values):
            return self._chosen(clash) and self._save()
        try:
            with self._merge.saving():
                self._spec.save(checked.values)
        except ValidationError as error:
            self._ask_wrong_fields(model_errors(error))
        except SavedMeanwhile as error:
            return self._take_theirs(error)
        except CaseTUIError as error:
            tell_error(self._talk, error)
        except OSError as error:
            why = error.strerror or str(error)
            self._talk.tell(say(N_("This could not be written: {why}. Your typing is kept."), why=why))
        else:
            return True
        return False

    def _ask_wrong_fields(self, errors: Mapping[str, str]) -> None:
        """Say the errors, and ask for each field that has one."""
        for name, sentence in errors.items():
            if name in self._fields:
                self._talk.tell(f"{self._question(name).label}: {say(sentence)}")
                self._ask(name)
            else:
                self._talk.tell(say(sentence))

    def _warn(self, values: Mapping[str, Any]) -> bool:
        """Say new warnings, such as of a CPR number; return whether the person wants to change the form."""
        found = self._warnings.new(values)
        if not found:
            return False
        self._talk.tell(*(f"{self._question(name).label}: {sentence}" for name, sentence in found.items()))
        return not self._talk.yes(say(N_("Save it as it is?")))

    # -- a revision that a colleague saved meanwhile ----------------------------------------------

    def _take_theirs(self, error: SavedMeanwhile) -> bool:
        """Take the fields that only the colleague changed; save where the person chooses in the others."""
        self._talk.tell(str(error), *error.lines)
        choosing = self._merge.take(error)
        self._talk.tell(*(say(N_("Also changed, and taken: {line}"), line=line) for line in error.also))
        if not choosing:
            self._talk.tell(say(N_("Saving again puts yours on top.")))
            return False
        return self._save()

    def knows(self, name: str) -> bool:
        """Return whether there is a field ``name``."""
        return name in self._fields

    def untouched(self, name: str) -> bool:
        """Return whether the field ``name`` still has its first entry."""
        return bool(self._entries[name] == self._start[name])

    def put(self, name: str, value: Any, *, typed: bool = False) -> None:
        """Set a field to a value; unless ``typed``, as if the form had begun with it."""
        self._entries[name] = entry(self._fields[name], value, self._spec.reading())
        if not typed:
            self._start[name] = self._entries[name]

    def _chosen(self, clash: Clash) -> bool:
        """Ask which value stands in a field that both changed; return whether the person chose one."""
        talk = self._talk
        for head, value in ((clash.their_head, clash.theirs), (clash.my_head, clash.mine)):
            text = self._shown(clash.field, value) or say(N_("(nothing)"))
            talk.tell(f"{head}, {clash.label}:", text)
        options = [Option(MINE, say(N_("Keep mine"))), Option(THEIRS, say(N_("Take theirs")))]
        if clash.long:
            options.append(Option(BOTH, say(N_("Keep both, theirs first"))))
        answer = talk.choose(say(N_("Which stands?")), options)
        if answer is not None:
            self._merge.choose(answer)
        return answer is not None

    def _shown(self, name: str, value: Any) -> str:
        field = self._fields[name]
        return shown(field, value, self._spec.reading(), self._spec.choices(field))
