"""The agency file: settings, people, and whatever else is not one case's."""

from __future__ import annotations

from casetui.data.casefile import Damaged, RecordFile
from casetui.data.days import Calendar
from casetui.data.records.agency import Agency, Worker
from casetui.words import N_, say

AGENCY = "agency"


class AgencyFile(RecordFile):
    """The agency's settings and people."""

    @property
    def agency(self) -> Agency:
        """The settings; raises ``Damaged`` where they are missing."""
        agency = self.one(Agency)
        if agency is None:
            raise Damaged(say(N_("The agency file is damaged. Copy it back from a backup.")))
        return agency

    @property
    def people(self) -> dict[str, Worker]:
        """Everyone who signs in or did, by id."""
        return {worker.id: worker for worker in self.all(Worker)}

    @property
    def calendar(self) -> Calendar:
        """The agency's zone and holidays."""
        return Calendar(self.agency.zone, frozenset(self.agency.holidays))
