"""Days: the clock, the agency's calendar, and dates as people type and read them.

Instants are UTC; days are in the agency's zone. A day's clock runs out at the end of that day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta, weekday

from casetui.words import N_, CaseTUIError, say

Order = Literal["dmy", "mdy", "ymd"]
Clock = Callable[[], datetime]
"""Returns the present instant, in UTC."""

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
SHORT_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


class NotADay(CaseTUIError):
    """The text that was typed is no day."""


def utc_now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Calendar:
    """The agency's days: its time zone and the holidays on which nobody works."""

    zone: str = "Europe/Dublin"
    holidays: frozenset[date] = field(default_factory=frozenset)

    @cached_property
    def zone_info(self) -> ZoneInfo:
        """The zone; raises ``ZoneInfoNotFoundError`` for a name that is none."""
        return ZoneInfo(self.zone)

    def day_of(self, instant: datetime) -> date:
        """Return the day in the agency's zone on which ``instant`` falls."""
        return instant.astimezone(self.zone_info).date()

    def works(self, day: date) -> bool:
        """Return whether ``day`` is a working day: no Saturday, no Sunday, no holiday."""
        return day.weekday() < 5 and day not in self.holidays

    def add_working_days(self, day: date, number: int) -> date:
        """Return the day ``number`` (0 or more) working days after ``day``, which is itself not counted."""
        while number > 0:
            day += timedelta(days=1)
            if self.works(day):
                number -= 1
        return day


@dataclass(frozen=True)
class Length:
    """A span of calendar days, working days, weeks or months, as a pack writes it: ``14 days``."""

    number: int
    unit: Literal["days", "working days", "weeks", "months", "years"]

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read ``10 working days``; raise ``ValueError`` for anything else."""
        match = re.fullmatch(r"(\d{1,4}) (days?|working days?|weeks?|months?|years?)", text.strip())
        if not match:
            raise ValueError(
                say(
                    N_('"{text}" is no length of time; write "14 days", "10 working days", "6 months"'),
                    text=text,
                )
            )
        unit = match[2] if match[2].endswith("s") else f"{match[2]}s"
        return cls(int(match[1]), unit)  # type: ignore[arg-type]

    def after(self, day: date, calendar: Calendar) -> date:
        """Return the day this long after ``day``; a month later than the 31st is that month's last day.

        A span that would end beyond the calendar's last year ends on its last day.
        """
        try:
            match self.unit:
                case "working days":
                    return calendar.add_working_days(day, self.number)
                case "days":
                    return day + timedelta(days=self.number)
                case "weeks":
                    return day + timedelta(weeks=self.number)
                case "months":
                    return day + relativedelta(months=self.number)
                case _:
                    return day + relativedelta(years=self.number)
        except (OverflowError, ValueError):
            return date.max

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if self.number == 1 else self.unit
        return f"{self.number} {say(unit)}"


_UNITS = (
    N_("day"), N_("days"), N_("working day"), N_("working days"), N_("week"), N_("weeks"),
    N_("month"), N_("months"), N_("year"), N_("years"),
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """Today, and the agency's order of day, month and year: both are needed to read a day."""

    today: date
    order: Order = "dmy"


FIRST_YEAR = 1880
LAST_YEAR = 2200

_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1, "t": 0}


def parse_day(text: str, reading: Reading) -> date:
    """Return the day that ``text`` means.

    Understood are numbers in the agency's order (a year of two digits, or none, is the nearest),
    year first, ``today``, ``yesterday``, ``tomorrow``, ``+7``, ``-3``, a weekday (the next one, ``last fri``
    for the one before) and ``12 Nov 2026``. Raises ``NotADay`` with a sentence that says what to write.
    """
    typed = text.strip().lower().rstrip(".")
    day = _spoken(typed, reading.today)
    if day is None:
        day = _written(typed, text, reading)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotADay(
            say(N_("The year {year} cannot be right; write a year from {first} to {last}."),
                year=day.year, first=FIRST_YEAR, last=LAST_YEAR)
        )  # fmt: skip
    return day


def _spoken(typed: str, today: date) -> date | None:
    if typed in _NEAR:
        return today + timedelta(days=_NEAR[typed])
    for word, step in (("today", 0), ("tomorrow", 1), ("yesterday", -1)):
        if typed == say(word).lower():
            return today + timedelta(days=step)
    if match := re.fullmatch(r"([+-]) ?(\d{1,4})( ?[dwmy])?", typed):
        return _shifted(today, int(match[1] + match[2]), (match[3] or "d").strip())
    last = typed.startswith("last ")
    name = typed.removeprefix("last ").removeprefix("next ")
    if len(name) >= 2:
        for number, day_name in enumerate(WEEKDAYS):
            if day_name.lower().startswith(name) or say(day_name).lower().startswith(name):
                step = -1 if last else 1
                return today + relativedelta(days=step, weekday=weekday(number, step))
    return None


def _shifted(today: date, number: int, unit: str) -> date:
    steps = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
    try:
        return today + relativedelta(**{steps[unit]: number})  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        raise NotADay(say(N_("That is too far away to be a day."))) from None


def _written(typed: str, text: str, reading: Reading) -> date:
    parts = re.fullmatch(r"(\d{1,4})[-./ ](\d{1,2}|[^\W\d]{3,9})\.?(?:[-./, ]+(\d{1,4}))?", typed)
    if not parts and typed in (say(N_("yes")), say(N_("no"))):
        raise NotADay(
            say(N_('This asks for the day on which it was: write {example} or "today", or leave it empty.'),
                example=write_day(reading.today, reading))
        )  # fmt: skip
    if not parts:
        raise NotADay(
            say(N_('"{text}" is not a day; write {example}, "today", "+7" or "fri".'),
                text=text.strip()[:30], example=write_day(reading.today, reading))
        )  # fmt: skip
    first, middle, last = parts.groups()
    if len(first) == 4:
        year, month, day = first, middle, last or "1"
    elif reading.order == "mdy" and middle.isdigit():
        month, day, year = first, middle, last
    elif reading.order == "ymd" and last and middle.isdigit() and len(last) <= 2:
        year, month, day = first, middle, last
    else:
        day, month, year = first, middle, last
    try:
        number = int(month) if month.isdigit() else _month(month)
        if year:
            return date(_full_year(year, reading.today), number, int(day))
        return _nearest(number, int(day), reading.today)
    except (ValueError, StopIteration):
        raise NotADay(say(N_('There is no such day as "{text}".'), text=text.strip()[:30])) from None


def _month(name: str) -> int:
    """Return the month that begins with ``name``'s first three letters; ``StopIteration`` if none."""
    short = name[:3]
    return next(n for n, m in enumerate(MONTHS, 1) if short in (m.lower(), say(m).lower()))


def _full_year(year: str, today: date) -> int:
    """Return a year of two digits as the latest that is at most ten years ahead."""
    if len(year) > 2:
        return int(year)
    full = today.year - today.year % 100 + int(year)
    return full - 100 if full > today.year + 10 else full


def _nearest(month: int, day: int, today: date) -> date:
    """Return the day of that month nearest to today, in this year or its neighbours."""
    near = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            near.append(date(year, month, day))
        except ValueError:
            continue
    return min(near, key=lambda candidate: abs(candidate - today))


def write_day(day: date, reading: Reading) -> str:
    """Return ``day`` in numbers, in the agency's order; ``parse_day`` reads it back as the same day."""
    match reading.order:
        case "dmy":
            return f"{day.day:02}/{day.month:02}/{day.year:04}"
        case "mdy":
            return f"{day.month:02}/{day.day:02}/{day.year:04}"
        case _:
            return f"{day.year:04}-{day.month:02}-{day.day:02}"


def long_day(day: date) -> str:
    """Return ``Sat 21 Nov 2026``."""
    return f"{say(SHORT_WEEKDAYS[day.weekday()])} {day.day} {say(MONTHS[day.month - 1])} {day.year}"


class _ThisYear:
    """The year that is meant where a day is said without one."""

    year: int | None = None


def note_this_year(today: date) -> None:
    """Have short days of other years say their year from now on."""
    _ThisYear.year = today.year


def short_day(day: date) -> str:
    """Return ``Thu 19 Nov``; ``Thu 19 Nov 2025`` where this year is known, and the day is of another."""
    if _ThisYear.year not in (None, day.year):
        return long_day(day)
    return f"{say(SHORT_WEEKDAYS[day.weekday()])} {day.day} {say(MONTHS[day.month - 1])}"


def moment(at: datetime, zone: tzinfo | None) -> str:
    """Return a day and a time of day in ``zone``, or in the computer's: ``Thu 19 Nov 14:05``."""
    local = at.astimezone(zone)
    return f"{short_day(local.date())} {local:%H:%M}"


def away(day: date, today: date) -> str:
    """Return how far ``day`` is from today, short: ``2 d late``, ``today``, ``in 3 d``."""
    days = (day - today).days
    if days == 0:
        return say(N_("today"))
    if days < 0:
        return say(N_("{n} d late"), n=-days)
    return say(N_("in {n} d"), n=days)


def birthday_age(born: date, today: date) -> int:
    """Return whole years of age; someone born on 29 February has a birthday on the 28th in common years."""
    return relativedelta(today, born).years
