"""The agency file's own records: settings and people."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import field_validator

from casetui.data.days import Order
from casetui.data.fields import HIDDEN, Ask, From
from casetui.data.records.base import Record
from casetui.words import N_

DATE_ORDERS = {"dmy": N_("day/month/year"), "mdy": N_("month/day/year"), "ymd": N_("year-month-day")}
ROLES = {"worker": N_("worker"), "line manager": N_("line manager"), "administrator": N_("administrator")}
Role = Literal["worker", "line manager", "administrator"]


class Agency(Record):
    """The agency and its settings."""

    table = "agency"
    title = N_("Agency")
    single = True

    name: Annotated[str, Ask(N_("Agency"))]
    zone: Annotated[str, Ask(N_("Time zone"), N_("such as Europe/Dublin"))] = "Europe/Dublin"
    order: Annotated[Order, Ask(N_("Dates are written"), choices=DATE_ORDERS)] = "dmy"
    methods: Annotated[list[str], Ask(N_("Methods"), choices=From("method", "methods"))] = ["guidebook"]
    """Keys of the methods that the agency works by; new cases take the first."""
    holidays: Annotated[list[date], HIDDEN] = []
    targets: Annotated[dict[str, str], HIDDEN] = {}
    """Targets of the agency's own by deadline key, such as ``{"assessment": "7 days"}`` (rule 6)."""
    tracking_services: Annotated[list[str], Ask(N_("Tracking services"))] = []


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
    source: Annotated[str, HIDDEN] = ""
    """Where an imported person comes from."""

    @field_validator("roles")
    @classmethod
    def _some_role(cls, roles: list[str]) -> list[str]:
        if not roles:
            raise ValueError("Choose at least one role.")
        return roles

    def has(self, role: Role) -> bool:
        """Return whether the person holds ``role``."""
        return role in self.roles
