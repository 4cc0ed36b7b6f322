"""Cover sheets: the part of a case that the whole agency may read: whose it is, and whether it is open."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from casetui.data.errors import NotWhole, VaultError
from casetui.data.keys.known_revisions import Reach
from casetui.data.keys.sealing import Readers, Revision
from casetui.data.records.case import Case
from casetui.data.store.base import NOTHING
from casetui.data.stored_file import StoredFile, Writing, check_keys_once
from casetui.data.vault import Vault
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

    @property
    def reach(self) -> Reach:
        """Who may read and write the case, as far as the cover sheet says: of the named, the case manager."""
        given = f"{self.team} {self.manager} {self.restricted}"
        return Reach(self.team, self.restricted, (self.manager,), given)

    def content(self) -> bytes:
        """Return the bytes to write: JSON."""
        return json.dumps(asdict(self)).encode()


def cover_name(number: str) -> str:
    """Return the name of a case's cover sheet: ``covers/7K3F9Q``."""
    return f"covers/{number}"


def read_cover(vault: Vault, number: str) -> Cover:
    """Return a case's cover sheet; raise ``VaultError`` where it cannot be read.

    Raises ``Forged`` where its author neither was of the team that it names nor might import the case.
    """
    return read_cover_revision(vault, number)[1]


def read_cover_revision(vault: Vault, number: str) -> tuple[Revision, Cover]:
    """Return the revision of a case's cover sheet too; raise what ``read_cover`` raises."""
    revision, cover = _opened(vault.read(cover_name(number)), number)
    of_team = replace(cover.reach, own=False)
    vault.check_author(_of_case(revision, number), of_team, None)
    return revision, cover


def cover_chain(vault: Vault, number: str) -> list[tuple[Revision, Cover]]:
    """Return the revisions of a cover sheet, oldest first; raise ``VaultError`` where it cannot be read.

    Each follows the one before it. Their authors' rights are not checked, and each revision is named as one
    of the case, for ``Vault.check_author``. Earlier versions of the program kept no former cover sheets.
    """
    name = cover_name(number)
    chain = [_opened(vault.read(name), number)]
    for former in vault.formers(name):
        with suppress(VaultError):
            before = _opened(vault.read_former(name, former), number)
            if before[0].digest == chain[0][0].about.former:
                chain.insert(0, before)
    return [(_of_case(revision, number), cover) for revision, cover in chain]


def _opened(stored: StoredFile, number: str) -> tuple[Revision, Cover]:
    try:
        check_keys_once(stored.data)
        cover = Cover(**json.loads(stored.data))
        cover.check(number)
    except (ValueError, TypeError, RecursionError):
        raise NotWhole(
            say(N_("The cover sheet of C-{number} is damaged. Run casetui check --repair."), number=number)
        ) from None
    assert stored.revision is not None
    return stored.revision, cover


def _of_case(revision: Revision, number: str) -> Revision:
    """Return a cover sheet's revision under the case's name, by which an author's right is judged."""
    return replace(revision, about=replace(revision.about, name=f"cases/{number}"))


def closes_more(before: Cover | None, after: Cover) -> bool:
    """Return whether a cover sheet says that the case is open to fewer, or to another team, than before."""
    if before is None:
        return False
    return (after.restricted and not before.restricted) or after.team != before.team


def cover_writing(vault: Vault, cover: Cover) -> list[Writing]:
    """Return the writing of a cover sheet; none where the present cover sheet cannot be read.

    ``casetui check`` mends an unreadable cover sheet. It does not stop a save of the case.
    """
    try:
        return [Writing(cover_name(cover.number), cover.content(), _present(vault, cover), Readers())]
    except VaultError:
        return []


def _present(vault: Vault, cover: Cover) -> StoredFile | None:
    """Return the present cover sheet, with the revision that the next one follows; ``None`` without one.

    The next one follows the newest former one where that is later: where the present one is damaged, or an
    older one was put in its place. Raises ``VaultError`` where the present one cannot be read at all.
    """
    name = cover_name(cover.number)
    if vault.stamp(name) == NOTHING:
        return None
    raw = vault.read_raw(name)
    revisions = []
    with suppress(VaultError):
        revisions.append(vault.opened(name, raw).revision)
    with suppress(VaultError):
        for former in vault.formers(name):
            with suppress(VaultError):
                revisions.append(vault.read_former(name, former).revision)
                break
    last = max(
        (revision for revision in revisions if revision), key=lambda one: one.about.revision, default=None
    )
    return replace(raw, revision=last)


def keep_cover(vault: Vault, cover: Cover, at: datetime) -> None:
    """Write a cover sheet anew; raise ``VaultError`` where it cannot be written."""
    name = cover_name(cover.number)
    if vault.stamp(name) == NOTHING:
        try:
            vault.create(name, cover.content(), at, Readers())
            return
        except FileExistsError:
            pass  # a colleague wrote one just now; this one is later
    vault.save([Writing(name, cover.content(), _present(vault, cover), Readers())], at)
