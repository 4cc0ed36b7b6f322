"""Days: as they are typed, written and counted, in the agency's zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetui.data import days as casetui_days
from casetui.data.days import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Length,
    NotADay,
    Reading,
    away,
    birthday_age,
    long_day,
    parse_day,
    short_day,
    write_day,
)

TODAY = date(2026, 11, 21)
"""A Saturday."""
DMY = Reading(TODAY)
MDY = Reading(TODAY, "mdy")
YMD = Reading(TODAY, "ymd")
DUBLIN = Calendar()

orders = st.sampled_from(["dmy", "mdy", "ymd"])
days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@given(days, days, orders)
def test_a_day_that_was_written_is_read_back_as_the_same_day(day, today, order):
    reading = Reading(today, order)
    assert parse_day(write_day(day, reading), reading) == day


@given(days, orders)
def test_a_day_with_its_year_first_is_read_in_every_order(day, order):
    assert parse_day(day.isoformat(), Reading(TODAY, order)) == day


@given(st.text(max_size=20), orders)
def test_whatever_is_typed_is_a_day_or_a_sentence(text, order):
    try:
        assert isinstance(parse_day(text, Reading(TODAY, order)), date)
    except NotADay as error:
        assert str(error)


@given(st.from_regex(r"[+-]?[0-9]{1,4}([-./ ][0-9]{1,4}){0,2}", fullmatch=True), orders)
def test_whatever_numbers_are_typed_are_a_day_or_a_sentence(text, order):
    try:
        day = parse_day(text, Reading(TODAY, order))
    except NotADay:
        return
    assert FIRST_YEAR <= day.year <= LAST_YEAR


@pytest.mark.parametrize(
    ("typed", "reading", "day"),
    [
        ("21/11/2026", DMY, TODAY),
        ("1.2.27", DMY, date(2027, 2, 1)),
        ("1-2-2027", DMY, date(2027, 2, 1)),
        ("1 2 2027", DMY, date(2027, 2, 1)),
        ("2/1/2027", MDY, date(2027, 2, 1)),
        ("27-02-01", YMD, date(2027, 2, 1)),
        ("2027-02-01", DMY, date(2027, 2, 1)),
        ("12 Nov", DMY, date(2026, 11, 12)),
        ("12 november 2025", DMY, date(2025, 11, 12)),
        ("12 Nov. 25", DMY, date(2025, 11, 12)),
        ("  TODAY ", DMY, TODAY),
        ("t", DMY, TODAY),
        ("tomorrow", DMY, date(2026, 11, 22)),
        ("yesterday", DMY, date(2026, 11, 20)),
        ("+7", DMY, date(2026, 11, 28)),
        ("-3", DMY, date(2026, 11, 18)),
        ("+2w", DMY, date(2026, 12, 5)),
        ("+3m", DMY, date(2027, 2, 21)),
        ("-1y", DMY, date(2025, 11, 21)),
    ],
)
def test_days_can_be_typed_as_people_write_them(typed, reading, day):
    assert parse_day(typed, reading) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("fri", date(2026, 11, 27)),
        ("friday", date(2026, 11, 27)),
        ("sun", date(2026, 11, 22)),
        ("sat", date(2026, 11, 28)),
        ("next mon", date(2026, 11, 23)),
        ("last mon", date(2026, 11, 16)),
        ("last sat", date(2026, 11, 14)),
    ],
)
def test_a_weekday_is_the_next_one_and_last_is_the_one_before(typed, day):
    assert parse_day(typed, DMY) == day


@given(days.filter(lambda day: FIRST_YEAR < day.year < LAST_YEAR), st.integers(0, 6))
def test_a_weekday_is_one_to_seven_days_away(today, number):
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[number]
    ahead, before = parse_day(name, Reading(today)), parse_day(f"last {name}", Reading(today))
    assert ahead.weekday() == before.weekday() == number
    assert 1 <= (ahead - today).days <= 7 and 1 <= (today - before).days <= 7


@pytest.mark.parametrize(
    ("typed", "today", "day"),
    [
        ("31/12", date(2027, 1, 2), date(2026, 12, 31)),
        ("2/1", date(2026, 12, 30), date(2027, 1, 2)),
        ("29/2", date(2027, 6, 1), date(2028, 2, 29)),
        ("29/2", date(2026, 1, 1), None),
    ],
)
def test_without_a_year_it_is_the_nearest_such_day(typed, today, day):
    if day is None:
        with pytest.raises(NotADay):
            parse_day(typed, Reading(today))
    else:
        assert parse_day(typed, Reading(today)) == day


@pytest.mark.parametrize(
    ("year", "full"), [("26", 2026), ("36", 2036), ("37", 1937), ("99", 1999), ("00", 2000)]
)
def test_a_year_of_two_digits_is_at_most_ten_years_ahead(year, full):
    assert parse_day(f"1/1/{year}", DMY).year == full


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "29/02/2027", "0/1/2026", "32/1/2026", "1/13/2026", "12 foo 2026", "31 Apr 2026"]
)
def test_a_day_that_does_not_exist_is_refused(typed):
    with pytest.raises(NotADay, match=r"There is no such day|is not a day"):
        parse_day(typed, DMY)


@pytest.mark.parametrize("typed", ["1/1/0999", "1/1/3000", "0001-01-01", "+9999y", "-9999m"])
def test_a_year_that_cannot_be_right_is_refused(typed):
    with pytest.raises(NotADay):
        parse_day(typed, DMY)


def test_what_is_no_day_is_told_how_to_write_one():
    with pytest.raises(NotADay, match='"soon" is not a day; write 21/11/2026, "today"'):
        parse_day("soon", DMY)
    with pytest.raises(NotADay, match="write 11/21/2026"):
        parse_day("soon", MDY)


def test_29_february_exists_in_leap_years_only():
    assert parse_day("29/2/2028", DMY) == date(2028, 2, 29)
    with pytest.raises(NotADay):
        parse_day("29/2/2100", DMY)


# -- the agency's calendar -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        # the night in which the clocks go forward: 29 March 2026, at 01:00 UTC
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        # and back: 25 October 2026, at 01:00 UTC
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_an_instant_falls_on_a_day_of_the_agencys_zone(instant, day):
    assert DUBLIN.day_of(instant) == day


def test_the_same_instant_is_another_day_elsewhere():
    instant = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert Calendar("Europe/Copenhagen").day_of(instant) == date(2026, 11, 22)
    assert Calendar("America/New_York").day_of(instant) == TODAY


@given(days.filter(lambda day: day.year < LAST_YEAR), st.integers(0, 60))
def test_working_days_are_counted_without_weekends(day, number):
    end = DUBLIN.add_working_days(day, number)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == number
    assert number == 0 or end.weekday() < 5


def test_working_days_are_counted_without_the_agencys_holidays():
    calendar = Calendar(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    assert calendar.add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert DUBLIN.add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("length", "start", "end"),
    [
        ("6 months", date(2026, 8, 31), date(2027, 2, 28)),
        ("6 months", date(2027, 8, 31), date(2028, 2, 29)),
        ("1 year", date(2028, 2, 29), date(2029, 2, 28)),
        ("14 days", date(2026, 11, 21), date(2026, 12, 5)),
        ("2 weeks", date(2026, 11, 21), date(2026, 12, 5)),
        ("1 working day", date(2026, 11, 20), date(2026, 11, 23)),
        ("9999 years", date(2026, 11, 21), date.max),
    ],
)
def test_a_span_ends_on_the_right_day(length, start, end):
    assert Length.parse(length).after(start, DUBLIN) == end


@pytest.mark.parametrize("length", ["1 day", "14 days", "10 working days", "6 months", "1 year", "3 weeks"])
def test_a_span_is_written_as_it_was_read(length):
    assert str(Length.parse(length)) == length


@pytest.mark.parametrize(
    "text", ["", "days", "-1 days", "1.5 days", "six months", "10000 days", "1 fortnight"]
)
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(ValueError, match="is no length of time"):
        Length.parse(text)


# -- as they are read ----------------------------------------------------------------------------


def test_how_far_a_day_is_away_is_said_short():
    assert [away(TODAY + timedelta(days=n), TODAY) for n in (-2, 0, 3)] == ["2 d late", "today", "in 3 d"]


def test_days_are_written_out_with_their_weekday():
    assert (long_day(TODAY), short_day(TODAY)) == ("Sat 21 Nov 2026", "Sat 21 Nov")


def test_who_was_born_on_29_february_has_a_birthday_on_the_28th_in_common_years():
    born = date(2008, 2, 29)
    assert birthday_age(born, date(2026, 2, 27)) == 17
    assert birthday_age(born, date(2026, 2, 28)) == 18
    assert birthday_age(born, date(2028, 2, 28)) == 19
    assert birthday_age(born, date(2028, 2, 29)) == 20


def test_a_short_day_says_its_year_only_where_another_year_is_meant(monkeypatch):
    monkeypatch.setattr(casetui_days._ThisYear, "year", None)
    assert casetui_days.short_day(date(2025, 11, 19)) == "Wed 19 Nov", "no year is known"
    casetui_days.note_this_year(date(2026, 1, 2))
    assert casetui_days.short_day(date(2025, 11, 19)) == "Wed 19 Nov 2025"
    assert casetui_days.short_day(date(2026, 11, 19)) == "Thu 19 Nov"


@pytest.mark.parametrize("typed", ["yes", "No"])
def test_yes_in_the_field_of_a_day_says_that_a_day_is_wanted(typed):
    with pytest.raises(NotADay, match="This asks for the day on which it was: write 21/11/2026"):
        parse_day(typed, Reading(date(2026, 11, 21), "dmy"))
