"""Signing in: which person it is, their passphrase or a new key, and waiting to be admitted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from casetui.data.days import Clock
from casetui.data.fields import form_fields, model_errors
from casetui.data.keys.passphrases import check_passphrase
from casetui.data.keys.person_keys import Keys, WrongPassphrase
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.vault import Vault
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAdmitted, UnknownLogin
from casetui.desk.people import joining
from casetui.desk.people.passphrase import NewPassphrase, names_of
from casetui.desk.people.signing_in import Entrance, unlock, who_may_be, who_signs_in
from casetui.desk.telling.wording import spelled
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
        options = [Option(key, name) for key, name in who_may_be(agency_file, clock())]
        who = talk.choose(say(N_("Who are you?")), options)
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
    return SignInTalk(talk, Entrance.of(vault, who, data, cache, clock)).desk()


class SignInTalk:
    """Signs one person in, by questions and answers."""

    def __init__(self, talk: Talk, entrance: Entrance) -> None:
        self._talk = talk
        self._entrance = entrance

    def desk(self) -> Desk:
        """Return the desk; raise ``QuitProgram``, or ``CaseTUIError`` where the person may not sign in."""
        keys = self._keys()
        try:
            return self._entrance.sit_down(keys)
        except NotAdmitted:
            if self._entrance.former(keys):
                keys = self._new_key("former")
        return self._admitted(keys)

    # -- the key ----------------------------------------------------------------------------------

    def _keys(self) -> Keys:
        own = self._entrance.person_folder
        if not own.key_file.exists():
            return self._new_key("none")
        return own.key_file.unlock("") if own.demo else self._unlocked()

    def _unlocked(self) -> Keys:
        """Ask for the passphrase until it opens the key; where it is forgotten, offer a new key."""
        talk = self._talk
        prompt = say(
            N_("{name}, your passphrase. It is not shown. Enter alone if you have forgotten it"),
            name=self._entrance.name,
        )
        while True:
            typed = talk.secret(prompt)
            if typed == STOP:
                raise QuitProgram
            try:
                if typed.strip():
                    return unlock(self._entrance.person_folder, typed)
            except WrongPassphrase as error:
                talk.tell(str(error))
            else:
                talk.tell(say(joining.FORGOTTEN))
                if talk.yes(say(N_("Make a new key?"))):
                    return self._new_key("forgotten")

    def _new_key(self, why: str) -> Keys:
        """Ask for a new passphrase, and make a key that it locks; ``why`` is a key of ``WHY_NEW_KEY``."""
        joining.check_may_join(self._entrance)
        passphrase, own = "", self._entrance.person_folder
        names = names_of(self._entrance.agency_file, own.who)
        if not self._entrance.person_folder.demo:
            self._talk.tell(say(joining.WHY_NEW_KEY[why]))
            passphrase = new_passphrase(self._talk, names)
            if not passphrase:
                raise QuitProgram
        return joining.new_keys(own, passphrase, names)

    # -- being admitted ---------------------------------------------------------------------------

    def _admitted(self, keys: Keys) -> Desk:
        """Ask to join, and wait until the person says that they are admitted; return their desk."""
        talk, entrance = self._talk, self._entrance
        try:
            joining.ask_to_join(entrance.vault, entrance.person_folder, keys)
        except CaseTUIError as error:
            talk.tell(str(error))
        self._tell_steps(keys)
        while True:
            answer = talk.line(say(N_("yes opens, ? says it again, no leaves"))).strip()
            if answer == STOP or any(is_start(answer, say(word)) for word in (N_("no"), N_("quit"))):
                talk.tell(say(N_("Nothing was opened. Start again when they say that you are admitted.")))
                raise QuitProgram
            if not is_start(answer, say(N_("yes"))):
                self._tell_steps(keys)
                continue
            try:
                return joining.go_in(entrance, keys)
            except NotAdmitted:
                talk.tell(say(N_("You are not admitted yet. Say yes again when they say that you are.")))
            except CaseTUIError as error:
                talk.tell(str(error))

    def _tell_steps(self, keys: Keys) -> None:
        talk = self._talk
        talk.tell("", say(N_("{name}: waiting to be admitted"), name=self._entrance.name))
        talk.tell(say(joining.READ_YOURS), spelled(keys.public.fingerprint))
        talk.tell(say(joining.HEAR_THEIRS), spelled(self._entrance.agency_fingerprint))
        talk.tell(say(N_("3. When both are the same, and they say that you are admitted, say yes.")))


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
