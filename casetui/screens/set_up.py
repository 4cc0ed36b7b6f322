"""Setting up: the agency, its first line manager and their key, a second signatory, the method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict

from casetui.checklists.loader import load_methods
from casetui.data.days import Clock, Order, Reading
from casetui.data.fields import Ask, FormField, From, entry, form_fields
from casetui.data.keys import Keys
from casetui.data.records import Agency, Worker
from casetui.data.records.agency import DATE_ORDERS
from casetui.data.vault import Vault
from casetui.desk.agency import worker_id
from casetui.desk.founding import found
from casetui.screens.form import FormScreen
from casetui.screens.passphrase import Again, Passphrase
from casetui.words import N_, say


class SetUp(BaseModel):
    """What is asked once, when there is no vault yet."""

    model_config = ConfigDict(str_strip_whitespace=True, hide_input_in_errors=True)

    agency: Annotated[str, Ask(N_("Agency"))]
    method: Annotated[str, Ask(N_("Method"), choices=From("method", "methods"))]
    zone: Annotated[str, Ask(N_("Time zone"), N_("such as Europe/Dublin"))] = "Europe/Dublin"
    order: Annotated[Order, Ask(N_("Dates are written"), choices=DATE_ORDERS)] = "dmy"
    team: Annotated[str, Ask(N_("Team"), N_("of the first line manager"))] = ""
    manager: Annotated[str, Ask(N_("First line manager"), N_("your name"))]
    manager_login: Annotated[str, Ask(N_("Login"), N_("your user name on this computer"))] = ""
    passphrase: Passphrase
    again: Again
    manager_works: Annotated[bool | None, Ask(N_("Has clients too"))] = None
    signatory: Annotated[str, Ask(N_("Second signatory"), N_("signs off what the line manager asks for"))]
    signatory_login: Annotated[str, Ask(N_("Login of the second"))] = ""


@dataclass(frozen=True)
class Made:
    """What came of setting up."""

    vault: Vault
    manager: str
    """Worker id of the first line manager."""
    keys: Keys
    """Theirs."""
    recovery: str
    """The private part of the recovery key, to be shown once."""


class SetUpScreen(FormScreen):
    """Sets an agency up in an empty folder: its settings, its first people, and your own key."""

    def __init__(self, folder: Path, data: Path, clock: Clock) -> None:
        """``data`` is the person's data folder for the program, where their key will lie."""
        methods = load_methods().methods
        titles = {key: method.title for key, method in methods.items()}
        reading = Reading(_today(clock))
        entries = {f.name: entry(f, _start(f, titles), reading) for f in form_fields(SetUp)}
        super().__init__(
            say(N_("CaseTUI: set up an agency")), SetUp, entries,
            reading=reading, words=next(iter(methods.values())).words,
            choices=lambda field: _choices(field, titles),
            save=lambda values: self._make(folder, clock, values),
            suggested=("manager_login", "zone"),
            intro=say(N_("There is no vault at {folder} yet. This makes one."), folder=folder),
        )  # fmt: skip
        self._data = data
        self.made: Made | None = None
        """What was made; ``None`` before it is."""

    def _make(self, folder: Path, clock: Clock, values: dict[str, Any]) -> None:
        answers = SetUp.model_validate(values)
        agency = Agency(name=answers.agency, zone=answers.zone, order=answers.order, methods=[answers.method])
        roles = ["line manager", "administrator"] + (["worker"] if answers.manager_works else [])
        manager = Worker(
            id=worker_id(answers.manager, []), name=answers.manager, login=answers.manager_login,
            roles=roles, team=answers.team,
        )  # fmt: skip
        second = Worker(
            id=worker_id(answers.signatory, [manager.id]), name=answers.signatory,
            login=answers.signatory_login, roles=["worker"], team=answers.team, second_signatory=True,
        )  # fmt: skip
        people = [manager, second]
        founded, keys = found(folder, agency, people, answers.passphrase, self._data, clock())
        self.made = Made(founded.vault, manager.id, keys, founded.recovery)


def _today(clock: Clock) -> date:
    return clock().date()


def _start(field: FormField, titles: dict[str, str]) -> Any:
    if field.name == "method":
        return next(iter(titles), "")
    if field.name == "manager_login":
        try:
            return getuser()
        except (KeyError, OSError):
            return ""
    return SetUp.model_fields[field.name].default if not field.required else None


def _choices(field: FormField, titles: dict[str, str]) -> dict[str, str]:
    if isinstance(field.ask.choices, From):
        return titles
    return {key: say(label) for key, label in (field.ask.choices or {}).items()}
