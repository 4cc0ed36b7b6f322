"""Tells from the environment what kind of terminal this is: its encoding, its colours, its sequences."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rich.color import Color, ColorSystem

from casetui.ascii import plain_of
from casetui.encoding import encoding_of, started_with
from casetui.terminal.ascii import translation
from casetui.terminal.cells import Paint, Painted, Style, painted
from casetui.terminal.diff import FULL, VT100, Dialect

MANY = 1 << 24
_OLD = ("linux", "screen", "vt", "ansi", "cons", "putty", "cygwin")
_MONO = re.compile(r"vt(?!.*color)\d+.*|.*-(?:m|mono)|lisa|wy\d+.*")
_REVERSE = 1 << 7


@dataclass(frozen=True)
class Kind:
    """What a terminal can show and understand."""

    name: str = "xterm"
    colours: int = MANY
    """How many colours: 0, 8, 16, 256 or more."""
    encoding: str = "utf-8"
    ascii_only: bool = False
    queries: bool = True
    """Whether it may be asked about its modes: some older terminals print the question."""
    dialect: Dialect = FULL

    @property
    def paint(self) -> Paint:
        """The function that turns a text and its style into cells that this terminal can show."""
        if self.encoding == "utf-8" and not (self.ascii_only or self._console) and self.colours > 16:
            return painted
        return _paint(self._translate, self.colours)

    def can_show(self, text: str) -> bool:
        """Return whether this terminal can show a letter or digit of ``text``, or else its signs.

        A letter that it can only romanise does not count.
        """
        letters = [char for char in text if char.isalnum()]
        if not letters:
            return bool(text.strip()) and self._translate(text) == text
        return any(plain_of(char) or self._translate(char) == char for char in letters)

    @property
    def _console(self) -> bool:
        return self.name.startswith("linux")

    @property
    def _translate(self) -> Callable[[str], str]:
        return translation(self.encoding, self.ascii_only, self._console)


@lru_cache(maxsize=64)
def _paint(translate: Callable[[str], str], colours: int) -> Paint:
    @lru_cache(maxsize=4096)
    def paint(text: str, style: Style) -> Painted:
        return painted(translate(text), in_colours(style, colours))

    return paint


def kind_of(environ: Mapping[str, str] | None = None, *, ascii_only: bool = False) -> Kind:
    """Return the kind of terminal that ``environ`` tells of; ``None``: the process's own environment."""
    environ = started_with() if environ is None else environ
    name = environ.get("TERM", "").lower()
    encoding = encoding_of(environ)
    return Kind(
        name,
        _colours(name, environ),
        encoding,
        ascii_only or encoding == "ascii" or bool(re.match(r"vt[12]\d\d", name)),
        not name.startswith(_OLD),
        VT100 if re.match(r"vt1\d\d|ansi$", name) else FULL,
    )


def _colours(name: str, environ: Mapping[str, str]) -> int:
    if "NO_COLOR" in environ or _MONO.fullmatch(name):
        return 0
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "direct" in name:
        return MANY
    if "256color" in name or "kitty" in name:
        return 256
    return 8 if name in ("linux", "screen", "ansi", "cons25", "tmux") else 16


@lru_cache(maxsize=4096)
def in_colours(style: Style, colours: int) -> Style:
    """Return ``style`` in ``colours`` colours; without any, a coloured background becomes reverse."""
    if colours > 16:
        return style
    if not colours:
        background = re.fullmatch(r"4[1-7]|10[0-7]", style.background)
        attributes = style.attributes | (_REVERSE if background else 0)
        return Style(attributes, link=style.link)
    bold = 0
    front, back = _nearest_of_16(style.foreground, 30), _nearest_of_16(style.background, 40)
    if colours < 16:
        if front.startswith("9"):
            front, bold = "3" + front[1:], 1 << 1
        if back.startswith("10"):
            back = "4" + back[2:]
    return Style(style.attributes | bold, front, back, style.link)


def _nearest_of_16(colour: str, base: int) -> str:
    """Return the nearest of the sixteen colours; ``base`` is 30 for the text, 40 for the background."""
    parts = [int(part) for part in colour.split(";")] if colour else []
    if len(parts) < 3:
        return colour
    known = Color.from_ansi(parts[2]) if parts[1] == 5 else Color.from_rgb(*parts[2:5])
    number = known.downgrade(ColorSystem.STANDARD).number or 0
    return str(base + number if number < 8 else base + 60 + number - 8)
