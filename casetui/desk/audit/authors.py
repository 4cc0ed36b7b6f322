"""Acts in another person's name: a revision ascribes them to other people than the author who signed it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.fields import HIDDEN
from casetui.data.keys.sealing import Revision
from casetui.data.records import CASE_RECORDS, Case, Entry, Record, Signable
from casetui.desk.desk import Desk
from casetui.desk.keys.evidence import could_import
from casetui.desk.keys.signatures import signing_problem
from casetui.words import N_, say

BY_SUFFIX = "_by"


def in_others_name(desk: Desk, before: CaseFile, after: CaseFile) -> Iterator[str]:
    """Yield a sentence for each act in ``after`` that names another person than its author.

    Also for each record that was taken away, as no edit erases one, and for what no act does: opening a
    closed case again, or changing where it was imported from. ``before`` is the
    revision before; for a first revision it has no records.
    """
    revision = after.stored.revision if after.stored else None
    if revision is None:
        return
    yield from about_case(desk, before, after)
    for kind in CASE_RECORDS.values():
        old = {record.id: record for record in before.every(kind)}
        new = {record.id: record for record in after.every(kind)}
        for gone in old.keys() - new.keys():
            yield say(N_("{what} {id} was taken away."), what=say(kind.title), id=gone[:8])
        for record in new.values():
            was = old.get(record.id)
            if was is None or _content(was) != _content(record):
                yield from _wrong_in_record(desk, revision, was, record, after)


def about_case(desk: Desk, before: CaseFile, after: CaseFile) -> Iterator[str]:
    """Yield what is wrong with the source of an imported case, or with a closed case that is open again."""
    was, case, number = before.one(Case), after.case, after.case.number
    if was is None and case.source and not could_import(desk.evidence, after):
        yield say(N_("C-{number} says that it was imported, by who could not do that."), number=number)
    if was and (was.source, was.imported_on) != (case.source, case.imported_on):
        yield say(N_("C-{number} says anew where it was imported from."), number=number)
    if was and was.state == "closed" and case.state != "closed":
        yield say(N_("C-{number} was closed, and was opened again."), number=number)


def _content(record: Record) -> dict[str, Any]:
    """Return a record's fields. A case's own key is left out: any author's save renews it for new readers."""
    return record.model_dump(exclude={"own_key"} if isinstance(record, Case) else set())


def _wrong_in_record(
    desk: Desk, revision: Revision, was: Record | None, record: Record, after: CaseFile
) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with a record that this revision made or changed."""
    which = {"what": say(record.title), "id": record.id[:8]}
    if was and isinstance(record, Entry):
        yield say(N_("{what} {id} was changed; an entry never is."), **which)
    for act in _doer_fields(was, record):
        other = getattr(record, act)
        if not other and not _may_be_nobody(desk, record, act, after):
            yield say(N_("{what} {id} does not say who did this."), **which)
        elif other not in ("", revision.about.by):
            yield say(N_("{what} {id} says that {other} did this."), other=desk.name(other), **which)
    if isinstance(record, Signable) and record.answered()[0] and _answer(record) != _answer(was):
        if not record.signature:
            yield say(N_("{what} {id} was signed off without a signature."), **which)
        elif revision.about.former and record.seen != revision.about.former:
            yield say(N_("{what} {id} was signed over another revision than the one before."), **which)
        who, _ = record.answered()
        if wrong := signing_problem(desk.evidence, record, revision):
            yield say(N_("{what} {id}: {wrong}"), wrong=say(wrong, name=desk.name(who)), **which)


def _may_be_nobody(desk: Desk, record: Record, act: str, after: CaseFile) -> bool:
    """Return whether the field ``act`` of a record, which names who did an act, may be empty.

    It may in a request that was sent back and is asked for again, and in a closure that an import wrote,
    which nobody here signed.
    """
    if not isinstance(record, Signable):
        return False
    imported = record.by_import and bool(after.case.source) and could_import(desk.evidence, after)
    return act in record.cleared or imported


@cache
def act_fields(kind: type[Record]) -> tuple[str, ...]:
    """Return the fields of a kind that name who did an act, such as ``signed_by``; nobody types them."""
    if kind is Entry:
        return ("by", "made_by")
    fields = kind.model_fields.items()
    return tuple(name for name, info in fields if name.endswith(BY_SUFFIX) and HIDDEN in info.metadata)


def _doer_fields(was: Record | None, record: Record) -> Iterator[str]:
    """Yield the fields of a record that have to name the author of this revision.

    These are ``made_by`` or ``changed_by``, and the field of each act of which any field is new: a new
    ``seen_on`` asks for ``seen_by``.
    """
    done = record.doer_field(was) if isinstance(record, Signable) else ""
    if was is None:
        named = [name for name in act_fields(type(record)) if getattr(record, name) and name != "changed_by"]
        maker = "by" if isinstance(record, Entry) else "made_by"
        yield from dict.fromkeys([maker, *named, *([done] if done else [])])
        return
    changed = {name for name, value in was.model_dump().items() if getattr(record, name, None) != value}
    for name in act_fields(type(record)):
        prefix = name.removesuffix("by")
        if name in ("changed_by", done) or any(
            field.startswith(prefix) or field == name for field in changed
        ):
            yield name


def _answer(record: Record | None) -> tuple[str, str]:
    """Return who answered a request, and their signature; two empty texts where nobody did."""
    if not isinstance(record, Signable) or not record.answered()[0]:
        return "", ""
    return record.answered()[0], record.signature
