"""How a record's model describes each field, for forms, lists and columns.

A field's type, label, help, limits and choices stand in the model and nowhere else:
``Annotated[date | None, Ask(N_("Agreed on"), past=True)]``.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticUndefined

from casetui.data.days import NotADay, Reading, parse_day, write_day
from casetui.data.foreign_text import in_words
from casetui.words import N_, say

Kind = Literal["line", "text", "date", "number", "money", "yes-no", "one", "several", "list", "days"]

ONE_LINE = 200
"""The most characters of a one-line field."""
LONG_TEXT = 50_000
"""The most characters of a text field: a note of 10,000 fits with room to spare."""

YES_NO = {"yes": N_("yes"), "no": N_("no")}


@dataclass(frozen=True)
class ChoicesFrom:
    """Choices that are listed elsewhere than in the model.

    ``source`` is ``method`` (the pack's list called ``name``), ``people`` (the agency's workers),
    ``records`` (the case's records of the table ``name``), or ``case`` (the lines in which the case says
    ``name``, such as the client's vision).
    """

    source: Literal["method", "people", "records", "case"]
    name: str = ""
    only: tuple[str, str] | None = None
    """For records: only those whose field has this value, as (field, value)."""
    also: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """For a list of the method: choices that every method has besides its own."""


@dataclass(frozen=True)
class Ask:
    """The description of one field in a form. ``label`` and ``help`` are messages."""

    label: str
    help: str = ""
    choices: Mapping[str, str] | ChoicesFrom | None = None
    lines: int = 1
    more: bool = False
    """Whether the field is folded under "More"."""
    hidden: bool = False
    """Whether an act sets the field, and a form never shows it."""
    past: bool = False
    """Whether the day cannot lie in the future."""
    low: int | None = None
    high: int | None = None
    secret: bool = False
    """Whether the text is hidden while it is typed: a passphrase."""
    suggests: bool = False
    """Whether names that the case knows are offered while a line is typed; any other text is taken too."""
    when: tuple[str, tuple[str, ...]] | None = None
    """Another field and its entries with which this field is asked for, such as ``("reason", ("moved",))``;
    ``None`` where it is always asked for. A field that is filled is shown whatever the other field says."""
    words: bool = False
    """Whether the text has to say something in words: a dash or a single letter is refused."""
    copied: bool = False
    """Whether a key copies the value to the terminal's clipboard: one number or address."""


HIDDEN = Ask("", hidden=True)


@dataclass(frozen=True)
class FormField:
    """One field as forms and lists see it."""

    name: str
    ask: Ask
    kind: Kind
    required: bool


@cache
def form_fields(model: type[BaseModel]) -> tuple[FormField, ...]:
    """Return the fields of ``model`` that a person may see, in their order in the model."""
    fields = []
    for name, info in model.model_fields.items():
        ask = next((item for item in info.metadata if isinstance(item, Ask)), None)
        if ask is None or ask.hidden:
            continue
        required = info.default is PydanticUndefined and info.default_factory is None
        fields.append(FormField(name, ask, _kind(info.annotation, ask), required))
    return tuple(fields)


def _kind(annotation: Any, ask: Ask) -> Kind:
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    if get_origin(annotation) is list:
        if ask.choices is not None:
            return "several"
        return "days" if get_args(annotation) == (date,) else "list"
    if ask.choices is not None:
        return "one"
    if annotation is bool:
        return "yes-no"
    plain: dict[Any, Kind] = {date: "date", int: "number", Decimal: "money"}
    return plain.get(annotation, "text" if ask.lines > 1 else "line")


def is_asked(field: FormField, entries: Mapping[str, Any]) -> bool:
    """Return whether a form asks for a field, with these entries in its fields (see ``Ask.when``)."""
    if field.ask.when is None or entries.get(field.name):
        return True
    other, with_these = field.ask.when
    given = entries.get(other) or ()
    return not {*([given] if isinstance(given, str) else given)}.isdisjoint(with_these)


def entry(field: FormField, value: Any, reading: Reading) -> Any:
    """Return ``value`` as it stands in a form: text, or a list of texts for ``several``."""
    match value:
        case None:
            return [] if field.kind == "several" else ""
        case bool():
            return "yes" if value else "no"
        case date():
            return write_day(value, reading)
        case list() if field.kind == "days":
            return ", ".join(write_day(day, reading) for day in value)
        case list() if field.kind == "list":
            return ", ".join(value)
        case list():
            return list(value)
        case _:
            return str(value)


@dataclass(frozen=True)
class Checked:
    """The values of a form for the model, and a sentence for each field that is wrong."""

    values: dict[str, Any]
    errors: dict[str, str]


def check(
    model: type[BaseModel],
    entries: Mapping[str, Any],
    reading: Reading,
    choices: Callable[[FormField], Mapping[str, str]],
) -> Checked:
    """Return the values that were entered in a form's fields, and the errors.

    ``entries`` are texts (lists of texts for ``several``); ``choices`` gives the choices of a field.
    Values that could be read are returned even where others are wrong.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in form_fields(model):
        if field.name not in entries:
            continue
        try:
            values[field.name] = _read(field, entries[field.name], reading, choices)
        except ValueError as error:
            errors[field.name] = str(error)
    if errors:  # refused already: what else the model will refuse is said in the same breath
        errors = {**_refused(model, values), **errors}
    return Checked(values, errors)


def _refused(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for each of these values that the model refuses; the other fields are missing."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return {name: sentence for name, sentence in model_errors(error).items() if name in values}
    return {}


def _read(
    field: FormField, entered: Any, reading: Reading, choices: Callable[[FormField], Mapping[str, str]]
) -> Any:
    """Return the value of one field; raise ``ValueError`` with the sentence to show beside it."""
    if field.kind == "several":
        return list(entered)
    text = str(entered).strip()
    if not text:
        if field.required:
            raise ValueError(say(N_("Please fill this in.")))
        return [] if field.kind in ("list", "days") else "" if field.kind in ("line", "text", "one") else None
    return _READERS[field.kind](field, text, reading, choices)


def _read_text(field: FormField, text: str, *_: Any) -> str:
    most = LONG_TEXT if field.kind == "text" else ONE_LINE
    if len(text) > most:
        raise ValueError(
            say(N_("At most {most} characters; this has {n}."), most=f"{most:,}", n=f"{len(text):,}")
        )
    if field.ask.words and not in_words(text):
        raise ValueError(say(N_("Say it in words, of at least three letters.")))
    return text


def _read_day(field: FormField, text: str, reading: Reading, *_: Any) -> date:
    try:
        day = parse_day(text, reading)
    except NotADay as error:
        raise ValueError(str(error)) from None
    if field.ask.past and day > reading.today:
        raise ValueError(say(N_("This day has not come yet.")))
    return day


def _read_days(field: FormField, text: str, reading: Reading, *_: Any) -> list[date]:
    parts = [part for part in text.replace("\n", ",").split(",") if part.strip()]
    return sorted({_read_day(field, part, reading) for part in parts})


def _read_number(field: FormField, text: str, *_: Any) -> int:
    try:
        number = int(text)
    except ValueError:
        raise ValueError(say(N_("Write a whole number here."))) from None
    low, high = field.ask.low, field.ask.high
    if (low is not None and number < low) or (high is not None and number > high):
        if low is not None and high is not None:
            raise ValueError(say(N_("A number from {low} to {high}."), low=low, high=high))
        raise ValueError(say(N_("A number of {low} or more."), low=low))
    return number


_THOUSANDS = re.compile(r"\d[.,]\d{3}(?!\d)")


def _read_money(_field: FormField, text: str, *_: Any) -> Decimal:
    plain = text.replace(" ", "")
    if _THOUSANDS.search(plain):  # 1.000 is a thousand in Denmark, and one with three decimals in Ireland
        raise ValueError(
            say(N_("Write this without a sign for thousands, and at most two decimals: 1000 or 1000.50."))
        )
    try:
        amount = Decimal(plain.replace(",", "."))
    except ArithmeticError:
        raise ValueError(say(N_("Write an amount here, such as 12.50."))) from None
    if not amount.is_finite() or abs(amount) >= 10**9:
        raise ValueError(say(N_("Write an amount here, such as 12.50.")))
    return amount


def _read_yes_no(_field: FormField, text: str, *_: Any) -> bool:
    if text not in YES_NO:
        raise ValueError(say(N_("Choose yes or no.")))
    return text == "yes"


def _read_one(field: FormField, text: str, _reading: Reading, choices: Any) -> str:
    if text not in choices(field):
        raise ValueError(say(N_("Choose one from the list.")))
    return text


def _read_list(field: FormField, text: str, *_: Any) -> list[str]:
    return [_read_text(field, part.strip()) for part in text.replace("\n", ",").split(",") if part.strip()]


_READERS: dict[Kind, Callable[..., Any]] = {
    "line": _read_text,
    "text": _read_text,
    "date": _read_day,
    "number": _read_number,
    "money": _read_money,
    "yes-no": _read_yes_no,
    "one": _read_one,
    "list": _read_list,
    "days": _read_days,
}


_CPR = re.compile(r"\b(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d\d[-–‐ ]\d{4}\b")
_PPS = re.compile(r"\b\d{7}[A-W][A-IWTX]?\b", re.IGNORECASE)
NUMBER_FIELDS = ("number", "reference", "value")
"""The fields that a PPS number belongs in, where an application needs it; a CPR number belongs in none."""


def field_warnings(values: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for each text that seems to hold a number of a person that it is not meant for.

    Such are a Danish CPR number, which no field asks for, and a PPS number outside a field for numbers.
    """
    found = {}
    for name, value in values.items():
        texts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
        if warning := text_warning(" | ".join(one for one in texts if isinstance(one, str)), name):
            found[name] = warning
    return found


def text_warning(text: str, field: str = "") -> str:
    """Return the warning of the text of one field, as a sentence; empty where there is none."""
    if _CPR.search(text):
        return say(N_("This looks like a CPR number. It is not needed here; better leave it out."))
    if field not in NUMBER_FIELDS and any(_is_pps(one) for one in _PPS.findall(text)):
        return say(N_("This looks like a PPS number. Keep it as a reference, where an application needs it."))
    return ""


def _is_pps(text: str) -> bool:
    from stdnum.ie import pps

    return bool(pps.is_valid(text))


def model_errors(error: ValidationError) -> dict[str, str]:
    """Return a sentence for each field that a model refused; a sentence on the whole model under ``""``."""
    errors: dict[str, str] = {}
    for item in error.errors():
        place = item["loc"][0] if item["loc"] else ""
        if item["type"] == "missing":
            sentence = say(N_("Please fill this in."))
        elif item["type"] == "value_error":
            sentence = str(item["ctx"]["error"])
        else:
            sentence = say(N_("This cannot be read: {reason}."), reason=item["msg"])
        errors.setdefault(str(place), sentence)
    return errors


def shown(field: FormField, value: Any, reading: Reading, choices: Mapping[str, str] | None = None) -> str:
    """Return ``value`` as a person reads it: choices by their label, days in the agency's order."""
    labels = YES_NO if field.kind == "yes-no" else (choices or {})
    if field.kind == "several" and isinstance(value, Sequence):
        return ", ".join(say(labels.get(key, key)) for key in value)
    text = entry(field, value, reading)
    return say(labels[text]) if text in labels else str(text)
