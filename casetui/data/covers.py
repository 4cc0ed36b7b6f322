"""Cover sheets: what the whole agency may know of a case: whose it is, and whether it is open."""

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
    """What stands on a cover sheet."""

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
        """Raise ``ValueError`` unless each is what it should be, and it is the cover sheet of this case."""
        texts = [value for name, value in vars(self).items() if name != "restricted"]
        if not all(isinstance(text, str) for text in texts) or self.number != number:
            raise ValueError(number)

    def content(self) -> bytes:
        """Return what is written."""
        return json.dumps(asdict(self)).encode()


def cover_name(number: str) -> str:
    """Return the name that a cover sheet has in the vault."""
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
    """Return what writes a cover sheet anew; nothing where what lies there cannot be read.

    Such a one is mended by ``casetui check``, and keeps nobody from saving the case.
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
            pass  # a colleague's, just now: ours is the later one
    vault.write(name, cover.content(), vault.read_raw(name), at, Readers())
