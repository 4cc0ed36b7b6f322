"""The forms for choosing a passphrase: it is typed twice, unseen, and kept nowhere."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo

from casetui.data.fields import Ask
from casetui.data.keys.passphrases import check_passphrase
from casetui.data.people import AgencyFile
from casetui.words import N_, CaseTUIError, say


def names_of(agency_file: AgencyFile, who: str) -> tuple[str, ...]:
    """Return the names that are no passphrase for a person: the agency's, and their own."""
    person = agency_file.people.get(who)
    own = (person.name, person.login, person.team) if person else ()
    return (agency_file.agency.name, who, *own)


def _not_guessed(passphrase: str, others: ValidationInfo) -> str:
    known = [others.data.get(name) or "" for name in ("agency", "team", "manager", "manager_login")]
    try:
        check_passphrase(passphrase, known)
    except CaseTUIError as error:
        raise ValueError(str(error)) from None
    return passphrase


def _same(again: str, others: ValidationInfo) -> str:
    if again != others.data.get("passphrase", again):
        raise ValueError(say(N_("The two are not the same. Type both again.")))
    return again


Passphrase = Annotated[
    str,
    Ask(N_("Passphrase"), N_("8 characters or more; a few words are easy to keep in mind"), secret=True),
    AfterValidator(_not_guessed),
]
"""A new passphrase, as the field ``passphrase``."""
Again = Annotated[
    str, Ask(N_("The same again"), N_("type it once more; nobody can look it up for you"), secret=True),
    AfterValidator(_same),
]  # fmt: skip
"""The same passphrase, in a field after it."""


class NewPassphrase(BaseModel):
    """The form for the passphrase of a new key."""

    model_config = ConfigDict(str_strip_whitespace=True, hide_input_in_errors=True)

    passphrase: Passphrase
    again: Again


class ChangedPassphrase(BaseModel):
    """The form for changing the passphrase."""

    model_config = ConfigDict(str_strip_whitespace=True, hide_input_in_errors=True)

    old: Annotated[str, Ask(N_("Passphrase until now"), secret=True)]
    passphrase: Passphrase
    again: Again
