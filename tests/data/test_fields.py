"""The fields of a model: a value that is shown in a form is read back as the same value."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from casetui.data.days import Reading
from casetui.data.fields import (
    HIDDEN,
    LONG_TEXT,
    ONE_LINE,
    Ask,
    check,
    entry,
    field_warnings,
    form_fields,
    model_errors,
    shown,
)
from casetui.data.records import CASE_RECORDS, Agency, Client, Contact, Worker
from casetui.data.records.base import plain_text

TODAY = date(2026, 11, 21)
READING = Reading(TODAY)
COLOURS = {"red": "Red", "green": "Green", "dark blue": "Dark blue"}


class Sample(BaseModel):
    """One field of every kind."""

    line: Annotated[str, Ask("Line")] = ""
    text: Annotated[str, Ask("Text", lines=3)] = ""
    day: Annotated[date | None, Ask("Day")] = None
    past: Annotated[date | None, Ask("Past", past=True)] = None
    number: Annotated[int | None, Ask("Number", low=0, high=99)] = None
    atleast: Annotated[int | None, Ask("At least", low=1)] = None
    money: Annotated[Decimal | None, Ask("Money")] = None
    answer: Annotated[bool | None, Ask("Answer")] = None
    one: Annotated[str, Ask("One", choices=COLOURS)] = ""
    few: Annotated[Literal["red", "green"], Ask("Few", choices=COLOURS)] = "red"
    several: Annotated[list[str], Ask("Several", choices=COLOURS)] = []
    words: Annotated[list[str], Ask("Words")] = []
    days: Annotated[list[date], Ask("Days")] = []
    must: Annotated[str, Ask("Must")]
    hidden: Annotated[str, HIDDEN] = ""


FIELDS = {field.name: field for field in form_fields(Sample)}


def read(name, entered, reading=READING):
    checked = check(Sample, {name: entered}, reading, lambda field: COLOURS)
    return checked.errors.get(name) or checked.values[name]


def there_and_back(name, value, reading=READING):
    return read(name, entry(FIELDS[name], value, reading), reading)


printable = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).map(str.strip)
lines = printable.filter(lambda text: 0 < len(text) <= ONE_LINE)
readings = st.builds(Reading, st.just(TODAY), st.sampled_from(["dmy", "mdy", "ymd"]))
sensible = st.dates(date(1880, 1, 1), date(2200, 12, 31))


@given(lines)
def test_a_line_comes_back(value):
    assert there_and_back("line", value) == value


@given(st.lists(lines, min_size=1, max_size=5).map("\n".join))
def test_a_text_comes_back_with_its_lines(value):
    assert there_and_back("text", value) == value


@given(sensible, readings)
def test_a_day_comes_back_in_every_order(value, reading):
    assert there_and_back("day", value, reading) == value


@given(sensible.filter(lambda day: day <= TODAY), readings)
def test_a_day_that_has_been_comes_back(value, reading):
    assert there_and_back("past", value, reading) == value


@given(st.integers(0, 99))
def test_a_number_comes_back(value):
    assert there_and_back("number", value) == value


@given(st.decimals(-(10**9) + 1, 10**9 - 1, places=2))
def test_an_amount_comes_back(value):
    assert there_and_back("money", value) == value


@given(st.booleans())
def test_yes_and_no_come_back(value):
    assert there_and_back("answer", value) is value


@given(st.sampled_from(sorted(COLOURS)))
def test_a_choice_comes_back(value):
    assert there_and_back("one", value) == value


@given(st.lists(st.sampled_from(sorted(COLOURS)), unique=True))
def test_several_choices_come_back(value):
    assert there_and_back("several", value) == value


@given(st.lists(lines.filter(lambda text: "," not in text)))
def test_a_list_of_words_comes_back(value):
    assert there_and_back("words", value) == value


@given(st.lists(sensible, unique=True), readings)
def test_a_list_of_days_comes_back_in_order(value, reading):
    assert there_and_back("days", value, reading) == sorted(value)


@pytest.mark.parametrize("name", sorted(FIELDS.keys() - {"must"}))
def test_what_is_left_empty_is_empty(name):
    empty = {"several": [], "words": [], "days": []}
    nothing = "" if FIELDS[name].kind in ("line", "text", "one") else None
    assert read(name, entry(FIELDS[name], None, READING)) == empty.get(name, nothing)


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=40))
def test_whatever_is_typed_is_a_value_or_a_sentence(name, text):
    checked = check(Sample, {name: [text] if name == "several" else text}, READING, lambda field: COLOURS)
    assert (name in checked.values) != (name in checked.errors)
    assert all(sentence for sentence in checked.errors.values())


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("must", "  ", "Please fill this in."),
        ("line", "x" * (ONE_LINE + 1), "At most 200 characters; this has 201."),
        ("text", "x" * (LONG_TEXT + 1), "At most 50,000 characters; this has 50,001."),
        ("day", "31/02/2026", 'There is no such day as "31/02/2026".'),
        ("past", "tomorrow", "This day has not come yet."),
        ("number", "ten", "Write a whole number here."),
        ("number", "100", "A number from 0 to 99."),
        ("number", "-1", "A number from 0 to 99."),
        ("atleast", "0", "A number of 1 or more."),
        ("money", "12.50 euro", "Write an amount here, such as 12.50."),
        ("money", "NaN", "Write an amount here, such as 12.50."),
        ("money", "1e12", "Write an amount here, such as 12.50."),
        ("money", "1,000", "Write this without a sign for thousands"),
        ("money", "1.200", "Write this without a sign for thousands"),
        ("money", "-12.500", "Write this without a sign for thousands"),
        ("money", "1.234,50", "Write this without a sign for thousands"),
        ("money", "1,234,567", "Write this without a sign for thousands"),
        ("answer", "maybe", "Choose yes or no."),
        ("one", "purple", "Choose one from the list."),
        ("days", "1/1/2026, soon", '"soon" is not a day'),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(name, typed, sentence):
    assert read(name, typed).startswith(sentence)


def test_a_note_of_ten_thousand_characters_fits():
    assert read("text", "æ" * 10_000) == "æ" * 10_000


def test_an_amount_may_have_a_comma_and_spaces():
    for typed, amount in {"1 234,50": "1234.50", "1000": "1000", "12.5": "12.5", "0,75": "0.75"}.items():
        assert read("money", typed) == Decimal(amount)


def test_what_can_be_read_is_returned_even_where_another_field_is_wrong():
    checked = check(Sample, {"day": "today", "number": "x"}, READING, lambda field: {})
    assert checked.values == {"day": TODAY} and set(checked.errors) == {"number"}


def test_a_choice_that_was_made_and_is_offered_no_more_stays():
    assert read("several", ["red", "gone"]) == ["red", "gone"]


def test_hidden_fields_are_in_no_form_and_required_ones_are_known():
    assert "hidden" not in FIELDS
    assert [name for name, field in FIELDS.items() if field.required] == ["must"]


def test_values_are_shown_as_people_read_them():
    assert shown(FIELDS["one"], "dark blue", READING, COLOURS) == "Dark blue"
    assert shown(FIELDS["several"], ["red", "green"], READING, COLOURS) == "Red, Green"
    assert shown(FIELDS["answer"], False, READING) == "no"
    assert shown(FIELDS["day"], TODAY, READING) == "21/11/2026"
    assert shown(FIELDS["one"], "gone", READING, COLOURS) == "gone"


@pytest.mark.parametrize("kind", [*CASE_RECORDS.values(), Agency, Worker], ids=lambda kind: kind.table)
def test_every_field_of_every_record_has_a_label_and_a_kind(kind):
    for field in form_fields(kind):
        assert field.ask.label, f"{kind.table}.{field.name}"
        assert entry(field, None, READING) in ("", [])


def test_what_a_model_refuses_is_said_by_field():
    with pytest.raises(ValidationError) as error:
        Contact.model_validate({"kind": "visit"})
    assert set(model_errors(error.value)) == {"summary", "on"}
    with pytest.raises(ValidationError) as error:
        Client.model_validate({})
    assert model_errors(error.value) == {"": "Write a name, or a description by which the person is known."}


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [("311299-1234", True), ("ref 010203-4321.", True), ("321299-1234", False), ("2026-11-21", False),
     ("311299-12345", False)],
)  # fmt: skip
def test_only_what_looks_like_a_cpr_number_is_doubted(text, doubtful):
    assert set(field_warnings({"note": text, "list": [text]})) == ({"note", "list"} if doubtful else set())


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [("her PPS is 1234567FA.", True), ("1234567ta", False), ("1234567T", True), ("12345678", False)],
)
def test_a_pps_number_is_doubted_where_no_number_is_asked_for(text, doubtful):
    asked = {"name": text, "summary": text, "number": text, "reference": text, "value": text}
    assert set(field_warnings(asked)) == ({"name", "summary"} if doubtful else set())


@given(st.text())
def test_plain_text_has_no_control_characters_and_stays_plain(text):
    plain = plain_text(text)
    assert plain_text(plain) == plain
    assert not any(ord(char) < 32 and char not in "\n\t" for char in plain)
