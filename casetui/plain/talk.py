"""The conversation with a person: lines out and lines in, and nothing that moves a cursor."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TextIO

from casetui.data.fields import text_warning
from casetui.data.foreign_text import safe, wrapped
from casetui.data.names import folded
from casetui.words import N_, CaseTUIError, say

PAGE = 10
"""How many lines are said at once; "more" says the next."""
STOP = ":stop"
BACK = ":back"
TERMINAL_LINE_BYTES = 4094
"""The most bytes of one line that a Linux terminal passes on; the kernel drops the rest."""
END_SHOWN = 40
"""How many characters from the end of a cut line are said, so that the person knows where it was cut."""


class EndOfInput(Exception):
    """The input ended: no answer will come."""


class QuitProgram(Exception):
    """The person leaves the program."""


class GoToList(Exception):
    """The person goes to another list; ``word`` is the caseload's command for it, such as "agenda"."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Option:
    """One answer that can be given: its key and its label."""

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
        read_hidden: Callable[[str], str] | None = None,
        width: Callable[[], int] = lambda: 0,
    ) -> None:
        """``translate`` returns a text in characters that the terminal can show.

        ``after_prompt`` is written after a question: at a terminal a space, so that the answer stands beside
        it, else a line end. ``read_hidden`` asks for a line that is not shown as it is typed, as ``getpass``
        does; it is ``None`` where there is no terminal. ``width`` returns the terminal's width in characters;
        longer lines are broken at a space. With 0 no line is broken.
        """
        self._source = source
        self._out = out
        self._translate = translate
        self._after_prompt = after_prompt
        self._read_hidden = read_hidden
        self._width = width
        self._said_before: set[str] = set()
        self._question = ""
        """The question that waits for its answer; empty while none does."""
        self.ignores_ctrl_c = False
        """Whether Ctrl+C is ignored while no question is open: it must not end the program in a save."""

    def tell(self, *texts: str) -> None:
        """Say each text on its own line or lines, without control characters."""
        for text in texts:
            for part in text.split("\n"):
                self._out.write(self._wrapped(part) + "\n")
        self._out.flush()

    def tell_once(self, *texts: str) -> None:
        """Say only the texts that this method has not said before."""
        new = [text for text in texts if text not in self._said_before]
        self._said_before.update(new)
        self.tell(*new)

    def _plain(self, text: str) -> str:
        return self._translate(" ".join(safe(text).split()))

    def _wrapped(self, text: str) -> str:
        return wrapped(self._plain(text), self._width())

    def line(self, prompt: str) -> str:
        """Ask for a line and return it without its line end; ``STOP`` where Ctrl+C was pressed.

        Raises ``EndOfInput`` at the end of the input.
        """
        try:
            line = self._ask_and_read(self._wrapped(f"{prompt}:") + self._after_prompt, self._read_line)
        except KeyboardInterrupt:
            self._out.write("\n")
            return STOP
        except OSError:  # the terminal is gone
            raise EndOfInput from None
        if not line:
            raise EndOfInput
        return self._warn_if_cut(line.rstrip("\r\n"))

    def _read_line(self) -> str:
        self.ask_again()
        return self._source.readline()

    def _ask_and_read(self, question: str, read: Callable[[], str]) -> str:
        self._question = question
        try:
            return read()
        finally:
            self._question = ""

    def ask_again(self) -> None:
        """Say the open question, again after the program was suspended: it has scrolled away by then."""
        if self._question:
            with suppress(RuntimeError):  # the program was suspended in the middle of this write
                self._out.write(self._question)
                self._out.flush()

    def interrupt(self) -> None:
        """Handle Ctrl+C: raise ``KeyboardInterrupt``, unless no question is open and ``ignores_ctrl_c``."""
        if self._question or not self.ignores_ctrl_c:
            raise KeyboardInterrupt

    def _warn_if_cut(self, line: str) -> str:
        """Return the line; if the terminal cut it, say so, and how the rest of it ends."""
        if len(line.encode(errors="replace")) < TERMINAL_LINE_BYTES:
            return line
        line = line.rstrip("\ufffd")  # half a character
        self.tell(
            say(
                N_("A terminal cuts a line off after {n} characters. What came of yours ends with: {end}"),
                n=f"{len(line):,}", end=line[-END_SHOWN:],
            )
        )  # fmt: skip
        return line

    def secret(self, prompt: str) -> str:
        """Ask for a passphrase, which is not shown as it is typed; ``STOP`` where Ctrl+C was pressed.

        Raises ``EndOfInput`` at the end of the input, and ``CaseTUIError`` where there is no terminal.
        """
        ask = self._read_hidden
        if ask is None:
            raise CaseTUIError(say(N_("This needs your passphrase. Run it at a terminal.")))
        self._out.flush()
        try:
            question = self._wrapped(f"{prompt}:") + " "
            return self._ask_and_read(question, lambda: ask(question))
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
            warning = text_warning(answer)
            if warning:
                self.tell(warning)
            if answer and not (warning and not self.yes(say(N_("Take it as it is?")))):
                return answer
            if not answer:
                self.tell(say(N_("Please write something here.")))

    def yes(self, question: str) -> bool:
        """Ask a yes-or-no question; going back counts as no."""
        return bool(self.yes_or_back(question))

    def yes_or_back(self, question: str) -> bool | None:
        """Ask a yes-or-no question; return ``None`` where the person goes back."""
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

        ``otherwise`` are replies to likely words that are no answer here, such as "untick" for an open item.
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
            elif (found := self.matching_option(options, answer)) is not None:
                return found.key

    def matching_option(self, options: Sequence[Option], answer: str) -> Option | None:
        """Return the option that matches an answer; if none or several match, say so and return ``None``."""
        found = matching_options(options, answer)
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
        """How many lines were said so far."""

    @property
    def more(self) -> bool:
        """Whether lines are left to say."""
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
    """Return whether ``word`` starts with ``answer``; an empty answer is no start."""
    wanted = folded(answer)
    return bool(wanted) and folded(word).startswith(wanted)


def says(answer: str, word: str) -> bool:
    """Return whether ``answer`` is ``word`` or its first letter. Longer starts may be names in a list."""
    return folded(answer) in (folded(word), folded(word)[:1])


def matching_options(options: Sequence[Option], answer: str) -> list[Option]:
    """Return the options that match an answer: its number, else its label, else the start of its label.

    Else the start of the text after a heading ("Phone" for "Client: Phone"), else the starts of its words.
    """
    wanted = folded(answer)
    if not wanted:
        return []
    if wanted.isdecimal() and 1 <= int(wanted) <= len(options):
        return [options[int(wanted) - 1]]
    # "31" in a list of 12 lines must not match a line with the 31st of a month
    ways = (_equals,) if wanted.isdecimal() else (_equals, _starts_with, _starts_after_heading, _has_words)
    for fits in ways:
        found = [option for option in options if fits(folded(option.label), wanted)]
        if found:
            return found
    return []


def _equals(label: str, wanted: str) -> bool:
    return label == wanted


def _starts_with(label: str, wanted: str) -> bool:
    return label.startswith(wanted)


def _starts_after_heading(label: str, wanted: str) -> bool:
    return f": {wanted}" in label


def _has_words(label: str, wanted: str) -> bool:
    label_words, words = _words(label), _words(wanted)
    return bool(words) and all(any(one.startswith(word) for one in label_words) for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
