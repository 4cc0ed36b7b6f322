"""Answers to the person's requests, which are news until the person has seen them once at this computer."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from casetui.data.store.durable import make_own, read_whole, write_whole
from casetui.desk.desk import Desk
from casetui.desk.lists import ListedRequest

SHOWN_FOR = timedelta(days=30)
"""How long an answer is news."""


def unseen(desk: Desk) -> list[ListedRequest]:
    """Return the recent answers that the person has not seen, the newest first."""
    seen = _seen(desk)
    return [one for one in _answered(desk) if _name(one) not in seen]


def look_at(desk: Desk) -> list[ListedRequest]:
    """Return what ``unseen`` returns, and note the answers as seen; where that fails they stay news."""
    found = unseen(desk)
    if found:
        names = [_name(one) for one in _answered(desk)]
        with suppress(OSError):
            make_own(desk.person_folder.folder)
            write_whole(_path(desk), json.dumps(names).encode(), 0o600)
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


def _path(desk: Desk) -> Path:
    return desk.person_folder.folder / f"{desk.who.id}.answers"


def _seen(desk: Desk) -> frozenset[str]:
    try:
        return frozenset(map(str, json.loads(read_whole(_path(desk))[0])))
    except (OSError, ValueError, TypeError, RecursionError):
        return frozenset()
