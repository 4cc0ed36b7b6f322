"""Acts in another's name: what a revision says that somebody else did than who signed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.records import CASE_RECORDS, Case, Closure, Entry, Override, Record
from casetui.desk.desk import Desk
from casetui.words import N_, say


def in_others_name(desk: Desk, before: CaseFile, after: CaseFile) -> Iterator[str]:
    """Yield a sentence for each thing in ``after``, made from ``before``, that names another as who did it.

    Also for what was taken away, for nothing is erased by an edit. A first revision has none before it:
    what an import or a move to this version brought keeps the names it had.
    """
    revision = after.kept.revision if after.kept else None
    if revision is None:
        return
    by = revision.about.by
    for kind in CASE_RECORDS.values():
        old = {record.id: record for record in before.every(kind)}
        new = {record.id: record for record in after.every(kind)}
        for gone in old.keys() - new.keys():
            yield say(N_("{what} {id} was taken away."), what=say(kind.title), id=gone[:8])
        for record in new.values():
            was = old.get(record.id)
            if was is None or _told(was) != _told(record):
                if was and kind is Entry:
                    yield say(
                        N_("{what} {id} was changed; an entry never is."),
                        what=say(kind.title),
                        id=record.id[:8],
                    )
                for other in _others(by, was, record):
                    sentence = N_("{what} {id} says that {other} did this.")
                    yield say(sentence, what=say(kind.title), id=record.id[:8], other=desk.name(other) or "?")
                if revision.about.former and not _saw(was, record, revision.about.former):
                    sentence = N_("{what} {id} was signed over another revision than the one before.")
                    yield say(sentence, what=say(kind.title), id=record.id[:8])


def _told(record: Record) -> dict[str, Any]:
    """Return what a record says; the key of a case changes with who reads it, by whoever saves."""
    return record.model_dump(exclude={"own_key"} if isinstance(record, Case) else set())


def _others(by: str, was: Record | None, record: Record) -> Iterator[str]:
    """Yield whom a record names as who made or changed it, where that is not ``by``."""
    if isinstance(record, Entry):
        named = [record.by]
    elif was is None:
        named = [record.made_by]
    else:
        named = [record.changed_by]
        named += [record.struck_by] if record.struck and not was.struck else []
    if isinstance(record, Closure | Override) and _answer(record) != _answer(was):
        named.append(_answer(record)[0])
    for other in dict.fromkeys(named):
        if other != by:
            yield other


def _answer(record: Record | None) -> tuple[str, str]:
    """Return who signed a closure or override, and their signature; empty where nobody did."""
    if isinstance(record, Closure) and record.state == "signed":
        return record.signed_by, record.signature
    if isinstance(record, Override) and record.answer:
        return record.answered_by, record.signature
    return "", ""


def _saw(was: Record | None, record: Record, former: str) -> bool:
    """Return whether what is signed in this revision was signed over the revision before it."""
    if not isinstance(record, Closure | Override) or _answer(record) == _answer(was) or not record.signature:
        return True
    return record.seen == former
