"""Names: how they are compared, sorted and made into ids, whatever the locale of the system is."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LAST = {"æ": "{", "ø": "|", "å": "}"}
"""Letters after z, by the signs that follow z in ASCII. No other language than Danish and Norwegian has all
three, so that the same order is right in a team of any language."""


def as_named(name: str) -> str:
    """Return ``name`` as names of services are compared: without case, and with one space between words."""
    return " ".join(name.split()).casefold()


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Return ``text`` without case and accents, as names are compared: ``lukasz`` for ``Łukasz``.

    Latin letters that are no letter with an accent become those that stand for them (``ø`` ``o``, ``ß``
    ``ss``). Letters of other scripts stay.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(_latin(c) for c in parts if not unicodedata.combining(c)).split())


def _latin(char: str) -> str:
    return _in_ascii(char) if not char.isascii() and unicodedata.name(char, "").startswith("LATIN") else char


@lru_cache(maxsize=1000)
def _in_ascii(text: str) -> str:
    from anyascii import anyascii  # it is needed for few names

    return anyascii(text).lower()


def in_ascii(name: str) -> str:
    """Return a name of any script in small letters of ASCII: ``orjan dahl`` for ``Ørjan Dahl``."""
    return _in_ascii(unicodedata.normalize("NFKC", name.casefold()))


def sort_key(name: str) -> tuple[str, str, str]:
    """Return what names are sorted by: by the alphabet, æ ø å last, as Danish and Norwegian have them.

    Other letters with accents stand beside the letter without. The locale of the system does not matter.
    """
    composed = unicodedata.normalize("NFC", name.casefold())
    if composed.isascii():
        return (_words(composed), composed, name)
    lasting = "".join(_LAST.get(char, char) for char in composed)
    return (_words("".join(c if c in _LAST.values() else folded(c) or c for c in lasting)), composed, name)


def _words(text: str) -> str:
    return " ".join(text.split())
