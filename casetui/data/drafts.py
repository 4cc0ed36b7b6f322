"""Drafts: what is typed in a form and not saved yet, a file each, sealed to the person who types."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from casetui.data.keys.person_keys import Keys, NotOurs
from casetui.data.store.durable import make_own, write_whole

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


class DraftLock:
    """A lock on a draft's file: other sessions on this computer see by it that the form is open.

    The system releases it when the program ends, also by a kill.
    """

    def __init__(self, path: Path) -> None:
        """Raises ``OSError`` where the draft was removed, and where the file system knows no locks."""
        handle = os.open(path, os.O_RDONLY)
        self.release = weakref.finalize(self, os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


class Drafts:
    """The drafts of one person.

    Each session of the program writes files of its own: two sessions in one form keep one draft each. The
    names of the files are digests that only the person's keys can make, so they give nothing away.
    """

    def __init__(self, folder: Path, keys: Keys, worker: str) -> None:
        """``folder`` holds drafts only; ``worker`` is the person's id."""
        self._folder = folder
        self._keys = keys
        self._worker = worker
        self._session = secrets.token_hex(8)
        self._numbers = count(1)
        self._secret = hashlib.sha256(keys.sign(b"casetui names of drafts").encode()).digest()
        self._owner = self._digest(worker)

    def new_name(self, where: Where) -> str:
        """Return a name that no draft has, for a draft of this form."""
        return f"{self._prefix(where)}-{self._session}-{next(self._numbers)}"

    def keep(self, name: str, where: Where, title: str, area: str, at: datetime, typed: Typed) -> None:
        """Write a draft, in place of an earlier draft with this name.

        Raises ``OSError``; the earlier draft then stays.
        """
        content = {
            "format": _FORMAT, "person": self._worker, "where": asdict(where), "title": title, "area": area,
            "at": at.isoformat(), "typed": dict(typed),
        }  # fmt: skip
        make_own(self._folder)
        write_whole(self._folder / name, self._keys.seal(json.dumps(content).encode()), 0o600)

    def exists(self, name: str) -> bool:
        """Return whether a draft has a file; another session may have removed it."""
        return (self._folder / name).exists()

    def lock(self, name: str) -> DraftLock:
        """Lock a draft that was just written, as its form is open; raise ``OSError`` where that fails."""
        return DraftLock(self._folder / name)

    def is_open(self, name: str) -> bool:
        """Return whether the form of a draft is open in a session on this computer.

        Where the file system knows no locks, or the session runs on another computer, this may be wrong.
        """
        try:
            handle = os.open(
                self._folder / name, os.O_RDWR
            )  # a network share locks only a file that is open for writing
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(handle)
        return False

    def drop(self, name: str) -> None:
        """Remove a draft, where it has a file. Raises ``OSError``."""
        (self._folder / name).unlink(missing_ok=True)

    def of_other_sessions(self, where: Where | None = None) -> list[Draft]:
        """Return the drafts of other sessions, of one form or of all, the newest first.

        A draft that cannot be read, or that has another draft's name, is left out, and its file stays.
        """
        begins = self._prefix(where) if where else self._owner
        names = []
        with suppress(OSError):
            names = [path.name for path in self._folder.iterdir() if path.name.startswith(begins + "-")]
        drafts = [self._read(name) for name in names if f"-{self._session}-" not in name]
        return sorted((draft for draft in drafts if draft), key=lambda draft: draft.at, reverse=True)

    def tidy(self, before: float) -> None:
        """Remove half-written files that are older than ``before``, in seconds since 1970."""
        with suppress(OSError):
            for temporary in self._folder.glob(f".{self._owner}-*.new"):
                if temporary.stat().st_mtime < before:
                    temporary.unlink()

    def _read(self, name: str) -> Draft | None:
        try:
            content = json.loads(self._keys.unseal((self._folder / name).read_bytes()))
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
