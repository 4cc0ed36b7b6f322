"""The domains of an assessment: what a new one begins with, no need found in one, and those not explored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casetui.checklists import facts
from casetui.data.foreign_text import in_words
from casetui.data.records import Assessment, Domain
from casetui.data.records.assessment import NOT_EXPLORED, URGENT
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.acts.places import place_id
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say

TAKEN_OVER = ("need", "priority", "situation", "strengths")
"""The fields of a domain that a re-assessment begins with. Own words are said anew."""


def begun_domain(opened: OpenCase, key: str) -> Mapping[str, Any]:
    """Return the values with which a domain of the newest assessment begins, by field name.

    They are those of the former assessment, for the worker to look at again, with ``need_before``. What an
    emergency form said since then stands in the situation.
    """
    assessment = opened.file.one(Assessment)
    if assessment is None or assessment.kind == "emergency":
        return {}
    before = facts.domains_before(opened.file, assessment).get(key)
    begun = {name: getattr(before, name) for name in TAKEN_OVER} if before else {}
    if before:
        begun["need_before"] = before.need
    if urgent := _urgent_words(opened, assessment, key):
        begun["situation"] = "\n".join(filter(None, (begun.get("situation"), *urgent)))
    return begun


def _urgent_words(opened: OpenCase, assessment: Assessment, key: str) -> list[str]:
    """Return what the emergency forms since the former full assessment said about a domain."""
    every = opened.file.all(Assessment)
    earlier = every[: [one.id for one in every].index(assessment.id)]
    since = max((n + 1 for n, one in enumerate(earlier) if one.kind != "emergency"), default=0)
    return [
        f"{opened.method.say(label)}: {said}"
        for form in earlier[since:]
        for name, label in URGENT.items()
        if opened.method.urgent.get(name) == key and (said := getattr(form, name))
    ]


def not_written(opened: OpenCase) -> list[str]:
    """Return the keys of the domains of which the newest assessment says nothing yet."""
    assessment = opened.file.one(Assessment)
    if assessment is None:
        return list(opened.method.labels("domains"))
    written = facts.written_domains(opened.file, assessment)
    return [key for key in opened.method.labels("domains") if key not in written]


def no_need_in(desk: Desk, opened: OpenCase, key: str) -> None:
    """Save that the newest assessment looked at a domain and found no need in it.

    Raises what ``leave_unexplored`` raises.
    """
    _write(desk, opened, [key], {"need": "none"})


def leave_unexplored(desk: Desk, opened: OpenCase, asked: Sequence[str], why: str) -> None:
    """Save why the domains ``asked`` were not explored, of those that the newest assessment does not have.

    ``asked`` are the keys of the domains that the person was shown; one written meanwhile is left out.
    Raises ``NotAllowed`` without a reason in words, and in an emergency assessment, which says nothing of
    domains.
    """
    if not in_words(why):
        raise NotAllowed(say(N_("Say in words why they were not explored.")))
    _write(desk, opened, asked, {"need": NOT_EXPLORED, "why_not_explored": why.strip()})


def _write(desk: Desk, opened: OpenCase, asked: Sequence[str], values: Mapping[str, str]) -> None:
    assessment = opened.file.one(Assessment)
    if assessment is None:
        raise NotAllowed(say(N_("First add an assessment.")))
    if assessment.kind == "emergency":
        raise NotAllowed(say(N_("An emergency assessment says nothing of the domains not written yet.")))
    changes = [
        RecordChange(
            Domain(
                id=place_id(opened.file, Domain, assessment.id, key), assessment=assessment.id, domain=key,
                need_before=begun_domain(opened, key).get("need_before", ""), **values,
            )
        )
        for key in not_written(opened)
        if key in asked
    ]  # fmt: skip
    if not changes:
        raise NotAllowed(say(N_("Every domain is written of already.")))
    commit(desk, opened, "add", changes)
