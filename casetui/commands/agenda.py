"""``casetui agenda``: what is late, due today and due soon, as plain text for mail or a login message."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from casetui.commands.out import line, note, plain, progress
from casetui.commands.places import desk_of, entrance_from
from casetui.data.days import away, long_day, short_day
from casetui.desk.desk import Desk
from casetui.desk.lists import DueItem, agenda, case_manager, manager_name
from casetui.desk.people.digest import Digest, leave_digest, read_digest, withdraw_digest
from casetui.words import N_, say

T = TypeVar("T")


def run(args: argparse.Namespace) -> int:
    """Write the agenda, or the digest where one was left; with its option, leave or withdraw the digest.

    The digest holds days and case numbers, and is read without the passphrase.
    """
    if args.no_digest:
        withdraw_digest(entrance_from(args).person_folder)
        note(say(N_("No digest is left any more.")))
        return 0
    if not (args.all or args.names or args.digest):
        entrance = entrance_from(args)
        if digest := read_digest(entrance.person_folder):
            write_digest(digest, args.days, entrance.clock())
            return 0
    desk = desk_of(args)
    desk.register.load()
    desk.refresh(progress(N_("Reading {done} of {all} cases")))
    if args.digest:
        leave_digest(desk)
        note(say(N_("casetui agenda now prints your case numbers and days without the passphrase.")))
        return 0
    write_agenda(desk, args)
    return 0


def write_digest(digest: Digest, days: int, now: datetime) -> None:
    """Write the days and case numbers of ``digest``, up to ``days`` days from today."""
    today = digest.today(now)
    left = long_day(digest.written_on())
    line(say(N_("Left on {day}; casetui agenda --names asks for your passphrase and says more."), day=left))
    last = (today + timedelta(days=days)).isoformat()
    dues = [(date.fromisoformat(day), number) for day, number in digest.dues if day <= last]
    if not dues:
        line(say(N_("Nothing is late, and nothing is due in {days} days."), days=days))
    for title, part in split(dues, today, lambda due: due[0]):
        line()
        line(say(title))
        for day, number in part:
            line("  " + ", ".join([*day_words(day, today), f"C-{number}"]))


def write_agenda(desk: Desk, args: argparse.Namespace) -> None:
    """Write the agenda as it is now, for the days and with the names that ``args`` ask for."""
    today = desk.today()
    line(f"{desk.agency.name}, {long_day(today)}, {desk.who.name}")
    items = agenda(desk, args.days, everyone=args.all)
    if not items:
        line(say(N_("Nothing is late, and nothing is due in {days} days."), days=args.days))
    for title, part in split(items, today, lambda item: item.day):
        line()
        line(say(title))
        for item in part:
            line(f"  {written(desk, item, today, names=args.names, managers=args.all)}")


def split(items: Sequence[T], today: date, day: Callable[[T], date]) -> Iterable[tuple[str, list[T]]]:
    """Return the items that are late, due today and due soon, under their titles; no empty part."""
    found = (
        (N_("Late"), [item for item in items if day(item) < today]),
        (N_("Due today"), [item for item in items if day(item) == today]),
        (N_("Due soon"), [item for item in items if day(item) > today]),
    )
    return [(title, part) for title, part in found if part]


def day_words(day: date, today: date) -> list[str]:
    """Return a day and how far away it is, such as "19 Nov" and "2 days late"; today is one word."""
    return [short_day(day), away(day, today)] if day != today else [short_day(day)]


def written(desk: Desk, item: DueItem, today: date, *, names: bool, managers: bool) -> str:
    """Return one item as a line; without ``names`` no text that a person typed is in it."""
    words = [*day_words(item.day, today), f"C-{item.row.number}"]
    if names:
        words.append(plain(item.row.name))
    if managers and (names or not case_manager(desk, item.row)):
        words.append(manager_name(desk, item.row))
    what = item.what if names else kind_of(item)
    return ", ".join(words) + f": {plain(what)}"


def kind_of(item: DueItem) -> str:
    """Return what is due in the rule's own words, without text that a person typed."""
    return item.kind or say(N_("Something in the case file"))
