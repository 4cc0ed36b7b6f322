"""The encoding of the person's locale, in which their terminal shows text."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from pathlib import Path


def started_with() -> Mapping[str, str]:
    """Return the environment the process was started with.

    Where no locale is set, Python sets ``LC_CTYPE`` itself; ``/proc`` still has what the person set.
    """
    environ = dict(os.environ)
    if environ.get("LC_CTYPE") in ("C.UTF-8", "C.utf8", "UTF-8"):
        try:
            first = Path("/proc/self/environ").read_bytes().split(b"\0")
        except OSError:
            return environ
        if not any(line.startswith(b"LC_CTYPE=") for line in first):
            del environ["LC_CTYPE"]
    return environ


def encoding_of(environ: Mapping[str, str]) -> str:
    """Return the name of the locale's encoding, as Python spells it: ``utf-8``, ``ascii``, ``iso8859-1``.

    With no locale at all it is UTF-8: a missing locale says nothing about the terminal.
    """
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    language, _, charset = locale.partition("@")[0].partition(".")
    if not locale:
        return "utf-8"
    if not charset:
        return "ascii" if language in ("C", "POSIX") else _by_habit(language)
    try:
        found = codecs.lookup(charset).name
    except LookupError:
        return "ascii"
    return found if _keeps_ascii(found) else "ascii"


def _by_habit(language: str) -> str:
    """Return the encoding that the C library takes for a locale that names none, such as ``en_US``."""
    return "utf-8" if language.lower() in ("utf-8", "utf8") else "iso8859-1"


def _keeps_ascii(encoding: str) -> bool:
    """Return whether the encoding leaves ASCII as it is, so that control sequences stay what they are."""
    if encoding.startswith(("iso2022", "utf-16", "utf-32", "utf-7", "hz")):
        return False
    try:
        return "\x1b[m~\\".encode(encoding) == b"\x1b[m~\\"
    except (UnicodeError, LookupError):
        return False
