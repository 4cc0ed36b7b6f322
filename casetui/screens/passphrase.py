"""Choosing a passphrase: typed unseen, twice, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo

from casetui.data.days import Reading
from casetui.data.fields import Ask, form_fields
from casetui.data.keys import KeyFile, check_passphrase
from casetui.screens.form import FormScreen
from casetui.words import N_, CaseTUIError, say


def _long_enough(passphrase: str) -> str:
    try:
        check_passphrase(passphrase)
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
    AfterValidator(_long_enough),
]
"""A new passphrase, as the field ``passphrase``."""
Again = Annotated[
    str, Ask(N_("The same again"), N_("it can be found out by nobody, not even here"), secret=True),
    AfterValidator(_same),
]  # fmt: skip
"""The same, in a field after it."""


class NewPassphrase(BaseModel):
    """What is asked when somebody makes a key."""

    model_config = ConfigDict(str_strip_whitespace=True, hide_input_in_errors=True)

    passphrase: Passphrase
    again: Again


class ChangedPassphrase(BaseModel):
    """What is asked when somebody changes their passphrase."""

    model_config = ConfigDict(str_strip_whitespace=True, hide_input_in_errors=True)

    old: Annotated[str, Ask(N_("Passphrase until now"), secret=True)]
    passphrase: Passphrase
    again: Again


class PassphraseScreen(FormScreen):
    """Type a new passphrase twice. Nobody sees it, and it is kept nowhere: it only locks your key."""

    def __init__(
        self, title: str, reading: Reading, save: Callable[..., None], *, old: bool = False, intro: str = ""
    ) -> None:
        """``save`` gets the passphrase in a thread; with ``old``, first what it was until now."""
        model = ChangedPassphrase if old else NewPassphrase
        super().__init__(
            title, model, {field.name: "" for field in form_fields(model)},
            reading=reading, words={}, choices=lambda _: {}, intro=intro,
            save=lambda values: _take(model, values, save),
        )  # fmt: skip


def _take(model: type[BaseModel], values: dict[str, Any], save: Callable[..., None]) -> None:
    typed = model.model_validate(values)
    match typed:
        case ChangedPassphrase():
            save(typed.old, typed.passphrase)
        case NewPassphrase():
            save(typed.passphrase)


def change_screen(key_file: KeyFile, reading: Reading) -> FormScreen:
    """Return the screen on which a person changes the passphrase of their key."""
    return PassphraseScreen(
        say(N_("Change my passphrase")), reading, key_file.change, old=True,
        intro=say(N_("From then on only the new one opens your key at this computer.")),
    )  # fmt: skip
