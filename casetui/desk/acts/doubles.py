"""Deciding whether the clients of two cases are one person, or two."""

from __future__ import annotations

from casetui.data.rows import Row
from casetui.desk.access import OPEN
from casetui.desk.acts.cases import another_person, open_case
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say

SAME_PERSON = "same person"
"""The act by which a case becomes one of a client who is known already."""


def two_people(desk: Desk, opened: OpenCase, other: Row) -> None:
    """Keep that the client of an open case is another person than that of the case ``other``.

    Raises what ``commit`` raises.
    """
    commit(desk, opened, "add", [RecordChange(another_person(desk, other))], though_closed=True)
    desk.look_for_doubles()


def one_person(desk: Desk, case: Row, other: Row, at: OpenCase | None = None) -> list[str]:
    """Make the cases of one of two clients cases of the other one; return the numbers of those that changed.

    ``at`` is the one of the cases that the person has open, if any.

    They are the cases of the client who has fewer, as far as the person may write in all of them. After a
    kill in between some have changed; doing it again changes the others. Raises ``NotAllowed`` where there
    are cases of both clients in which the person may not write, and what ``commit`` raises.
    """
    desk.catch_up()
    sides = [(_cases_of(desk, case), other.client_id), (_cases_of(desk, other), case.client_id)]
    mine = [side for side in sides if all(desk.access(row) in OPEN for row in side[0])]
    if not mine:
        raise NotAllowed(
            say(N_("Both have cases in which you do not write. Ask {who}."),
                who=desk.who_may(lambda worker: worker.has("line manager")))
        )  # fmt: skip
    rows, client = min(mine, key=lambda side: len(side[0]))
    for row in rows:
        here = at is not None and at.case.number == row.number
        _give_client(desk, at if at and here else open_case(desk, row.number), client)
    desk.look_for_doubles()
    return [row.number for row in rows]


def _cases_of(desk: Desk, of: Row) -> list[Row]:
    """Return every case of a client that the register knows, closed ones too."""
    return [row for row in list(desk.register.rows.values()) if row.client_id == of.client_id]


def _give_client(desk: Desk, opened: OpenCase, client: str) -> None:
    case = opened.case
    former = case.former_client or case.client_id
    joined = case.model_copy(update={"client_id": client, "former_client": former})
    commit(desk, opened, SAME_PERSON, [RecordChange(joined, case)], though_closed=True)
