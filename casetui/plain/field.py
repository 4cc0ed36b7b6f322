"""The question for one field of a form: its label, its help, its entry, and its choices by number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from casetui.data.fields import ONE_LINE, YES_NO, FormField
from casetui.plain.talk import BACK, END_SHOWN, STOP, Option, Pages, Talk, says
from casetui.words import N_, say

EMPTY = "-"
APPEND = "+"
ANEW = "="


class Move(Enum):
    """Which field a form asks for after this one: the next, the one before, or none."""

    NEXT = 1
    BEFORE = -1
    STOP = 0


FIELD_HELP = (
    N_("Enter keeps what stands there, - empties it, ? says the field again."),
    N_(":back goes to the field before, :stop gives the form up."),
)
"""The answers that every field takes: said in the first form, and after "?"."""
HINTS = {
    "date": N_("A day, such as {today}, today, yesterday, +7 or fri."),
    "days": N_("Days with commas between, such as {today}."),
    "number": N_("A whole number."),
    "money": N_("An amount, such as 12.50."),
    "list": N_("Several, with commas between."),
    "text": N_("As many lines as you like; an empty line ends."),
    "several": N_("Choose any of these, with commas between."),
    "yes-no": N_("yes or no."),
}
"""What a field takes, by its kind."""


class FieldQuestion:
    """Asks for one field until its entry is valid."""

    def __init__(
        self,
        talk: Talk,
        field: FormField,
        entry: Any,
        *,
        words: Mapping[str, str],
        choices: Mapping[str, str],
        today: str,
        read: Callable[[Any], tuple[Any, str]],
        keep: Callable[[Any], None],
        resumed: bool = False,
    ) -> None:
        """``entry`` is the field's entry now; ``choices`` are its keys and labels, empty for a free field.

        ``today`` is today's date as the agency writes it. ``read`` returns a typed entry in the form's own
        writing, and the sentence that says what is wrong with it, else an empty text. ``keep`` adds the
        typed part of a long text to the draft. ``resumed`` says that the entry comes from a draft: a long
        text is then gone on with, where it would else be replaced.
        """
        self._talk = talk
        self._field = field
        self.entry = entry
        self._words = words
        labels = YES_NO if field.kind == "yes-no" else choices
        self._options = [Option(key, say(label).replace(" · ", ", ")) for key, label in labels.items()]
        self._today = today
        self._read = read
        self._keep = keep
        self._resumed = resumed
        self._pages = Pages([f"{n} {option.label}" for n, option in enumerate(self._options, 1)])

    @property
    def label(self) -> str:
        """The field's label."""
        return say(self._field.ask.label, **self._words)

    def shown(self) -> str:
        """Return the entry as a person reads it: the labels of choices, not their keys."""
        labels = {option.key: option.label for option in self._options}
        if isinstance(self.entry, list):
            return ", ".join(labels.get(str(key), str(key)) for key in self.entry)
        return labels.get(self.entry, str(self.entry))

    @property
    def _can_append(self) -> bool:
        """Whether lines can be added below the entry."""
        return self._field.kind == "text" and bool(self.entry)

    def ask(self, place: str) -> Move:
        """Ask until the entry is valid. ``place`` is the field's place in the form, such as "2 of 7"."""
        prompt = self._tell(place)
        while True:
            answer = self._talk.line(prompt)
            if answer.strip() in (STOP, BACK):
                return Move.STOP if answer.strip() == STOP else Move.BEFORE
            if answer.strip() == "?":
                prompt = self._tell(place)
                self._talk.tell(*(say(way) for way in FIELD_HELP))
            elif self._options and self._pages.more and says(answer, say(N_("more"))):
                self._pages.tell_next(self._talk)
            elif (entered := self._parsed(answer)) is not None and self._accept(entered):
                return Move.NEXT

    def _accept(self, entered: Any) -> bool:
        kept, wrong = self._read(entered)
        if not wrong:
            self.entry = kept
            return True
        self._talk.tell(wrong)
        return self._field.kind == "line" and len(entered) > ONE_LINE and self._offer_to_shorten(entered)

    def _offer_to_shorten(self, text: str) -> bool:
        """Offer to cut a text that is too long at the end of a word; else keep it, and ask again."""
        self.entry = text
        self._keep(text)
        fits = text[: ONE_LINE + 1].rpartition(" ")[0].rstrip() or text[:ONE_LINE]
        if self._talk.yes(say(N_("Shorten it? It then ends with: {end}"), end=fits[-END_SHOWN:])):
            return self._accept(fits)
        self._talk.tell(say(N_("It is kept, and not saved as long as it is too long. Type it shorter.")))
        return False

    def _tell(self, place: str) -> str:
        """Say the field's label, help, choices and entry; return the prompt."""
        field, talk = self._field, self._talk
        label = say(N_("{label}, needed"), label=self.label) if field.required else self.label
        label = f"{place}: {label}" if place else label
        hint = say(HINTS[field.kind], today=self._today) if field.kind in HINTS else ""
        if field.kind == "line" and self._options:
            hint = say(N_("The number of one of these, or another in words."))
        below = self._typing_hint()
        now = say(N_("Now: {value}"), value=self.shown()) if self.entry else ""
        listed = bool(self._options) and field.kind != "yes-no"
        if not (field.ask.help or hint or below or now or listed):
            return label  # the prompt says it all
        talk.tell(f"{label}.", *(text for text in (say(field.ask.help, **self._words), hint, below) if text))
        if listed:
            self._pages.tell_again(talk)
        if now:
            talk.tell(now)
        return self.label

    def _typing_hint(self) -> str:
        """Return what typing does to the entry that stands there, where that needs to be said."""
        if self._resumed and self.entry:
            if self._can_append:
                return say(
                    N_("Enter keeps what you typed before, and what you type now is added below it. Begin "
                       "with = to write it anew.")
                )  # fmt: skip
            return say(N_("Enter keeps what you typed before, and what you type now takes its place."))
        return say(N_("Begin with + to add below what stands there.")) if self._can_append else ""

    def _named(self, text: str) -> str:
        """Return the name that a number stands for, where names are offered; else the text as it is."""
        if self._options and text.isdecimal() and 1 <= int(text) <= len(self._options):
            return self._options[int(text) - 1].label
        return text

    def _parsed(self, answer: str) -> Any | None:
        """Return the entry that an answer stands for; ``None``, and say why, where it stands for none."""
        text = answer.strip()
        if not text:
            return self.entry
        if text == EMPTY:
            return [] if self._field.kind == "several" else ""
        if self._field.kind == "several":
            return self._parsed_several(text)
        if self._field.kind in ("one", "yes-no"):
            found = self._talk.matching_option(self._options, text)
            return found.key if found else None
        return self._read_lines(answer) if self._field.kind == "text" else self._named(text)

    def _parsed_several(self, text: str) -> list[str] | None:
        found = [
            self._talk.matching_option(self._options, part.strip())
            for part in text.split(",")
            if part.strip()
        ]
        keys = {option.key for option in found if option}
        return None if None in found else [option.key for option in self._options if option.key in keys]

    def _read_lines(self, first: str) -> str | None:
        """Read lines up to an empty one, keeping each in the draft; ``None`` where they are dropped."""
        lines = [first]
        if self._can_append:
            adds, anew = first.startswith(APPEND), self._resumed and first.startswith(ANEW)
            text = first[1:].strip() if adds or anew else first
            lines = [self.entry, text] if adds or (self._resumed and not anew) else [text]
        while True:
            self._keep("\n".join(lines))
            line = self._talk.line(say(N_("Next line, or nothing")))
            if not line:
                return "\n".join(lines)
            if line.strip() not in (STOP, BACK):
                lines.append(line)
            elif self._talk.yes(say(N_("Drop these lines?"))):
                self._keep(self.entry)
                return None
