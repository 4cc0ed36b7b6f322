"""Drafts: what is typed in a form and not saved yet, a file each, sealed to the person who types."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count
from typing import Any

from casetui.data.keys.person_keys import Keys, NotOurs
from casetui.data.store.files import Files
from casetui.data.store.locks import Hold
from casetui.data.store.plain import half_written

Typed = Mapping[str, str | list[str]]
"""What was typed, by the name of its field: text, or a list of texts where several were ticked."""
_FORMAT = 1


@dataclass(frozen=True)
class Where:
    """The form that a draft belongs to."""

    form: str
    case: str = ""
    """The case's number; empty where the form is about no case, such as the form for a new client."""
    record: str = ""
    """The id of the record that is changed; empty for a new one."""
    slot: str = ""
    """The choice, or the id of the parent record, that a new record is for."""


@dataclass(frozen=True)
class Draft:
    """What was typed in a form, when, and by which session of the program."""

    where: Where
    title: str
    """The title of the form, by which a person knows the draft."""
    area: str
    """The work area of the case that the form belongs to; empty where there is none."""
    at: datetime
    typed: Typed
    name: str = ""
    """The name of the draft's file."""
    is_open: bool = False
    """Whether the form is still open in another session on this computer."""


class Drafts:
    """The drafts of one person.

    Each session of the program writes files of its own: two sessions in one form keep one draft each. The
    names of the files are digests that only the person's keys can make, so they give nothing away.
    """

    def __init__(self, files: Files, keys: Keys, worker: str) -> None:
        """``files`` are those of a folder for drafts only; ``worker`` is the person's id."""
        self._files = files
        self._keys = keys
        self._worker = worker
        self._session = secrets.token_hex(8)
        self._numbers = count(1)
        self._open: set[str] = set()
        """The names of the drafts whose forms this session has open."""
        self._secret = hashlib.sha256(keys.sign(b"casetui names of drafts").encode()).digest()
        self._owner = self._digest(worker)

    def new_name(self, where: Where) -> str:
        """Return a name that no draft has, for a draft of this form, which is open from now on."""
        name = f"{self._prefix(where)}-{self._session}-{next(self._numbers)}"
        self._open.add(name)
        return name

    def leave(self, name: str) -> None:
        """Note that the form of a draft is closed and the draft stays: from now on it is offered."""
        self._open.discard(name)

    def keep(self, name: str, where: Where, title: str, area: str, at: datetime, typed: Typed) -> None:
        """Write a draft, in place of an earlier draft with this name.

        Raises ``OSError``; the earlier draft then stays.
        """
        content = {
            "format": _FORMAT, "person": self._worker, "where": asdict(where), "title": title, "area": area,
            "at": at.isoformat(), "typed": dict(typed),
        }  # fmt: skip
        self._files.make()
        self._files.write(name, self._keys.seal(json.dumps(content).encode()))

    def exists(self, name: str) -> bool:
        """Return whether a draft has a file; another session may have removed it."""
        return self._files.exists(name)

    def lock(self, name: str) -> Hold:
        """Lock a draft that was just written, as its form is open; raise ``OSError`` where that fails."""
        return self._files.hold(name)

    def is_open(self, name: str) -> bool:
        """Return whether the form of a draft is open in a session on this computer.

        Where the file system knows no locks, or the session runs on another computer, this may be wrong.
        """
        return self._files.is_held(name)

    def drop(self, name: str) -> None:
        """Remove a draft, where it has a file. Raises ``OSError``."""
        self._files.remove(name)

    def not_open_here(self, where: Where | None = None) -> list[Draft]:
        """Return the drafts whose forms this session has not open, of one form or of all, the newest first.

        A draft that cannot be read, or that has another draft's name, is left out, and its file stays.
        """
        begins = self._prefix(where) if where else self._owner
        names = []
        with suppress(OSError):
            names = [name for name in self._files.names() if name.startswith(f"{begins}-")]
        drafts = [self._read(name) for name in names if name not in self._open]
        return sorted((draft for draft in drafts if draft), key=lambda draft: draft.at, reverse=True)

    def tidy(self, before: float) -> None:
        """Remove half-written files that are older than ``before``, in seconds since 1970."""
        with suppress(OSError):
            for name in self._files.names():
                ours = name.startswith(f".{self._owner}-") and half_written(name)
                if ours and self._files.about(name).st_mtime < before:
                    self._files.remove(name)

    def _read(self, name: str) -> Draft | None:
        try:
            content = json.loads(self._keys.unseal(self._files.read(name)[0]))
            draft = _draft(content, name, self.is_open(name))
            ours = content["person"] == self._worker and name.startswith(f"{self._prefix(draft.where)}-")
        except (OSError, NotOurs, ValueError, KeyError, TypeError, AttributeError):
            return None
        return draft if ours else None

    def _prefix(self, where: Where) -> str:
        return f"{self._owner}-{self._digest(json.dumps([self._worker, *asdict(where).values()]))}"

    def _digest(self, text: str) -> str:
        return hashlib.blake2b(text.encode(), digest_size=12, key=self._secret).hexdigest()


def _draft(content: dict[str, Any], name: str, is_open: bool) -> Draft:
    """Return the draft with this content; raise ``ValueError`` or another error where it is no draft."""
    if content["format"] != _FORMAT:
        raise ValueError
    typed = {
        str(field): [str(part) for part in text] if isinstance(text, list) else str(text)
        for field, text in content["typed"].items()
    }
    at = datetime.fromisoformat(content["at"])
    where = Where(**content["where"])
    return Draft(where, str(content["title"]), str(content["area"]), at, typed, name, is_open)
