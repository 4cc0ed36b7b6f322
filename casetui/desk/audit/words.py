"""The result of an audit in words: the same on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from casetui.data.days import write_day
from casetui.desk.access_log import Opening
from casetui.desk.audit.auditing import Audit, AuditStep
from casetui.desk.desk import Desk
from casetui.desk.text import Text
from casetui.words import N_, say


def audit_texts(desk: Desk, result: Audit) -> list[Text]:
    """Return what is wrong first, then every revision with its changes, then who opened the case."""
    wrong = [Text("!", sentence, "late") for sentence in result.wrong]
    return [
        Text(say(N_("What is wrong")), "", heading=True),
        *(wrong or [Text("", say(N_("Nothing: every revision that is to be kept is there and genuine.")))]),
        Text(say(N_("Who changed what")), "", heading=True),
        *(text for step in result.steps for text in _step(step)),
        Text(say(N_("Who opened it")), "", heading=True),
        *(
            [Text("", _opened(desk, opening)) for opening in result.openings]
            or [Text("", say(N_("Nobody, as far as you can read the log.")))]
        ),
    ]


def _step(step: AuditStep) -> Iterator[Text]:
    yield Text("!" if step.wrong else "", step.head, "late" if step.wrong else "")
    for change in step.changes:
        yield Text("", f"- {change}")


def _opened(desk: Desk, opening: Opening) -> str:
    local = datetime.fromisoformat(opening.at).astimezone(desk.agency_file.calendar.zone_info)
    day, time = write_day(local.date(), desk.reading()), f"{local:%H:%M}"
    sentence = f"{day} {time}  {desk.name(opening.by)}"
    return f"{sentence}: {opening.reason}" if opening.reason else sentence
