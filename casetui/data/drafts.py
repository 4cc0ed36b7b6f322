"""What is being typed and not saved yet: a file a draft in the person's own folder, sealed to them alone."""

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
    """The form that something is typed in; with the person, this is what a draft is kept under."""

    form: str
    case: str = ""
    """The case's number; empty where the form is about no case, such as that of a new client."""
    record: str = ""
    """The id of the record that is changed; empty for a new one."""
    slot: str = ""
    """The choice, or the parent, that a new record is for."""


@dataclass(frozen=True)
class Draft:
    """What was typed in a form, when, and by which session of the program."""

    where: Where
    title: str
    """What the form was called, for a person to know it by."""
    area: str
    """The work area of the case that the form belongs to; empty where there is none."""
    at: datetime
    typed: Typed
    name: str = ""
    """The name of its file."""
    is_open: bool = False
    """Whether its form is still open, in another session that runs on this computer."""


class DraftLock:
    """Tells other sessions on this computer that the form of a draft is open: a lock on its file.

    The system takes it away when the program ends, however it ends.
    """

    def __init__(self, path: Path) -> None:
        """Raises ``OSError`` where the draft is gone, and where the file system knows no locks."""
        handle = os.open(path, os.O_RDONLY)
        self.let_go = weakref.finalize(self, os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


class Drafts:
    """The drafts of one person.

    Each session of the program writes files of its own: two of them on one form keep one draft each, and
    neither writes over the other's. Names tell nothing: they are digests that only the person's keys make.
    """

    def __init__(self, folder: Path, keys: Keys, worker: str) -> None:
        """``folder`` is for these drafts only; ``worker`` is the person's id."""
        self._folder = folder
        self._keys = keys
        self._worker = worker
        self._session = secrets.token_hex(8)
        self._numbers = count(1)
        self._secret = hashlib.sha256(keys.sign(b"casetui names of drafts").encode()).digest()
        self._owner = self._digest(worker)

    def new_name(self, where: Where) -> str:
        """Return a name for a draft of this form that no draft has."""
        return f"{self._key(where)}-{self._session}-{next(self._numbers)}"

    def keep(self, name: str, where: Where, title: str, area: str, at: datetime, typed: Typed) -> None:
        """Keep what is typed in a form under ``name``, in place of what was kept under it.

        Raises ``OSError``; what was kept before then stays.
        """
        content = {
            "format": _FORMAT, "person": self._worker, "where": asdict(where), "title": title, "area": area,
            "at": at.isoformat(), "typed": dict(typed),
        }  # fmt: skip
        make_own(self._folder)
        write_whole(self._folder / name, self._keys.seal(json.dumps(content).encode()), 0o600)

    def exists(self, name: str) -> bool:
        """Return whether a draft is on the disk; another session may have removed it."""
        return (self._folder / name).exists()

    def hold(self, name: str) -> DraftLock:
        """Hold a draft that was just kept: its form is open. Raises ``OSError`` where it cannot be held."""
        return DraftLock(self._folder / name)

    def is_open(self, name: str) -> bool:
        """Return whether the form of a draft is open in a session that runs on this computer.

        Where the file system knows no locks, or the session runs on another computer, it may not be known.
        """
        try:
            handle = os.open(self._folder / name, os.O_RDWR)  # a share locks only what could be written
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
        """Remove a draft; one that is there no more is none. Raises ``OSError``."""
        (self._folder / name).unlink(missing_ok=True)

    def left(self, where: Where | None = None) -> list[Draft]:
        """Return what other sessions left, of one form or of all, the newest first.

        One that cannot be read, or that lies under another's name, is passed over and left where it is.
        """
        begins = self._key(where) if where else self._owner
        names = []
        with suppress(OSError):
            names = [path.name for path in self._folder.iterdir() if path.name.startswith(begins + "-")]
        found = [self._read(name) for name in names if f"-{self._session}-" not in name]
        return sorted((draft for draft in found if draft), key=lambda draft: draft.at, reverse=True)

    def tidy(self, before: float) -> None:
        """Remove what writers that were killed left half-written before an instant, in seconds since 1970."""
        with suppress(OSError):
            for spare in self._folder.glob(f".{self._owner}-*.new"):
                if spare.stat().st_mtime < before:
                    spare.unlink()

    def _read(self, name: str) -> Draft | None:
        try:
            content = json.loads(self._keys.unseal((self._folder / name).read_bytes()))
            draft = _draft(content, name, self.is_open(name))
            ours = content["person"] == self._worker and name.startswith(f"{self._key(draft.where)}-")
        except (OSError, NotOurs, ValueError, KeyError, TypeError, AttributeError):
            return None
        return draft if ours else None

    def _key(self, where: Where) -> str:
        return f"{self._owner}-{self._digest(json.dumps([self._worker, *asdict(where).values()]))}"

    def _digest(self, text: str) -> str:
        return hashlib.blake2b(text.encode(), digest_size=12, key=self._secret).hexdigest()


def _draft(content: dict[str, Any], name: str, is_open: bool) -> Draft:
    """Return the draft that was read; raise what Python raises for what is missing or of another type."""
    if content["format"] != _FORMAT:
        raise ValueError
    typed = {
        str(field): [str(one) for one in text] if isinstance(text, list) else str(text)
        for field, text in content["typed"].items()
    }
    at = datetime.fromisoformat(content["at"])
    where = Where(**content["where"])
    return Draft(where, str(content["title"]), str(content["area"]), at, typed, name, is_open)
