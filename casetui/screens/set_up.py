"""Setting up: the agency, its first line manager, a second signatory, the method."""

from __future__ import annotations

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
from casetui.desk.agency import set_up, worker_id
from casetui.screens.form import FormScreen
from casetui.words import N_, say


class SetUp(BaseModel):
    """What is asked once, when there is no vault yet."""

    model_config = ConfigDict(str_strip_whitespace=True)

    agency: Annotated[str, Ask(N_("Agency"))]
    method: Annotated[str, Ask(N_("Method"), choices=From("method", "methods"))]
    zone: Annotated[str, Ask(N_("Time zone"), N_("such as Europe/Dublin"))] = "Europe/Dublin"
    order: Annotated[Order, Ask(N_("Dates are written"), choices=DATE_ORDERS)] = "dmy"
    team: Annotated[str, Ask(N_("Team"), N_("of the first line manager"))] = ""
    manager: Annotated[str, Ask(N_("First line manager"), N_("your name"))]
    manager_login: Annotated[str, Ask(N_("Login"), N_("your user name on this computer"))] = ""
    manager_works: Annotated[bool | None, Ask(N_("Has clients too"))] = None
    signatory: Annotated[str, Ask(N_("Second signatory"), N_("signs off what the line manager asks for"))]
    signatory_login: Annotated[str, Ask(N_("Login of the second"))] = ""


class SetUpScreen(FormScreen):
    """Sets an agency up in an empty folder. ``manager`` is then the id of its first line manager."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        methods = load_methods().methods
        titles = {key: method.title for key, method in methods.items()}
        reading = Reading(_today(clock))
        entries = {f.name: entry(f, _start(f, titles), reading) for f in form_fields(SetUp)}
        super().__init__(
            say(N_("CaseTUI: set up an agency")), SetUp, entries,
            reading=reading, words=next(iter(methods.values())).words,
            choices=lambda field: _choices(field, titles),
            save=lambda values: self._make(folder, clock, values),
            intro=say(
                N_(
                    "There is no vault at {folder} yet. This makes one. Not yet for real clients: until case "
                    "files are sealed, whoever can read the folder can read them."
                ),
                folder=folder,
            ),
        )  # fmt: skip
        self.manager = ""
        self.keys = Keys.make()

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
        self.keys = Keys.make()
        set_up(folder, agency, [manager, second], clock(), {manager.id: self.keys})
        self.manager = manager.id


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
