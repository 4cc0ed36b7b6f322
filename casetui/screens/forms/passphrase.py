"""Choosing a passphrase: typed twice, not shown, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from casetui.data.days import Reading
from casetui.data.fields import form_fields
from casetui.desk.people.passphrase import ChangedPassphrase, NewPassphrase
from casetui.screens.forms.form import FormScreen
from casetui.words import N_, say


class PassphraseScreen(FormScreen):
    """The form of a new passphrase."""

    ABOUT = N_(
        "Choose a new passphrase and type it twice. It locks your key, and you are asked for it at each "
        "start. Nobody can see it, or find it out for you."
    )

    def __init__(
        self, title: str, reading: Reading, save: Callable[..., object], *, old: bool = False, intro: str = ""
    ) -> None:
        """``save`` is given the new passphrase, in a thread; with ``old``, the old one before it."""
        model = ChangedPassphrase if old else NewPassphrase
        super().__init__(
            title, model, {field.name: "" for field in form_fields(model)},
            reading=reading, words={}, choices=lambda _: {}, intro=intro,
            save=lambda values: _take(model, values, save),
        )  # fmt: skip


def _take(model: type[BaseModel], values: dict[str, Any], save: Callable[..., object]) -> None:
    typed = model.model_validate(values)
    match typed:
        case ChangedPassphrase():
            save(typed.old, typed.passphrase)
        case NewPassphrase():
            save(typed.passphrase)


def change_screen(change: Callable[[str, str], object], reading: Reading) -> FormScreen:
    """Return the screen on which a person changes the passphrase of their key."""
    return PassphraseScreen(
        say(N_("Change my passphrase")), reading, change, old=True,
        intro=say(N_("From then on only the new one opens your key at this computer.")),
    )  # fmt: skip
