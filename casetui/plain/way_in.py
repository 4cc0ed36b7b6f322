"""The way in by questions and answers: setting up an agency, the passphrase or a new key, being admitted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casetui.data.days import Clock
from casetui.data.fields import form_fields, model_errors
from casetui.data.keys.passphrases import check_passphrase
from casetui.data.keys.person_keys import Keys, WrongPassphrase
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.vault import Vault
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAdmitted, UnknownLogin
from casetui.desk.flows.way_in import (
    FORGOTTEN,
    AwaitAdmission,
    MakeKey,
    TypePassphrase,
    WayInStep,
    about_forgotten,
    coming_in,
    not_admitted_yet,
    set_up_form,
    who_question,
)
from casetui.desk.people.founding import Founding, RecoveryKey, SetUpResult
from casetui.desk.people.passphrase import NewPassphrase
from casetui.desk.people.signing_in import Entrance, who_signs_in
from casetui.desk.telling.wording import spelled
from casetui.plain.form import Form
from casetui.plain.talk import STOP, Option, QuitProgram, Talk, is_start
from casetui.words import N_, CaseTUIError, say


def ask_who(talk: Talk, vault: Vault, named: str | None, login: str, clock: Clock) -> str:
    """Return the id of the person who signs in; ask where ``named`` is ``None`` and ``login`` is unknown.

    The answer opens nothing by itself: the person's key is asked for next. Raises ``NotAllowed`` where there
    is no such person, and ``QuitProgram`` where the person goes back.
    """
    agency_file = AgencyFile.load(vault, AGENCY)
    try:
        return who_signs_in(agency_file, named, login, clock())
    except UnknownLogin:
        asked = who_question(agency_file, clock())
        who = talk.choose(asked.question, [Option(key, name) for key, name in asked.options])
        if who is None:
            raise QuitProgram from None
        return who


def sign_in(
    talk: Talk, vault: Vault, named: str | None, login: str, clock: Clock, data: Path, cache: Path
) -> Desk:
    """Sign a person in and return their desk. ``data`` and ``cache`` are the program's folders for them.

    Raises ``QuitProgram`` where the person goes back, and ``CaseTUIError`` where they may not sign in.
    """
    who = ask_who(talk, vault, named, login, clock)
    flow = coming_in(Entrance.of(vault, who, data, cache, clock))
    answer: object = None
    while True:
        try:
            step = flow.send(answer)
        except StopIteration as end:
            if end.value is None:
                raise QuitProgram from None
            desk: Desk = end.value
            return desk
        answer = _answer(talk, step)


def _answer(talk: Talk, step: WayInStep) -> object:
    match step:
        case TypePassphrase():
            return _type_passphrase(talk, step)
        case MakeKey():
            return _make_key(talk, step)
        case AwaitAdmission():
            return _await_admission(talk, step)


def _type_passphrase(talk: Talk, step: TypePassphrase) -> Desk | Keys | str | None:
    """Ask for the passphrase until it opens the key; where it is forgotten, offer a new key."""
    prompt = say(
        N_("{name}, your passphrase. It is not shown. Enter alone if you have forgotten it"), name=step.name
    )
    while True:
        typed = talk.secret(prompt)
        if typed == STOP:
            return None
        try:
            if typed.strip():
                return step.unlock(typed)
        except WrongPassphrase as error:
            talk.tell(str(error))
        else:
            asked = about_forgotten()
            talk.tell(asked.text)
            if talk.yes(asked.question):
                return FORGOTTEN


def _make_key(talk: Talk, step: MakeKey) -> Keys | None:
    talk.tell(step.why)
    passphrase = new_passphrase(talk, step.names)
    return step.make(passphrase) if passphrase else None


def _await_admission(talk: Talk, step: AwaitAdmission) -> Desk | None:
    """Ask to join, and wait until the person says that they are admitted; return their desk."""
    try:
        step.ask()
    except CaseTUIError as error:
        talk.tell(str(error))
    _tell_steps(talk, step)
    while True:
        answer = talk.line(say(N_("yes opens, ? says it again, no leaves"))).strip()
        if answer == STOP or any(is_start(answer, say(word)) for word in (N_("no"), N_("quit"))):
            talk.tell(say(N_("Nothing was opened. Start again when they say that you are admitted.")))
            return None
        if not is_start(answer, say(N_("yes"))):
            _tell_steps(talk, step)
            continue
        try:
            return step.go_in()
        except NotAdmitted:
            talk.tell(not_admitted_yet(say(N_("Say yes"))))
        except CaseTUIError as error:
            talk.tell(str(error))


def _tell_steps(talk: Talk, step: AwaitAdmission) -> None:
    talk.tell("", step.title)
    for text, fingerprint in step.lines(say(N_("say yes")), spelled):
        talk.tell(text, *([fingerprint] if fingerprint else []))


def new_passphrase(talk: Talk, names: Sequence[str] = ()) -> str:
    """Ask for a new passphrase twice, until both are the same and not easily guessed.

    ``names`` are those of the agency and the person: no passphrase.
    Empty where the person goes back, with Ctrl+C or ``:stop``.
    """
    talk.tell(say(N_("What you type now is not shown. :stop goes back.")))
    typed: dict[str, str] = {}
    while True:
        for field in form_fields(NewPassphrase):
            prompt = say(N_("{label}: {help}"), label=say(field.ask.label), help=say(field.ask.help))
            typed[field.name] = talk.secret(prompt)
            if typed[field.name] == STOP:
                return ""
            if wrong := _wrong(typed, names):
                talk.tell(wrong)
                typed.clear()
                break
        else:
            return typed["passphrase"].strip()


def _wrong(typed: dict[str, str], names: Sequence[str]) -> str:
    """Return what is wrong with the fields typed so far of a new passphrase; empty if nothing is."""
    try:
        check_passphrase(typed.get("passphrase", ""), names)
    except CaseTUIError as error:
        return str(error)
    try:
        NewPassphrase.model_validate(typed)
    except ValidationError as error:
        found = model_errors(error)
        return next((found[name] for name in typed if name in found), "")
    return ""


# -- setting up ----------------------------------------------------------------------------------


def set_up(talk: Talk, folder: Path, clock: Clock, data: Path, cache: Path) -> Desk:
    """Ask for a new agency's settings, make it in ``folder``, and return its first line manager's desk.

    The passphrase is asked for before the form, which reads every field out. Raises ``QuitProgram`` where the
    person gives up, and ``CaseTUIError`` where the agency cannot be made.
    """
    founding = Founding.at(folder, data, clock())
    talk.tell(
        founding.intro, say(N_("First choose your own passphrase. It locks your key at this computer."))
    )
    passphrase = new_passphrase(talk)
    if not passphrase:
        raise QuitProgram
    made: list[SetUpResult] = []

    def make(values: dict[str, Any]) -> None:
        nonlocal passphrase
        names = [str(values.get(name) or "") for name in ("agency", "team", "manager", "manager_login")]
        try:
            check_passphrase(passphrase, names)
        except CaseTUIError as error:  # it was chosen before the names were known
            talk.tell(str(error))
            passphrase = new_passphrase(talk, names)
            if not passphrase:
                raise QuitProgram from None
        made.append(founding.make({**values, "passphrase": passphrase, "again": passphrase}))

    if not Form(talk, set_up_form(founding, make)).fill():
        raise QuitProgram
    vault = Vault.at(folder)
    return Entrance.of(vault, made[0].manager, data, cache, clock).sit_down(made[0].keys)


def tell_recovery(talk: Talk, key: RecoveryKey) -> None:
    """Say the recovery key, until the person has typed its last characters back from paper."""
    _tell_key(talk, key)
    while True:
        answer = talk.line(say(N_("{question}; ? says the key again"), question=key.question)).strip()
        if answer == "?":
            _tell_key(talk, key)
            continue
        not_yet = key.not_yet("" if answer == STOP else answer)
        if not not_yet:
            return
        talk.tell(not_yet)


def _tell_key(talk: Talk, key: RecoveryKey) -> None:
    talk.tell("", key.about, key.secret, key.use, key.command)
