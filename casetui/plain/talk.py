"""What is said and what is answered: lines out, lines in, and nothing that moves a cursor."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TextIO

from casetui.data.foreign_text import safe, wrapped
from casetui.desk.find import folded
from casetui.words import N_, CaseTUIError, say

PAGE = 10
"""How many lines are said before "more" is waited for."""
STOP = ":stop"
BACK = ":back"
LONGEST = 4094
"""The most bytes that a terminal gives on of one line; the kernel drops the rest without a word."""
HEARD = 40
"""How many characters of such a line are said again, so that one knows where it was cut."""


class EndOfInput(Exception):
    """Nobody answers any more."""


class Leaving(Exception):
    """The person leaves the program."""


class Elsewhere(Exception):
    """The person goes to another list from wherever they are; ``word`` is what the first place calls it."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Option:
    """One answer that can be given: its key, and what it is called."""

    key: str
    label: str


class Talk:
    """Says lines and asks for lines."""

    def __init__(
        self,
        source: TextIO,
        out: TextIO,
        *,
        translate: Callable[[str], str] = str,
        after_prompt: str = "\n",
        unseen: Callable[[str], str] | None = None,
        width: Callable[[], int] = lambda: 0,
    ) -> None:
        """``translate`` makes a text one that can be shown. ``after_prompt`` ends the line that asks.

        At a terminal that is a space, so that the answer stands behind the question; else a line of its own.
        ``unseen`` asks for a line that is not shown as it is typed, as ``getpass`` does; ``None`` where
        there is no terminal to ask on. ``width`` is how many characters wide the terminal is now: there
        a line is broken at a space, for a terminal breaks it within a word; 0 says every line whole.
        """
        self._source = source
        self._out = out
        self._translate = translate
        self._after_prompt = after_prompt
        self._unseen = unseen
        self._width = width
        self._told: set[str] = set()
        self._asking = ""
        """The question that waits for its answer; empty where none does."""
        self.patient = False
        """Whether Ctrl+C is an answer only, and stops nothing that is being done."""

    def tell(self, *texts: str) -> None:
        """Say each text on a line of its own, or on as many as it has, without what a terminal obeys."""
        for text in texts:
            for part in text.split("\n"):
                self._out.write(self._broken(part) + "\n")
        self._out.flush()

    def tell_once(self, *texts: str) -> None:
        """Say what was not said by this before: who has heard it needs no second time."""
        new = [text for text in texts if text not in self._told]
        self._told.update(new)
        self.tell(*new)

    def _plain(self, text: str) -> str:
        return self._translate(" ".join(safe(text).split()))

    def _broken(self, text: str) -> str:
        return wrapped(self._plain(text), self._width())

    def line(self, prompt: str) -> str:
        """Ask for a line and return it without its end; ``STOP`` where Ctrl+C was pressed instead.

        Raises ``EndOfInput`` where no line comes any more.
        """
        try:
            line = self._waited(self._broken(f"{prompt}:") + self._after_prompt, self._asked)
        except KeyboardInterrupt:
            self._out.write("\n")
            return STOP
        except OSError:  # the terminal is gone
            raise EndOfInput from None
        if not line:
            raise EndOfInput
        return self._whole(line.rstrip("\r\n"))

    def _asked(self) -> str:
        self.ask_again()
        return self._source.readline()

    def _waited(self, asked: str, read: Callable[[], str]) -> str:
        self._asking = asked
        try:
            return read()
        finally:
            self._asking = ""

    def ask_again(self) -> None:
        """Say the question that waits for its answer, again after a rest: nobody knows then what it was."""
        if self._asking:
            with suppress(RuntimeError):  # the rest came while it was being said
                self._out.write(self._asking)
                self._out.flush()

    def interrupt(self) -> None:
        """Take a Ctrl+C: raise ``KeyboardInterrupt`` where something is asked, or before one is patient.

        A second one, pressed while the first is being answered, must not end the program in a save.
        """
        if self._asking or not self.patient:
            raise KeyboardInterrupt

    def _whole(self, line: str) -> str:
        """Return the line; where the terminal cut it off, say so, and where it ends."""
        if len(line.encode(errors="replace")) < LONGEST:
            return line
        line = line.rstrip("\ufffd")  # half a character
        self.tell(
            say(
                N_("A terminal cuts a line off after {n} characters. What came of yours ends with: {end}"),
                n=f"{len(line):,}", end=line[-HEARD:],
            )
        )  # fmt: skip
        return line

    def secret(self, prompt: str) -> str:
        """Ask for a passphrase, which is not shown as it is typed; ``STOP`` where Ctrl+C was pressed instead.

        Raises ``EndOfInput``, and ``CaseTUIError`` where there is no terminal on which it stays unseen.
        """
        ask = self._unseen
        if ask is None:
            raise CaseTUIError(say(N_("This needs your passphrase. Run it at a terminal.")))
        self._out.flush()
        try:
            asked = self._broken(f"{prompt}:") + " "
            return self._waited(asked, lambda: ask(asked))
        except KeyboardInterrupt:
            self._out.write("\n")
            return STOP
        except EOFError:
            raise EndOfInput from None

    def text(self, question: str) -> str:
        """Ask for a line of text, such as a reason; empty where the person goes back."""
        self.tell(question)
        while True:
            answer = self.line(say(N_("Your answer, or :stop"))).strip()
            if answer == STOP:
                return ""
            if answer:
                return answer
            self.tell(say(N_("Please write something here.")))

    def yes(self, question: str) -> bool:
        """Ask a question that is answered by yes or no; to go back is no."""
        return bool(self.yes_or_back(question))

    def yes_or_back(self, question: str) -> bool | None:
        """Ask a question that is answered by yes or no; ``None`` where the person goes back instead."""
        prompt = say(N_("{question} yes or no"), question=question)
        while True:
            answer = self.line(prompt).strip()
            if is_start(answer, say(N_("yes"))):
                return True
            if is_start(answer, say(N_("no"))):
                return False
            if answer in (STOP, BACK) or is_start(answer, say(N_("back"))):
                return None
            self.tell(say(N_("Say yes or no; back goes back.")))

    def choose(
        self, question: str, options: Sequence[Option], otherwise: Mapping[str, str] | None = None
    ) -> str | None:
        """Ask for one of ``options`` and return its key; ``None`` where the person goes back.

        ``otherwise`` is what is said to words that somebody may well try and that are no answer here.
        """
        pages = Pages([f"{n} {option.label}" for n, option in enumerate(options, 1)])
        self.tell(question)
        pages.tell_next(self)
        while True:
            answer = self.line(say(N_("Number or name"))).strip()
            if answer in (STOP, BACK) or says(answer, say(N_("back"))):
                return None
            if answer in ("", "?"):
                self.tell(say(N_("Say the number, or how the name begins; back goes back; more says more.")))
                pages.tell_again(self)
            elif pages.more and says(answer, say(N_("more"))):
                pages.tell_next(self)
            elif otherwise and folded(answer) in otherwise:
                self.tell(otherwise[folded(answer)])
            elif (found := self.one_of(options, answer)) is not None:
                return found.key

    def one_of(self, options: Sequence[Option], answer: str) -> Option | None:
        """Return the option that an answer means; where it is none or several, say so."""
        found = meant(options, answer)
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(f"{options.index(option) + 1} {option.label}" for option in found[:PAGE])
            self.tell(say(N_("That could be: {names}. Say more of it, or its number."), names=names))
        else:
            nothing = N_('Nothing here is called "{answer}". Say ? to hear what can be said.')
            self.tell(say(nothing, answer=answer))
        return None


class Pages:
    """Lines that are said a page at a time."""

    def __init__(self, lines: Sequence[str], said: int = 0) -> None:
        self.lines = lines
        self.said = said
        """How many of them were said."""

    @property
    def more(self) -> bool:
        """Whether some are not said yet."""
        return self.said < len(self.lines)

    def tell_next(self, talk: Talk) -> None:
        """Say the next page, and how many lines are left."""
        last = self.said + PAGE
        if len(self.lines) - last <= 2:  # nobody asks for more to hear two lines
            last = len(self.lines)
        talk.tell(*self.lines[self.said : last])
        self.said = last
        if self.more:
            talk.tell(say(N_("{n} lines are left. Say more."), n=len(self.lines) - last))

    def tell_again(self, talk: Talk) -> None:
        """Say the first page again."""
        self.said = 0
        self.tell_next(talk)


def is_start(answer: str, word: str) -> bool:
    """Return whether ``answer`` is the start of ``word``, at least a letter of it."""
    wanted = folded(answer)
    return bool(wanted) and folded(word).startswith(wanted)


def says(answer: str, word: str) -> bool:
    """Return whether ``answer`` is ``word`` or its first letter: where other answers may begin like it."""
    return folded(answer) in (folded(word), folded(word)[:1])


def meant(options: Sequence[Option], answer: str) -> list[Option]:
    """Return the options that an answer may mean: the one of that number or name, else by how they begin.

    Else by how what stands behind their heading begins, else by their words.
    """
    wanted = folded(answer)
    if not wanted:
        return []
    if wanted.isdecimal() and 1 <= int(wanted) <= len(options):
        return [options[int(wanted) - 1]]
    # a number that is not there is no day or number within some text
    for fits in (_is,) if wanted.isdecimal() else (_is, _begins, _follows, _has_words):
        found = [option for option in options if fits(folded(option.label), wanted)]
        if found:
            return found
    return []


def _is(label: str, wanted: str) -> bool:
    return label == wanted


def _begins(label: str, wanted: str) -> bool:
    return label.startswith(wanted)


def _follows(label: str, wanted: str) -> bool:
    return f": {wanted}" in label


def _has_words(label: str, wanted: str) -> bool:
    there, words = _words(label), _words(wanted)
    return bool(words) and all(any(one.startswith(word) for one in there) for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
