"""A case file: all records of one case, who may read and write it, and its cover sheet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Self

from casetui.data.covers import Cover, closes_more, cover_writing
from casetui.data.finishing import finish
from casetui.data.keys.known_revisions import KnownRevision, Reach
from casetui.data.keys.sealing import Readers
from casetui.data.record_file import Damaged, RecordFile, damaged
from casetui.data.records.base import Record
from casetui.data.records.case import Case
from casetui.data.records.share import Share
from casetui.data.rights import check_sealed, known_after, revision_of
from casetui.data.store.base import digest_of
from casetui.data.stored_file import Writing
from casetui.data.vault import Vault


class CaseFile(RecordFile):
    """All records of one case."""

    @classmethod
    def load(cls, vault: Vault, name: str) -> Self:
        """Read a case from the vault.

        A save of the case that was cut off is finished first. Raises ``VaultError``, also where the author
        had no right to write in the case, or where the file is another case's. Raises ``CutOff`` where
        another person has to finish the save.
        """
        finish(vault, name, cls)
        file = super().load(vault, name)
        if name != f"cases/{file.case.number}":
            raise Damaged(damaged(name))
        if file.stored and file.stored.revision:
            check_sealed(vault, file)
            file.known = known_after(vault, file, vault.known(name))
        return file

    known: KnownRevision | None = None
    """The revision to remember as trusted; ``None`` for a case that was not read from the vault."""

    def _does_without(self, kind: type[Record]) -> bool:
        """Return whether it is neither the head of the case nor a loan: they say who may read it."""
        return kind not in (Case, Share)

    @property
    def case(self) -> Case:
        """The head of the case; raises ``Damaged`` where it is missing."""
        case = self.one(Case)
        if case is None:
            raise Damaged(damaged(self.name))
        return case

    @property
    def readers(self) -> Readers:
        """The case's team; of a restricted case only the holders of its own key."""
        case = self.case
        return Readers(case.team, case.own_key, only_own=bool(case.restricted_to and case.own_key))

    @property
    def reach(self) -> Reach:
        """Who may read and write the case, by what the case says."""
        case = self.case
        lent = sorted(share.model_dump_json() for share in self.all(Share))
        access = [case.manager, case.restricted_to, *lent]
        return Reach(
            case.team, self.readers.only_own, (case.manager, *case.restricted_to),
            digest_of(json.dumps(access).encode()),
        )  # fmt: skip

    def copy(self) -> Self:
        """Return a copy to edit; this case stays as it is."""
        copied = super().copy()
        copied._cover = self._cover or (Cover.of(self.case) if self.stored else None)
        copied._cover_number = self.known.cover if self.known else self._cover_number
        return copied

    _cover: Cover | None = None
    """The cover sheet of the revision that a copy was made from."""
    _cover_number: int = 0
    """The number of the cover sheet's revision, as ``KnownRevision.cover`` has it."""

    def save(self, vault: Vault, by: str, at: datetime, keys: RecordFile | None = None) -> Self:
        """Do what ``RecordFile.save`` does; ``known`` is then the revision that was saved."""
        return self._with_known(super().save(vault, by, at, keys))

    def _with_known(self, saved: Self) -> Self:
        revision = revision_of(saved)
        number = self._cover_number
        saved.known = KnownRevision(revision.about.revision, revision.digest, saved.reach, cover=number)
        return saved

    @classmethod
    def save_new(cls, files: Sequence[Self], vault: Vault, by: str, at: datetime) -> list[Self]:
        """Save many new cases without own keys, all of them or none; return them as they are in the vault.

        It is quicker than to save each; after a kill, some may be there. Raises ``Changed`` where a name is
        taken or people were changed meanwhile, ``VaultError`` where they cannot be written.
        """
        groups = []
        for file in files:
            before, after = file._cover_writings(vault)
            groups.append([*before, file._writing(by, at), *after])
        stored = vault.save_new(groups, at)
        return [
            file._with_known(cls.from_stored(file.name, saved[[new.name for new in group].index(file.name)]))
            for file, group, saved in zip(files, groups, stored, strict=True)
        ]

    def _cover_writings(self, vault: Vault) -> tuple[list[Writing], list[Writing]]:
        """Return the writing of the cover sheet where it changed: before the case where it closes more.

        So no cover sheet ever says that a case is more open than the case file.
        """
        cover = Cover.of(self.case)
        if (
            cover == self._cover or self.name != f"cases/{cover.number}"
        ):  # a case never writes another case's cover sheet
            return [], []
        writings = cover_writing(vault, cover)
        for writing in writings:
            former = writing.seen.revision if writing.seen else None
            self._cover_number = former.about.revision + 1 if former else 1
        return (writings, []) if closes_more(self._cover, cover) else ([], writings)
