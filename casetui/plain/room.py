"""A place of the plain face: numbered lines to choose from, and commands that can be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from casetui.data.errors import Unreachable
from casetui.data.names import folded
from casetui.desk.errors import HeldBack
from casetui.desk.flows.commands import HOME_COMMANDS, Command
from casetui.desk.telling.lines import Leads, ListLine
from casetui.plain.talk import STOP, GoToList, Option, Pages, QuitProgram, Talk, is_start, matching_options
from casetui.words import N_, CaseTUIError, say

FEW_CHANGED = 3
"""Up to this many changed lines are said by themselves; after more, the whole list is said again."""


@dataclass(frozen=True)
class MenuLine:
    """A line of a place. A line with ``do`` has a number and can be chosen."""

    text: str
    do: Callable[[], object] | None = None
    key: str = ""
    """Names the case or person of the line, which keeps its number while only some lines are said again."""


@dataclass(frozen=True)
class SaidCommand:
    """A word that can be said, such as "contact 2". ``do`` is given the text after the word: "2"."""

    word: str
    what: str
    """What the command does, for the help."""
    do: Callable[[str], object]
    also: Sequence[str] = ()
    """Other words for it: the words of the screens."""
    offered: bool = True
    """Whether the help names it. One that it does not name says why it cannot be done now."""

    @classmethod
    def of(cls, command: Command, do: Callable[[str], object], *, offered: bool = True) -> SaidCommand:
        """Return a command of the desk, which ``do`` does."""
        return cls(command.word, command.what, do, command.also, offered)

    def after(self, answer: str) -> str | None:
        """Return the text after the command's full word; ``None`` where the answer does not start with it."""
        words = answer.split()
        for name in (self.word, *self.also):
            length = len(say(name).split())
            if folded(" ".join(words[:length])) == folded(say(name)):
                return " ".join(words[length:])
        return None


class Room:
    """A place: says its title and lines, then does each answer until the person goes back."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self._lines: list[MenuLine] = []
        self._pages = Pages(())
        self._last_title = ""
        self._is_leaving = False

    # -- for each place to define -----------------------------------------------------------------

    def title(self) -> str:
        """Return the place's title."""
        raise NotImplementedError

    def name(self) -> str:
        """Return the place's name in the prompt: shorter, where the title is long."""
        return self.title()

    def lines(self) -> list[MenuLine]:
        """Return the lines of the place as they are now."""
        return []

    def empty(self) -> str:
        """Return the sentence that is said where there are no lines."""
        return say(N_("There is nothing here."))

    def commands(self) -> Sequence[SaidCommand]:
        """Return the place's own commands, besides the common ones."""
        return ()

    # -- asking -----------------------------------------------------------------------------------

    def stay(self) -> None:
        """Ask what to do and do it, until the person goes back."""
        self.show()
        while not self._is_leaving:
            answer = self.talk.line(say(N_("{place}, what next, or ?"), place=self.name()))
            try:
                self._do_answer(answer.strip())
            except CaseTUIError as error:
                tell_error(self.talk, error)

    def leave(self) -> None:
        """Go back after this answer."""
        self._is_leaving = True

    def show(self) -> None:
        """Say the title and the first lines."""
        self._last_title = self.title()
        self.talk.tell("", self._last_title)
        self.show_lines()

    def show_lines(self) -> None:
        """Say the first lines."""
        self._set_lines(self.lines())
        if self._lines:
            self._pages.tell_next(self.talk)
        else:
            self.talk.tell(self.empty())

    def _set_lines(self, lines: list[MenuLine], said: int = 0) -> None:
        """Number the lines; the first ``said`` of them were said already."""
        self._lines = lines
        numbers = iter(range(1, len(lines) + 1))
        texts = [f"{next(numbers)} {line.text}" if line.do else line.text for line in lines]
        self._pages = Pages(texts, said)

    def _do_answer(self, answer: str) -> None:
        if answer == STOP:
            answer = say(N_("back"))
        if answer in ("", "?") or folded(answer) == say(N_("help")):
            self._help()
        elif answer.isdecimal():
            self._choose(answer)
        else:
            self._match_words(answer)

    def _match_words(self, answer: str) -> None:
        """Run the command that the answer names or whose start is its first word; else choose a line.

        Where text follows the first word, a matching line goes before the start of a command: "A bed" is
        not "add".
        """
        own = self.commands()
        known = [*own, *self._common_commands()]
        elsewhere = self._list_commands()
        for command in [*known, *elsewhere]:
            rest = command.after(answer)
            if rest is not None and not (rest and command in elsewhere):
                self._run_command(command, rest, own)
                return
        word, _, rest = answer.partition(" ")
        found = [command for command in known if is_start(word, say(command.word))]
        if rest and matching_options(self._options(), answer):
            found = []
        if len(found) == 1:
            self._run_command(found[0], rest.strip(), own)
        elif found:
            names = "; ".join(say(command.word) for command in found)
            self.talk.tell(say(N_("That could be: {names}. Say more of it."), names=names))
        else:
            self._choose(answer)

    def _run_command(self, command: SaidCommand, said: str, own: Sequence[SaidCommand]) -> None:
        command.do(said)
        if command in own:
            self.after()

    def _choose(self, answer: str) -> None:
        line = self._matching_line(answer)
        if line is not None and line.do is not None:
            line.do()
            self.after()

    def _matching_line(self, answer: str) -> MenuLine | None:
        """Return the line that matches an answer; if none or several match, say so and return ``None``."""
        found = self.talk.matching_option(self._options(), answer)
        return self._lines[int(found.key)] if found else None

    def _options(self) -> list[Option]:
        return [Option(str(n), line.text) for n, line in enumerate(self._lines) if line.do]

    def after(self) -> None:
        """Say what an act changed: a few lines by themselves, else the title and the list.

        The list is also said where the numbers of its lines have moved.
        """
        if self._is_leaving:
            return
        before = self._lines
        now = in_order_said(before, self.lines())
        moved = [bool(line.do) for line in before] != [bool(line.do) for line in now]
        if moved or self.title() != self._last_title:
            self.show()
            return
        pairs = zip(before, now, strict=True)
        changed = [n for n, (old, new) in enumerate(pairs) if old.text != new.text]
        if len(changed) > FEW_CHANGED:
            self.show()
        else:
            self._set_lines(now, self._pages.said)
            self.talk.tell(*(self._pages.lines[n] for n in changed))

    def _help(self) -> None:
        talk = self.talk
        talk.tell(say(N_("Here you can say:")))
        if any(line.do for line in self._lines):
            talk.tell(say(N_("a number, or words of a line: choose it")))
        known = [*self.commands(), *self._common_commands(), *self._list_commands()]
        talk.tell(*(f"{say(one.word)}: {say(one.what)}" for one in known if one.offered))

    def _common_commands(self) -> list[SaidCommand]:
        return [
            SaidCommand(N_("list"), N_("say the lines again from the first"), lambda _: self.show()),
            SaidCommand(N_("more"), N_("say the lines that are left"), self._more),
            SaidCommand(N_("back"), N_("go back to where you came from"), lambda _: self.leave()),
            *(
                [SaidCommand(N_("open"), N_("choose a line, such as: open 1"), self._open)]
                if self._options()
                else []
            ),
            SaidCommand(N_("quit"), N_("leave the program"), _quit),
        ]

    def _list_commands(self) -> list[SaidCommand]:
        """Return the commands that lead from any place to one that the caseload leads to, as on the screens.

        They are said in full, and nothing after them: their beginnings may be words of a line.
        """
        return [
            SaidCommand(N_("caseload"), N_("go to the list where one begins"), _go_to(N_("caseload"))),
            *(SaidCommand.of(one, _go_to(one.word)) for one in HOME_COMMANDS if one.everywhere),
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
    raise QuitProgram


def _go_to(word: str) -> Callable[[str], None]:
    def go(_: str) -> None:
        raise GoToList(say(word))

    return go


def in_order_said(before: Iterable[MenuLine], now: Sequence[MenuLine]) -> list[MenuLine]:
    """Return the lines of ``now``; lines with a key stand in the order in which ``before`` has them."""
    place = {line.key: n for n, line in enumerate(before)}
    keyed = iter(sorted((line for line in now if line.key), key=lambda line: place.get(line.key, len(place))))
    return [next(keyed) if line.key else line for line in now]


def menu_lines(
    lines: Iterable[ListLine[Leads]],
    choosing: Callable[[Leads], Callable[[], object] | None],
    *,
    keep_numbers: bool = False,
    headings: bool = False,
) -> list[MenuLine]:
    """Return the menu lines for a list of the desk; ``choosing`` returns the act of choosing a line.

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
    """Say an error's sentence; for an act that is held back, each finding and what to do about it."""
    if isinstance(error, Unreachable):
        talk.tell(say(N_("{why} Try again in a moment."), why=error))
        return
    if not isinstance(error, HeldBack):
        talk.tell(str(error))
        return
    talk.tell(say(N_("This cannot be done yet.")))
    for number, finding in enumerate(error.findings, 1):
        source = f" ({finding.source})" if finding.source else ""
        talk.tell(f"{number} {finding.what} {finding.do}{source}")
