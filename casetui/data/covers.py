"""Cover sheets: the part of a case that the whole agency may read: whose it is, and whether it is open."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from casetui.data.errors import NotWhole, VaultError
from casetui.data.keys.sealing import Readers
from casetui.data.records.case import Case
from casetui.data.store.base import NOTHING
from casetui.data.vault import Vault, Writing
from casetui.words import N_, say


@dataclass(frozen=True)
class Cover:
    """The content of a cover sheet. Days are texts like ``2026-11-21``."""

    number: str
    client_id: str
    method: str
    state: str
    team: str
    manager: str
    opened_on: str
    restricted: bool

    @classmethod
    def of(cls, case: Case) -> Cover:
        """Return the cover sheet of a case."""
        return cls(
            number=case.number, client_id=case.client_id, method=case.method, state=case.state,
            team=case.team, manager=case.manager, opened_on=case.opened_on.isoformat(),
            restricted=bool(case.restricted_to),
        )  # fmt: skip

    def check(self, number: str) -> None:
        """Raise ``ValueError`` unless every value has its type and the sheet is that of case ``number``."""
        texts = [value for name, value in vars(self).items() if name != "restricted"]
        if not all(isinstance(text, str) for text in texts) or self.number != number:
            raise ValueError(number)

    def content(self) -> bytes:
        """Return the bytes to write: JSON."""
        return json.dumps(asdict(self)).encode()


def cover_name(number: str) -> str:
    """Return the name of a case's cover sheet: ``covers/7K3F9Q``."""
    return f"covers/{number}"


def read_cover(vault: Vault, number: str) -> Cover:
    """Return a case's cover sheet; raise ``VaultError`` where it cannot be read."""
    try:
        cover = Cover(**json.loads(vault.read(cover_name(number)).data))
        cover.check(number)
        return cover
    except (ValueError, TypeError, RecursionError):
        raise NotWhole(
            say(N_("The cover sheet of C-{number} is damaged. Run casetui check --repair."), number=number)
        ) from None


def cover_writing(vault: Vault, cover: Cover) -> list[Writing]:
    """Return the writing of a cover sheet; none where the present cover sheet cannot be read.

    ``casetui check`` mends an unreadable cover sheet. It does not stop a save of the case.
    """
    name = cover_name(cover.number)
    try:
        seen = vault.read_raw(name) if vault.stamp(name) != NOTHING else None
    except VaultError:
        return []
    return [Writing(name, cover.content(), seen, Readers())]


def keep_cover(vault: Vault, cover: Cover, at: datetime) -> None:
    """Write a cover sheet anew; raise ``VaultError`` where it cannot be written."""
    name = cover_name(cover.number)
    if vault.stamp(name) == NOTHING:
        try:
            vault.create(name, cover.content(), at, Readers())
            return
        except FileExistsError:
            pass  # a colleague wrote one just now; this one is later
    vault.write(name, cover.content(), vault.read_raw(name), at, Readers())
