"""The agency file's own records: settings and people."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import field_validator

from casetui.data.colleague import Role, is_here_on
from casetui.data.days import Length, Order
from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.groups import EVERYONE, SIGNATORIES
from casetui.data.keep import Keep
from casetui.data.records.base import Record
from casetui.words import N_, say

DATE_ORDERS = {"dmy": N_("day/month/year"), "mdy": N_("month/day/year"), "ymd": N_("year-month-day")}
SECTORS = {
    "homeless": N_("homeless services"),
    "drugs": N_("drug services"),
    "children": N_("services for children"),
    "disability": N_("services for people with a disability"),
}
ROLES = {"worker": N_("worker"), "line manager": N_("line manager"), "administrator": N_("administrator")}


def known_zone(zone: str) -> str:
    """Return the name of a time zone; raise ``ValueError`` where there is none of that name."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            say(N_('"{zone}" is no time zone; write one such as Europe/Dublin.'), zone=zone)
        ) from None
    return zone


def team_name(team: str) -> str:
    """Return the name of a team; raise ``ValueError`` for a name that stands for people of every team."""
    if team.strip() in (EVERYONE, SIGNATORIES):
        raise ValueError(say(N_('"{team}" stands for people of every team. Give it a name.'), team=team))
    return team


class Agency(Record):
    """The agency and its settings."""

    table = "agency"
    title = N_("Agency")
    single = True

    name: Annotated[str, Ask(N_("Agency"))]
    zone: Annotated[str, Ask(N_("Time zone"), N_("such as Europe/Dublin"))] = "Europe/Dublin"
    order: Annotated[Order, Ask(N_("Dates are written"), choices=DATE_ORDERS)] = "dmy"
    methods: Annotated[list[str], Ask(N_("Methods"), choices=ChoicesFrom("method", "methods"))] = [
        "guidebook"
    ]
    """Keys of the methods that the agency works by; new cases take the first."""
    holidays: Annotated[
        list[date], Ask(N_("Holidays"), N_("days on which nobody works, commas between"))
    ] = []
    targets: Annotated[
        list[str], Ask(N_("Own targets"), N_('such as "assessment 7 days"; shown as the agency\'s own'))
    ] = []
    """A deadline's key and a length of time (rule 6)."""
    sector: Annotated[str, Ask(N_("Sector"), N_("what the agency works in"), choices=SECTORS)] = ""
    country: Annotated[str, Ask(N_("Country"))] = ""
    assessment_title: Annotated[
        str, Ask(N_("Assessment's title"), N_("left empty: as the method calls it"))
    ] = ""
    register_name: Annotated[
        str, Ask(N_("Shared register"), N_("its name, such as LINK; where case managers are looked up"))
    ] = ""
    reports_to: Annotated[
        str, Ask(N_("Gaps and reports go to"), N_("the body that gets gaps and the quarterly report"))
    ] = ""
    tracking_services: Annotated[list[str], Ask(N_("Tracking services"))] = []
    keep_hours: Annotated[
        int | None,
        Ask(
            N_("Keep each save"),
            N_("hours for which all former revisions of a case are kept"),
            low=1,
            high=100_000,
        ),
    ] = None
    keep_days: Annotated[
        int | None,
        Ask(
            N_("Then one a day"),
            N_("days for which the last revision of each day is kept"),
            low=1,
            high=100_000,
        ),
    ] = None
    root: Annotated[str, HIDDEN] = ""
    """The signing key of the person who set the agency up; each program pins it when a person joins."""
    recovery: Annotated[str, HIDDEN] = ""
    """The public part of the recovery key, whose private part opens every case and was printed at set-up."""
    recovery_sign: Annotated[str, HIDDEN] = ""
    """The public key by which the recovery key makes somebody line manager; empty in older vaults."""
    vault: Annotated[str, HIDDEN] = ""
    """The id of the vault. An agency file from an earlier version of the program has none; once it has one,
    the whole of ``data/succession.py`` holds for the next revisions."""

    @field_validator("targets")
    @classmethod
    def _readable(cls, targets: list[str]) -> list[str]:
        for target in targets:
            Length.parse(target.partition(" ")[2])
        return targets

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        return known_zone(zone)

    @property
    def names(self) -> dict[str, str]:
        """What the agency calls the assessment, the shared register and the body it reports to."""
        given = {
            "assessment": self.assessment_title, "register": self.register_name, "body": self.reports_to,
        }  # fmt: skip
        return {key: name for key, name in given.items() if name}

    @property
    def passes_gaps_on(self) -> bool:
        """Whether a gap goes on to another body: drug services have no such system (Guidebook, note 6)."""
        return self.sector != "drugs"

    def keep(self, unsigned: Keep) -> Keep:
        """Return how long former revisions are kept.

        An agency file from an earlier version of the program does not say it. ``unsigned``, which is that of
        ``vault.json``, counts then.
        """
        return Keep(self.keep_hours or unsigned.hours, self.keep_days or unsigned.days)

    def target(self, key: str) -> Length | None:
        """Return the agency's own target for a deadline, or ``None`` where there is no readable target."""
        for target in self.targets:
            name, _, length = target.partition(" ")
            if name == key:
                try:
                    return Length.parse(length)
                except ValueError:
                    return None
        return None


class Worker(Record):
    """Someone who signs in: worker, line manager, administrator."""

    table = "worker"
    title = N_("Person")
    columns: ClassVar = ("name", "roles", "team")

    name: Annotated[str, Ask(N_("Name"))]
    login: Annotated[str, Ask(N_("Login"), N_("user name on this computer"))] = ""
    roles: Annotated[list[str], Ask(N_("Roles"), choices=ROLES)] = ["worker"]
    team: Annotated[str, Ask(N_("Team"))] = ""
    limit: Annotated[
        int | None, Ask(N_("Own limit"), N_("clients; left empty: what the method says"), low=1, high=500)
    ] = None
    second_signatory: Annotated[
        bool | None, Ask(N_("Second signatory"), N_("signs off what the line manager asks for"))
    ] = None
    left_on: Annotated[date | None, Ask(N_("Left on"))] = None
    retired_on: Annotated[date | None, HIDDEN] = None
    """The day on which they were retired at once: their key ended before their last day was over."""
    source: Annotated[str, HIDDEN] = ""
    """The system that an imported person comes from."""

    @field_validator("roles")
    @classmethod
    def _some_role(cls, roles: list[str]) -> list[str]:
        if not roles:
            raise ValueError(say(N_("Choose at least one role.")))
        return roles

    @field_validator("team")
    @classmethod
    def _no_sign_for_all(cls, team: str) -> str:
        return team_name(team)

    def here_on(self, day: date) -> bool:
        """Return whether the person has not left by ``day``, as ``colleague.is_here_on`` says."""
        return is_here_on(self, day)

    def has(self, role: Role) -> bool:
        """Return whether the person holds ``role``."""
        return role in self.roles
