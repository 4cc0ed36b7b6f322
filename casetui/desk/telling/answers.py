"""Answers to the person's requests, which are news until the person has seen them once at this computer."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from casetui.data.store.one_file import OneFile
from casetui.desk.desk import Desk
from casetui.desk.lists import ListedRequest

SHOWN_FOR = timedelta(days=30)
"""How long an answer is news."""


def unseen(desk: Desk) -> list[ListedRequest]:
    """Return the recent answers that the person has not seen, the newest first."""
    seen = _seen(desk)
    return [answer for answer in _answered(desk) if _name(answer) not in seen]


def look_at(desk: Desk) -> list[ListedRequest]:
    """Return what ``unseen`` returns, and note the answers as seen; where that fails they stay news."""
    found = unseen(desk)
    if found:
        names = [_name(answer) for answer in _answered(desk)]
        with suppress(OSError):
            _file(desk).write(json.dumps(names).encode())
    return found


def day_of(desk: Desk, answer: ListedRequest) -> date:
    """Return the day of an answer in the agency's zone."""
    return desk.agency_file.calendar.day_of(datetime.fromisoformat(answer.request.on))


def _answered(desk: Desk) -> list[ListedRequest]:
    since = (desk.now().astimezone(UTC) - SHOWN_FOR).isoformat()
    found = [
        ListedRequest(answer, row) for row in desk.register for answer in row.answers if answer.on >= since
    ]
    return sorted(found, key=lambda one: one.request.on, reverse=True)


def _name(answer: ListedRequest) -> str:
    return f"{answer.request.record} {answer.request.on}"


def _file(desk: Desk) -> OneFile:
    return desk.person_folder.file("answers")


def _seen(desk: Desk) -> frozenset[str]:
    try:
        return frozenset(map(str, json.loads(_file(desk).read())))
    except (OSError, ValueError, TypeError, RecursionError):
        return frozenset()
