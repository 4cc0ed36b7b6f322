"""Warnings that a case may have been tampered with: shown when it is opened, and in its audit."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.data.casefile import CaseFile
from casetui.data.colleague import told_as
from casetui.data.fields import form_fields
from casetui.data.records import CASE_RECORDS
from casetui.desk.desk import Desk
from casetui.desk.keys.signatures import not_genuine
from casetui.words import N_, say


def integrity_warnings(desk: Desk, file: CaseFile) -> list[str]:
    """Return the warnings for a person who opens a case, and where to read more; empty where all is well."""
    warnings = [*tampering_signs(desk, file), *_unreadable(file)]
    if warnings:
        number = _number(file)
        tells = told_as(
            desk.who,
            N_("Tell a line manager; casetui audit C-{number} tells more."),
            N_("casetui audit C-{number} tells more."),
        )
        warnings.append(say(tells, number=number))
    return warnings


def _unreadable(file: CaseFile) -> Iterator[str]:
    """Yield a sentence for each record that its model refuses. The case is shown without them."""
    for kind in CASE_RECORDS.values():
        labels = {field.name: say(field.ask.label) for field in form_fields(kind)}
        for identity, fields in file.unreadable(kind).items():
            yield say(
                N_("One record cannot be read and is left out: {title} {id}, {fields}. Its content is kept."),
                title=say(kind.title), id=identity[:8],
                fields=", ".join(labels.get(name, name) for name in fields) or "–",
            )  # fmt: skip


def tampering_signs(desk: Desk, file: CaseFile) -> list[str]:
    """Return a sentence for each thing that is wrong with a case."""
    warnings = [*_put_back(desk, file), *_late(desk, file), *_unproven(file), *_forged_keys(desk, file)]
    return warnings + list(not_genuine(desk.evidence, file).values())


def _number(file: CaseFile) -> str:
    return file.name.removeprefix("cases/")


def _put_back(desk: Desk, file: CaseFile) -> list[str]:
    """Return a warning where an older revision than the person has seen took the case file's place."""
    revision = file.stored.revision if file.stored else None
    number = _number(file)
    seen = (
        desk.known_revisions.newer_than(number, revision.about.revision, revision.digest) if revision else 0
    )
    if not seen or revision is None:
        return []
    return [
        say(
            N_("C-{number} was put back: you have seen revision {seen}, this is revision {n}."),
            number=number, seen=seen, n=revision.about.revision,
        )
    ]  # fmt: skip


def _late(desk: Desk, file: CaseFile) -> list[str]:
    """Return a warning where a revision came after its author's key had ended, but names an earlier time."""
    revision = file.stored.revision if file.stored else None
    if revision is None or not desk.known_revisions.late(_number(file), revision.digest):
        return []
    return [
        say(
            N_("C-{number}, revision {n}: {name} had no key here any more when it came, whatever it says."),
            number=_number(file), n=revision.about.revision, name=desk.name(revision.about.by),
        )
    ]  # fmt: skip


def _unproven(file: CaseFile) -> list[str]:
    """Return a warning where no kept revision proves who changed the case's readers."""
    if file.known is None or not file.known.unproven:
        return []
    return [
        say(
            N_("C-{number} is open to others than when you last read it. The revision that changed that is "
               "not kept; ask who manages the case."),
            number=_number(file),
        )
    ]  # fmt: skip


def _forged_keys(desk: Desk, file: CaseFile) -> list[str]:
    """Return a warning for each revision of the case's own keys whose author had no right to write it."""
    return [
        say(
            N_("keys/{number}, revision {n}: {name} had no right to write it. The one before it counts."),
            number=_number(file), n=forged.revision.about.revision, name=desk.name(forged.revision.about.by),
        )
        for forged in desk.keyring.case_keys.forged(file.name)
    ]  # fmt: skip
