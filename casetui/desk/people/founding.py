"""Founding an agency: the form, the first line manager's keys, the recovery key and the vault."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any, ClassVar
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo

from casetui.checklists.loader import load_methods
from casetui.checklists.pack import Method
from casetui.data.days import Order, Reading
from casetui.data.fields import Ask, ChoicesFrom, FormField, entry, form_fields
from casetui.data.keys.person_keys import Keys, NoKeys, NotOurs
from casetui.data.names import as_named
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Agency, Worker
from casetui.data.records.agency import DATE_ORDERS, known_zone, team_name
from casetui.data.vault import Vault
from casetui.desk.desk import Desk
from casetui.desk.people.agency import NewAgency, set_up, worker_id
from casetui.desk.people.passphrase import Again, Passphrase
from casetui.words import N_, CaseTUIError, reason_of, say


def _another(name: str, others: ValidationInfo) -> str:
    """Return the second signatory's name; raise ``ValueError`` for the line manager's own name."""
    if as_named(name) == as_named(others.data.get("manager", "")):
        raise ValueError(
            say(N_("This is the line manager. Name somebody else: nobody signs off their own request."))
        )
    return name


def _another_login(login: str, others: ValidationInfo) -> str:
    if login and login == others.data.get("manager_login"):
        raise ValueError(
            say(N_("This is the line manager's login. Write the second's own, or leave it empty for now."))
        )
    return login


class SetUp(BaseModel):
    """The form for a new agency, where there is no vault yet."""

    model_config = ConfigDict(str_strip_whitespace=True, hide_input_in_errors=True)

    agency: Annotated[str, Ask(N_("Agency"))]
    method: Annotated[str, Ask(N_("Method"), choices=ChoicesFrom("method", "methods"))]
    zone: Annotated[str, Ask(N_("Time zone"), N_("such as Europe/Dublin")), AfterValidator(known_zone)] = (
        "Europe/Dublin"
    )
    order: Annotated[Order, Ask(N_("Dates are written"), choices=DATE_ORDERS)] = "dmy"
    team: Annotated[str, Ask(N_("Team"), N_("of the first line manager")), AfterValidator(team_name)] = ""
    manager: Annotated[str, Ask(N_("First line manager"), N_("your name"))]
    manager_login: Annotated[str, Ask(N_("Login"), N_("your user name on this computer"))] = ""
    passphrase: Passphrase
    again: Again
    manager_works: Annotated[bool | None, Ask(N_("Has clients too"))] = None
    signatory: Annotated[
        str, Ask(N_("Second signatory"), N_("signs off what the line manager asks for")),
        AfterValidator(_another),
    ]  # fmt: skip
    signatory_login: Annotated[str, Ask(N_("Login of the second")), AfterValidator(_another_login)] = ""


@dataclass(frozen=True)
class SetUpResult:
    """A new vault, and the keys of its first line manager."""

    vault: Vault
    manager: str
    """Worker id of the first line manager."""
    keys: Keys
    """The first line manager's keys."""


@dataclass(frozen=True)
class Founding:
    """An agency that is about to be founded in a folder where there is no vault."""

    folder: Path
    data: Path
    """The person's data folder, where their key will lie."""
    now: datetime
    methods: dict[str, Method]

    @classmethod
    def at(cls, folder: Path, data: Path, now: datetime) -> Founding:
        """Return an agency to be founded in ``folder``, with the methods that the program brings along."""
        return cls(folder, data, now, load_methods().methods)

    @property
    def intro(self) -> str:
        """The sentence above the form."""
        return say(N_("There is no vault at {folder} yet. This makes one."), folder=self.folder)

    @property
    def words(self) -> dict[str, str]:
        """The words for the labels."""
        return next(iter(self.methods.values())).words

    @property
    def reading(self) -> Reading:
        """How the form reads days: as the program does where an agency has chosen no order."""
        return Reading(self.now.date())

    def entries(self) -> dict[str, Any]:
        """Return what the form's fields begin with, by name."""
        return {f.name: entry(f, self._start(f), self.reading) for f in form_fields(SetUp)}

    def _start(self, field: FormField) -> Any:
        if field.name == "method":
            return next(iter(self.methods), "")
        if field.name == "manager_login":
            try:
                return getuser()
            except (KeyError, OSError):
                return ""
        return SetUp.model_fields[field.name].default if not field.required else None

    def choices(self, field: FormField) -> dict[str, str]:
        """Return the choices of a field."""
        if isinstance(field.ask.choices, ChoicesFrom):
            return {key: method.title for key, method in self.methods.items()}
        return {key: say(label) for key, label in (field.ask.choices or {}).items()}

    def make(self, values: dict[str, Any]) -> SetUpResult:
        """Found the agency as the form says; raises what ``found`` raises, and ``ValidationError``."""
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
        founded, keys = found(self.folder, agency, people, answers.passphrase, self.data, self.now)
        return SetUpResult(founded.vault, manager.id, keys)


def found(
    folder: Path, agency: Agency, people: Sequence[Worker], passphrase: str, data: Path, now: datetime
) -> tuple[NewAgency, Keys]:
    """Make a vault in ``folder``; the first of ``people`` founds it and locks their keys with the passphrase.

    The keys are kept in the person's data folder ``data`` before the vault is made, so that no crash leaves a
    vault that nobody can open. The recovery key is kept there too, sealed to them, until it is on paper.

    Raises what ``set_up`` raises, and ``NoKeys`` where the keys cannot be kept.
    """
    founder, vault_id, keys, recovery = people[0].id, uuid4().hex, Keys.make(), Keys.make()
    own = PersonFolder.beside(vault_id, founder, data)
    own.key_file.keep(keys, passphrase)
    try:
        _keep_recovery(own, keys.seal(recovery.reading_secret().encode()))
        founded = set_up(folder, agency, people, now, {founder: keys}, vault_id=vault_id, recovery=recovery)
    except CaseTUIError:
        own.key_file.remove()
        own.recovery.remove()
        raise
    PersonFolder.of(founded.vault, founder, data).pin(founded.vault, AgencyFile.load(founded.vault, AGENCY))
    return founded, keys


def _keep_recovery(person_folder: PersonFolder, sealed: bytes) -> None:
    try:
        person_folder.recovery.write(sealed)
    except OSError as error:
        raise NoKeys(
            say(N_("The recovery key could not be kept: {reason}."), reason=reason_of(error))
        ) from error


@dataclass(frozen=True)
class RecoveryKey:
    """The recovery key, shown until the person has typed its end back from the paper that it is on."""

    secret: str = field(repr=False)
    """The key, as the program age takes it."""
    command: ClassVar = "age -d -i FILE cases/N.age"
    """The command that opens a case with the key, in the vault's folder."""
    last: ClassVar = 4
    """How many of the key's last characters are typed back."""

    @property
    def about(self) -> str:
        """What the key is for, and what is to be done with it now."""
        return say(
            N_("This key opens every case of the agency. It is for the day on which nobody's own key does "
               "any more, or this program is gone. It is shown until you have it on paper, and is then kept "
               "nowhere. Print it or write it down now, and lock it away, not beside the computer: whoever "
               "has it can read everything.")
        )  # fmt: skip

    @property
    def use(self) -> str:
        """How the key is used, with ``command``."""
        return say(
            N_("To use it: type it into a file of its own, FILE. The program age opens a case with it, in "
               "the vault's folder:")
        )  # fmt: skip

    @property
    def question(self) -> str:
        """What is to be typed."""
        return say(N_("Its last {n} signs, from the paper"), n=self.last)

    def not_yet(self, typed: str) -> str:
        """Return why the end of the key was not typed from the paper; empty where it was."""
        typed = typed.strip().upper()
        if typed == self.secret[-self.last :]:
            return ""
        if not typed:
            sentence = N_("You will not see this key again. Type its last {n} signs from the paper.")
            return say(sentence, n=self.last)
        return say(N_("These are not its last {n} signs. Look at your paper."), n=self.last)


def recovery_to_write_down(desk: Desk) -> RecoveryKey | None:
    """Return the recovery key for the founder who has not written it down yet; ``None`` for others."""
    try:
        return RecoveryKey(desk.keys.unseal(desk.person_folder.recovery.read()).decode())
    except (OSError, NotOurs, ValueError):
        return None


def recovery_is_written_down(desk: Desk) -> None:
    """Remove the recovery key, which is on paper now."""
    with suppress(OSError):  # the next start shows it once more
        desk.person_folder.recovery.remove()
