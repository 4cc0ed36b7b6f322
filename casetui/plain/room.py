"""A place where one is asked what to do: lines to choose from by number, and words that can be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from casetui.desk.errors import HeldBack
from casetui.desk.find import folded
from casetui.desk.telling.lines import Leads, ListLine
from casetui.plain.talk import STOP, Elsewhere, Leaving, Option, Pages, Talk, is_start, meant
from casetui.words import N_, CaseTUIError, say

FEW = 3
"""So many lines that changed are said by themselves; of more, all lines are said again."""


@dataclass(frozen=True)
class MenuLine:
    """A line of a place; one with ``do`` has a number and can be chosen."""

    text: str
    do: Callable[[], object] | None = None
    key: str = ""
    """Whom it is about, where its number is to stay theirs while only some lines are said again."""


@dataclass(frozen=True)
class Command:
    """A word that can be said, what it does, and the doing. ``do`` is given what was said after the word."""

    word: str
    what: str
    do: Callable[[str], object]
    also: Sequence[str] = ()
    """What else it can be called: the words of the screens."""

    def after(self, answer: str) -> str | None:
        """Return what an answer says after a name of this command in full; ``None`` where it has none."""
        words = answer.split()
        for name in (self.word, *self.also):
            length = len(say(name).split())
            if folded(" ".join(words[:length])) == folded(say(name)):
                return " ".join(words[length:])
        return None


class Room:
    """A place: says its title and its lines, then does what is answered until the person goes back."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self._lines: list[MenuLine] = []
        self._pages = Pages(())
        self._titled = ""
        self._left = False

    # -- what a place says of itself --------------------------------------------------------------

    def title(self) -> str:
        """Return what the place is called."""
        raise NotImplementedError

    def name(self) -> str:
        """Return what the place is called where it asks what to do: shorter, where the title is long."""
        return self.title()

    def lines(self) -> list[MenuLine]:
        """Return what is there, as it now is."""
        return []

    def empty(self) -> str:
        """Return what is said where there are no lines."""
        return say(N_("There is nothing here."))

    def commands(self) -> Sequence[Command]:
        """Return what can be said besides what can be said everywhere."""
        return ()

    # -- asking -----------------------------------------------------------------------------------

    def stay(self) -> None:
        """Ask what to do and do it, until the person goes back."""
        self.show()
        while not self._left:
            answer = self.talk.line(say(N_("{place}, what next, or ?"), place=self.name()))
            try:
                self._answer(answer.strip())
            except CaseTUIError as error:
                tell_error(self.talk, error)

    def leave(self) -> None:
        """Go back after this answer."""
        self._left = True

    def show(self) -> None:
        """Say the title and the first lines."""
        self._titled = self.title()
        self.talk.tell("", self._titled)
        self.show_lines()

    def show_lines(self) -> None:
        """Say the first lines."""
        self._take(self.lines())
        if self._lines:
            self._pages.tell_next(self.talk)
        else:
            self.talk.tell(self.empty())

    def _take(self, lines: list[MenuLine], said: int = 0) -> None:
        """Take up the lines as they now are; so many of them were said already."""
        self._lines = lines
        numbers = iter(range(1, len(lines) + 1))
        texts = [f"{next(numbers)} {line.text}" if line.do else line.text for line in lines]
        self._pages = Pages(texts, said)

    def _answer(self, answer: str) -> None:
        if answer == STOP:
            answer = say(N_("back"))
        if answer in ("", "?") or folded(answer) == say(N_("help")):
            self._help()
        elif answer.isdecimal():
            self._choose(answer)
        else:
            self._word(answer)

    def _word(self, answer: str) -> None:
        """Do the command that is named, or that the first word begins; else choose the line that is meant.

        A line goes before a command that only begins so where more was said: "A bed" is no "add".
        """
        own = self.commands()
        known = [*own, *self._everywhere()]
        for command in [*known, *self._elsewhere()]:
            if (rest := command.after(answer)) is not None:
                self._obey(command, rest, own)
                return
        word, _, rest = answer.partition(" ")
        found = [command for command in known if is_start(word, say(command.word))]
        if rest and meant(self._options(), answer):
            found = []
        if len(found) == 1:
            self._obey(found[0], rest.strip(), own)
        elif found:
            names = "; ".join(say(command.word) for command in found)
            self.talk.tell(say(N_("That could be: {names}. Say more of it."), names=names))
        else:
            self._choose(answer)

    def _obey(self, command: Command, said: str, own: Sequence[Command]) -> None:
        command.do(said)
        if command in own:
            self.after()

    def _choose(self, answer: str) -> None:
        line = self.line_meant(answer)
        if line is not None and line.do is not None:
            line.do()
            self.after()

    def line_meant(self, answer: str) -> MenuLine | None:
        """Return the line that can be chosen and that an answer means; else say why there is none."""
        found = self.talk.one_of(self._options(), answer)
        return self._lines[int(found.key)] if found else None

    def _options(self) -> list[Option]:
        return [Option(str(n), line.text) for n, line in enumerate(self._lines) if line.do]

    def after(self) -> None:
        """Come back after something was done, and say what is otherwise by now.

        Where a few lines say something else under the same numbers, that is only these; else it is all.
        """
        if self._left:
            return
        before = self._lines
        now = in_place(before, self.lines())
        moved = [bool(line.do) for line in before] != [bool(line.do) for line in now]
        if moved or self.title() != self._titled:
            self.show()
            return
        pairs = zip(before, now, strict=True)
        changed = [n for n, (old, new) in enumerate(pairs) if old.text != new.text]
        if len(changed) > FEW:
            self.show()
        else:
            self._take(now, self._pages.said)
            self.talk.tell(*(self._pages.lines[n] for n in changed))

    def _help(self) -> None:
        talk = self.talk
        talk.tell(say(N_("Here you can say:")))
        if any(line.do for line in self._lines):
            talk.tell(say(N_("a number, or words of a line: choose it")))
        known = [*self.commands(), *self._everywhere(), *self._elsewhere()]
        talk.tell(*(f"{say(command.word)}: {say(command.what)}" for command in known))

    def _everywhere(self) -> list[Command]:
        return [
            Command(N_("list"), N_("say the lines again from the first"), lambda _: self.show()),
            Command(N_("more"), N_("say the lines that are left"), self._more),
            Command(N_("back"), N_("go back to where you came from"), lambda _: self.leave()),
            *(
                [Command(N_("open"), N_("choose a line, such as: open 1"), self._open)]
                if self._options()
                else []
            ),
            Command(N_("quit"), N_("leave the program"), _quit),
        ]

    def _elsewhere(self) -> list[Command]:
        """Return the lists that one can go to from anywhere, by their words in full."""
        return [
            Command(N_("caseload"), N_("go to the list where one begins"), _going(N_("caseload"))),
            Command(N_("agenda"), N_("go to what is late and due"), _going(N_("agenda"))),
        ]

    def _open(self, said: str) -> None:
        if said:
            self._choose(said)
        else:
            self.talk.tell(say(N_("Say which, such as: open 1")))

    def _more(self, _: str) -> None:
        if self._pages.more:
            self._pages.tell_next(self.talk)
        else:
            self.talk.tell(say(N_("That was all. Say list to hear it again.")))


def _quit(_: str) -> None:
    raise Leaving


def _going(word: str) -> Callable[[str], None]:
    def go(_: str) -> None:
        raise Elsewhere(say(word))

    return go


def in_place(before: Iterable[MenuLine], now: Sequence[MenuLine]) -> list[MenuLine]:
    """Return the lines of ``now``, those with a key in the order in which they were said ``before``."""
    place = {line.key: n for n, line in enumerate(before)}
    keyed = iter(sorted((one for one in now if one.key), key=lambda one: place.get(one.key, len(place))))
    return [next(keyed) if line.key else line for line in now]


def read_out(
    lines: Iterable[ListLine[Leads]],
    choosing: Callable[[Leads], Callable[[], object] | None],
    *,
    keep_numbers: bool = False,
    headings: bool = False,
) -> list[MenuLine]:
    """Return the lines of a list that the desk describes; ``choosing`` returns what choosing one does.

    With ``keep_numbers`` a line keeps its number while only some lines are said again. With ``headings``
    each heading is said before the first line that stands under it. A line that says nothing is left out.
    """
    found: list[MenuLine] = []
    heading = ""
    for line in (one for one in lines if one.said):
        if headings and line.heading not in ("", heading):
            found.append(MenuLine(f"{line.heading}:"))
        heading = line.heading
        found.append(MenuLine(line.said, choosing(line.leads), line.key if keep_numbers else ""))
    return found


def tell_error(talk: Talk, error: CaseTUIError) -> None:
    """Say an error's sentence; of what is held back, each thing that is missing and what to do about it."""
    if not isinstance(error, HeldBack):
        talk.tell(str(error))
        return
    talk.tell(say(N_("This cannot be done yet.")))
    for number, finding in enumerate(error.findings, 1):
        source = f" ({finding.source})" if finding.source else ""
        talk.tell(f"{number} {finding.what} {finding.do}{source}")
