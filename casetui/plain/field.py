"""Asking for one field of a form: its label, its help, what stands there, and its choices by number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from casetui.data.fields import ONE_LINE, YES_NO, FormField
from casetui.plain.talk import BACK, HEARD, STOP, Option, Pages, Talk, says
from casetui.words import N_, say

EMPTY = "-"
ADD = "+"


class Step(Enum):
    """Where a form goes on after a field was asked for."""

    NEXT = 1
    BEFORE = -1
    STOP = 0


WAYS = (
    N_("Enter keeps what stands there, - empties it, ? says the field again."),
    N_(":back goes to the field before, :stop gives the form up."),
)
"""What can be answered in every field: said in the first form, and where it is asked for."""
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
"""What can be written into a field, by its kind."""


class FieldAsked:
    """One field while it is asked for."""

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
    ) -> None:
        """``entry`` stands in it now; ``choices`` are keys and labels, where it has any.

        ``today`` is a day as the agency writes it. ``read`` returns an entry as it is kept, and
        what is wrong with it, as a sentence. ``keep`` keeps what is typed so far of a long text.
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
        self._pages = Pages([f"{n} {option.label}" for n, option in enumerate(self._options, 1)])

    @property
    def label(self) -> str:
        """What the field is called."""
        return say(self._field.ask.label, **self._words)

    def shown(self) -> str:
        """Return what stands in the field, as a person reads it; empty where nothing does."""
        labels = {option.key: option.label for option in self._options}
        if isinstance(self.entry, list):
            return ", ".join(labels.get(str(key), str(key)) for key in self.entry)
        return labels.get(self.entry, str(self.entry))

    @property
    def _adds(self) -> bool:
        """Whether something stands there that lines can be added to."""
        return self._field.kind == "text" and bool(self.entry)

    def ask(self, place: str) -> Step:
        """Ask until something stands in the field that may stand there; ``place`` says which field it is."""
        prompt = self._tell(place)
        while True:
            answer = self._talk.line(prompt)
            if answer.strip() in (STOP, BACK):
                return Step.STOP if answer.strip() == STOP else Step.BEFORE
            if answer.strip() == "?":
                prompt = self._tell(place)
                self._talk.tell(*(say(way) for way in WAYS))
            elif self._options and self._pages.more and says(answer, say(N_("more"))):
                self._pages.tell_next(self._talk)
            elif (entered := self._entered(answer)) is not None and self._takes(entered):
                return Step.NEXT

    def _takes(self, entered: Any) -> bool:
        kept, wrong = self._read(entered)
        if not wrong:
            self.entry = kept
            return True
        self._talk.tell(wrong)
        return self._field.kind == "line" and len(entered) > ONE_LINE and self._shortened(entered)

    def _shortened(self, text: str) -> bool:
        """Offer to end a text that is too long at a word; else it stands there, and is asked for again."""
        self.entry = text
        self._keep(text)
        fits = text[: ONE_LINE + 1].rpartition(" ")[0].rstrip() or text[:ONE_LINE]
        if self._talk.yes(say(N_("Shorten it? It then ends with: {end}"), end=fits[-HEARD:])):
            return self._takes(fits)
        self._talk.tell(say(N_("It is kept, and not saved as long as it is too long. Type it shorter.")))
        return False

    def _tell(self, place: str) -> str:
        """Say which field it is, and what there is to say of it; return how it is asked for."""
        field, talk = self._field, self._talk
        label = say(N_("{label}, needed"), label=self.label) if field.required else self.label
        label = f"{place}: {label}" if place else label
        hint = say(HINTS[field.kind], today=self._today) if field.kind in HINTS else ""
        below = say(N_("Begin with + to add below what stands there.")) if self._adds else ""
        now = say(N_("Now: {value}"), value=self.shown()) if self.entry else ""
        listed = bool(self._options) and field.kind != "yes-no"
        if not (field.ask.help or hint or below or now or listed):
            return label  # nobody needs to hear it twice
        talk.tell(f"{label}.", *(text for text in (say(field.ask.help, **self._words), hint, below) if text))
        if listed:
            self._pages.tell_again(talk)
        if now:
            talk.tell(now)
        return self.label

    def _entered(self, answer: str) -> Any | None:
        """Return what an answer enters; ``None`` where it is no answer, which is said."""
        text = answer.strip()
        if not text:
            return self.entry
        if text == EMPTY:
            return [] if self._field.kind == "several" else ""
        if self._field.kind == "several":
            return self._several(text)
        if self._field.kind in ("one", "yes-no"):
            found = self._talk.one_of(self._options, text)
            return found.key if found else None
        return self._long(answer) if self._field.kind == "text" else text

    def _several(self, text: str) -> list[str] | None:
        found = [self._talk.one_of(self._options, part.strip()) for part in text.split(",") if part.strip()]
        keys = {option.key for option in found if option}
        return None if None in found else [option.key for option in self._options if option.key in keys]

    def _long(self, first: str) -> str | None:
        """Return the lines up to an empty one, kept line by line; ``None`` where they were dropped."""
        lines = [first]
        if self._adds and first.startswith(ADD):
            lines = [self.entry, first.removeprefix(ADD).strip()]
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
