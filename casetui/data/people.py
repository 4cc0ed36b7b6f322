"""The agency file: the agency's settings, its people, their public keys, and the keys of teams."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Self

from casetui.data.days import Calendar
from casetui.data.errors import OtherVault
from casetui.data.keys.case_keys import OwnKeys
from casetui.data.keys.holders import OrderOf
from casetui.data.keys.keyring import Keyring, KnownOf
from casetui.data.keys.person_keys import Keys
from casetui.data.record_file import Damaged, RecordFile
from casetui.data.records.agency import Agency, Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.records.notice import METHOD, Notice
from casetui.data.vault import Vault
from casetui.words import N_, say

AGENCY = "agency"


class AgencyFile(RecordFile):
    """The records of the agency file."""

    @classmethod
    def load(cls, vault: Vault, name: str = AGENCY) -> Self:
        """Do what ``RecordFile.load`` does; raise ``OtherVault`` where ``vault.json`` names another vault."""
        file = super().load(vault, name)
        signed = {record.get("vault", "") for record in file.tables.get(Agency.table, {}).values()}
        if not signed <= {"", vault.id}:  # also where another value of the record cannot be
            raise OtherVault(
                say(
                    N_("{file} has another id than the agency file, which is signed: one of them was "
                       "changed, or is another vault's. Nothing was opened. A line manager brings "
                       "them back from a backup."),
                    file=Path(vault.place) / "vault.json",
                )
            )  # fmt: skip
        return file

    @property
    def agency(self) -> Agency:
        """The settings; raises ``Damaged`` where they are missing."""
        agency = self.one(Agency)
        if agency is None:
            raise Damaged(say(N_("The agency file is damaged. Copy it back from a backup.")))
        return agency

    def instant(self, now: datetime) -> datetime:
        """Return the instant of the next revision: ``now``, or that of this revision where it is later.

        No revision is dated before another: where a clock was fast, that is no reason to refuse its author.
        """
        return max(now, self.saved_at or now)

    def save(self, vault: Vault, by: str, at: datetime, keys: RecordFile | None = None) -> Self:
        """Do what ``RecordFile.save`` does, at the ``instant`` that follows from ``at``."""
        return super().save(vault, by, self.instant(at), keys)

    @property
    def people(self) -> dict[str, Worker]:
        """All workers, also those who left, by id."""
        return {worker.id: worker for worker in self.all(Worker)}

    @property
    def person_keys(self) -> list[PersonKey]:
        """Every key that was ever admitted."""
        return self.all(PersonKey)

    def key_of(self, worker: str) -> PersonKey | None:
        """Return the key that a worker uses now, or ``None`` where they have none."""
        return self.keys_now().get(worker)

    def keys_now(self) -> dict[str, PersonKey]:
        """Return the key that each worker uses now, by worker id."""
        return {key.worker: key for key in self.person_keys if key.ended_at is None}

    @property
    def group_keys(self) -> list[GroupKey]:
        """Every key of a team, of the whole agency and of the signatories, present and former."""
        return self.all(GroupKey)

    @property
    def taken_packs(self) -> dict[str, str]:
        """The agency's own packs that are in use: by the name of their file in ``methods/``, its digest."""
        taken: dict[str, str] = {}
        for notice in self.all(Notice):
            if notice.kind == METHOD:
                taken[notice.about] = notice.after
        return {file: digest for file, digest in taken.items() if digest}

    def keyring(
        self, who: str, keys: Keys, own_keys: OwnKeys = lambda _: (), known: KnownOf = lambda _: None,
        order: OrderOf = lambda *_: None,
    ) -> Keyring:  # fmt: skip
        """Return the keyring of the worker ``who``, with their private ``keys``."""
        return Keyring(
            who, keys, people=self.people, person_keys=self.person_keys, group_keys=self.group_keys,
            recovery=self.agency.recovery, own_keys=own_keys, known=known,
            order=order,
        )  # fmt: skip

    @property
    def calendar(self) -> Calendar:
        """The calendar with the agency's zone and holidays."""
        return Calendar(self.agency.zone, frozenset(self.agency.holidays))
