"""Coming in: who it is, their passphrase or a new key, being admitted; and the form of a new agency."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

from casetui.data.keys.person_keys import Keys
from casetui.data.people import AgencyFile
from casetui.desk.desk import Desk
from casetui.desk.flows.steps import Answer, AskLetter, Choose
from casetui.desk.forms.form_spec import FormSpec, Save
from casetui.desk.people.founding import Founding, SetUp
from casetui.desk.people.joining import FORGOTTEN as ABOUT_FORGOTTEN
from casetui.desk.people.joining import (
    HEAR_THEIRS,
    READ_YOURS,
    WHY_NEW_KEY,
    ask_to_join,
    check_may_join,
    go_in,
    new_keys,
)
from casetui.desk.people.passphrase import names_of
from casetui.desk.people.signing_in import Entrance, who_may_be
from casetui.words import N_, say

FORGOTTEN: Literal["forgotten"] = "forgotten"
"""The answer of a person who has forgotten their passphrase and wants a new key."""


@dataclass(frozen=True)
class TypePassphrase:
    """Have the passphrase typed unseen until it opens the key.

    Answered with what ``open`` returns, with ``FORGOTTEN``, or with ``None`` to leave.
    """

    name: str
    """The person's name."""
    unlock: Callable[[str], Desk | Keys]
    """As ``Entrance.unlock``; raises ``WrongPassphrase``."""


@dataclass(frozen=True)
class MakeKey:
    """Have a new passphrase chosen. Answered with the keys that it locks; with ``None`` to leave."""

    title: str
    why: str
    """Why a new key is needed, as sentences."""
    make: Callable[[str], Keys]
    """Makes the keys, given the passphrase; raises ``CaseTUIError``."""
    names: tuple[str, ...] = ()
    """The names of the agency and the person, which are no passphrase."""


@dataclass(frozen=True)
class AwaitAdmission:
    """Have the fingerprints compared, and wait for the key to be admitted.

    Answered with the desk; with ``None`` to leave.
    """

    title: str
    own: str
    """The fingerprint of the person's key."""
    agency: str
    """The agency's fingerprint."""
    ask: Callable[[], None]
    """Writes the join request; raises ``VaultError``."""
    go_in: Callable[[], Desk]
    """Returns the desk; raises ``NotAdmitted`` before the key is admitted."""

    def lines(self, way: str, spelled: Callable[[str], str] = str) -> list[tuple[str, str]]:
        """Return what is to be done, step by step: the text, and the fingerprint that stands below it.

        ``way`` says how the person goes on: ``press Enter`` or ``say yes``. ``spelled`` writes a fingerprint.
        """
        last = say(
            N_("3. When both are the same, and they say that you are admitted, {way}."), way=way
        )  # fmt: skip
        return [
            (say(READ_YOURS), spelled(self.own)), (say(HEAR_THEIRS), spelled(self.agency)), (last, ""),
        ]  # fmt: skip


WayInStep = TypePassphrase | MakeKey | AwaitAdmission
WayInFlow = Generator[WayInStep, Any, Desk | None]


def who_question(agency_file: AgencyFile, now: datetime) -> Choose:
    """Return the question who the person is, where nobody has their login."""
    return Choose(say(N_("Who are you?")), who_may_be(agency_file, now))


def coming_in(entrance: Entrance) -> WayInFlow:
    """Sign a person in and return their desk; ``None`` where they leave.

    Raises ``HasLeft`` where the person has left the agency, and what ``Entrance.sit_down`` raises.
    """
    keys = yield from _opened(entrance)
    if isinstance(keys, Keys) and entrance.former(keys):
        keys = yield from _new_key(entrance, "former")
    if not isinstance(keys, Keys):
        return keys
    own = entrance.person_folder
    desk: Desk | None = yield AwaitAdmission(
        say(N_("{name}: waiting to be admitted"), name=entrance.name),
        keys.public.fingerprint, entrance.agency_fingerprint,
        partial(ask_to_join, entrance.vault, own, keys), partial(go_in, entrance, keys),
    )  # fmt: skip
    return desk


def _opened(entrance: Entrance) -> Generator[WayInStep, Any, Desk | Keys | None]:
    """Return the desk, or keys that are not admitted; ``None`` where the person leaves."""
    own = entrance.person_folder
    if not own.key_file.exists():
        return (yield from _new_key(entrance, "none"))
    if own.demo:
        return entrance.unlock("")
    answer: Desk | Keys | str | None = yield TypePassphrase(entrance.name, entrance.unlock)
    return (yield from _new_key(entrance, FORGOTTEN)) if isinstance(answer, str) else answer


def _new_key(entrance: Entrance, why: str) -> Generator[WayInStep, Any, Keys | None]:
    """Return new keys; ``why`` is a key of ``WHY_NEW_KEY``. In a demo nobody has a passphrase."""
    check_may_join(entrance)
    names = names_of(entrance.agency_file, entrance.person_folder.who)
    make = partial(new_keys, entrance.person_folder, names=names)
    if entrance.person_folder.demo:
        return make("")
    title = say(N_("{name}: a new key"), name=entrance.name)
    keys: Keys | None = yield MakeKey(title, say(WHY_NEW_KEY[why]), make, names)
    return keys


def about_forgotten() -> AskLetter:
    """Return the question whether a person who has forgotten their passphrase makes a new key."""
    new = Answer("n", say(N_("Make a new key")))
    back = say(N_("Go back and try again"))
    return AskLetter(say(N_("Make a new key?")), say(ABOUT_FORGOTTEN), [new], back=back)


def not_admitted_yet(way: str) -> str:
    """Return that a key is not admitted yet; ``way`` says how to try again, such as ``Say yes``."""
    return say(N_("You are not admitted yet. {way} again when they say that you are."), way=way)


def set_up_form(founding: Founding, save: Save) -> FormSpec:
    """Return the form of a new agency; ``save`` is given its values, with the passphrase typed twice."""
    return FormSpec(
        say(N_("CaseTUI: set up an agency")), SetUp, founding.entries(), save, lambda: founding.reading,
        founding.choices, founding.words,
    )  # fmt: skip
