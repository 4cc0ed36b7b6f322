"""Records that have a place, such as a domain of an assessment: a case has one record a place."""

from __future__ import annotations

from typing import Any

from casetui.data.fields import form_fields
from casetui.data.record_file import RecordFile
from casetui.data.records import Record
from casetui.data.records.base import id_source
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say


def place_id(file: RecordFile, kind: type[Record], owner: str, slot: str) -> str:
    """Return the id of a new record for a place: two people who fill in one place meet in one record.

    The id is a random one where a record has that id already: it was struck out, or an earlier version of the
    program let it keep the id after it was moved to another place.
    """
    made = f"{owner}-{slot}"
    return made if file.get(kind, made) is None else id_source.get()()


def written_at(file: RecordFile, record: Record) -> Record | None:
    """Return the record that stands in the place of ``record``, itself or another; or ``None``."""
    there = [one for one in file.all(type(record)) if one.place == record.place] if record.place else []
    itself = (one for one in there if one.id == record.id)
    return next(itself, there[0] if there else None)


def check_place_free(desk: Desk, opened: OpenCase, file: RecordFile, record: Record) -> None:
    """Raise ``NotAllowed``, naming the other record, where one stands in the place already."""
    other = written_at(file, record)
    if other is None or other.id == record.id:
        return
    raise NotAllowed(
        say(
            N_("{place} is written already, by {who}. Go to its own line and change it there."),
            place=_place_words(desk, opened, record),
            who=desk.name(other.changed_by or other.made_by) or say(N_("a colleague")),
        )
    )  # fmt: skip


def moved(
    desk: Desk, opened: OpenCase, file: RecordFile, before: Record, record: Record
) -> tuple[Record, Record]:
    """Return the record ``before`` struck out, and ``record`` as a new record in its new place.

    So no record keeps the id that was made from its former place, where a new record may come to stand.
    """
    struck: dict[str, Any] = {
        "struck_by": desk.who.id,
        "struck_at": desk.now(),
        "struck_reason": say(N_("moved to {place}"), place=_place_words(desk, opened, record)),
    }
    identity = place_id(file, type(record), *record.place)
    return before.model_copy(update=struck), record.model_copy(update={"id": identity})


def _place_words(desk: Desk, opened: OpenCase, record: Record) -> str:
    """Return the label of the place, such as the name of the domain."""
    name = record.place_fields[-1]
    field = next(one for one in form_fields(type(record)) if one.name == name)
    labels = desk.choices(opened.file, opened.method, field)
    return labels.get(record.place[-1], record.place[-1])
