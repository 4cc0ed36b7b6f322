"""``casetui agenda``: what is late, due today and due soon, as plain text for mail or a login message."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date

from casetui.commands.out import line, plain, progress
from casetui.commands.places import desk_of
from casetui.data.days import away, long_day, short_day
from casetui.desk.desk import Desk
from casetui.desk.lists import Item, agenda
from casetui.words import N_, say


def run(args: argparse.Namespace) -> int:
    """Write the agenda."""
    desk = desk_of(args)
    desk.register.load()
    desk.refresh(progress(N_("Reading {done} of {all} cases")))
    today = desk.today()
    line(f"{desk.agency.name}, {long_day(today)}, {desk.who.name}")
    items = agenda(desk, args.days, everyone=args.all)
    if not items:
        line(say(N_("Nothing is late, and nothing is due in {days} days."), days=args.days))
    for title, part in parts(items, today):
        line()
        line(say(title))
        for item in part:
            line(f"  {written(desk, item, today, names=args.names, managers=args.all)}")
    return 0


def parts(items: list[Item], today: date) -> Iterable[tuple[str, list[Item]]]:
    """Return what is late, due today and due soon, each with its title; an empty part is left out."""
    found = (
        (N_("Late"), [item for item in items if item.day < today]),
        (N_("Due today"), [item for item in items if item.day == today]),
        (N_("Due soon"), [item for item in items if item.day > today]),
    )
    return [(title, part) for title, part in found if part]


def written(desk: Desk, item: Item, today: date, *, names: bool, managers: bool) -> str:
    """Return one item as a line; without ``names`` there is nothing in it that anybody typed."""
    words = [short_day(item.day)]
    if item.day != today:
        words.append(away(item.day, today))
    words.append(f"C-{item.row.number}")
    if names:
        words.append(plain(item.row.name))
    if managers and not item.row.manager:
        words.append(say(N_("unassigned")))
    elif managers and names:
        words.append(desk.name(item.row.manager))
    what = item.what if names else kind_of(item)
    return ", ".join(words) + f": {plain(what)}"


def kind_of(item: Item) -> str:
    """Return what is due in the rule's own words, without anything that somebody typed."""
    return item.kind or say(N_("Something in the case file"))
