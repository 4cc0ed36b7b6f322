"""Answers to requests, as tests give them: by kind and name of the answer, without a screen."""

from __future__ import annotations

from dataclasses import replace

from casetui.data.records import Closure
from casetui.desk.acts.answering import OpenRequest, give_answer


def answer(desk, opened, kind, record_id, name, reason="", seen=None):
    """Answer a request of an open case; ``seen`` is the revision that was read, if not the present one."""
    request = OpenRequest.of(desk, opened, kind, record_id)
    if seen is not None:
        request = replace(request, revision=seen)
    give_answer(request, next(one for one in request.kind.answers if one.name == name), reason)


def _closure(opened):
    found = opened.file.one(Closure)
    return found.id if found else ""


def sign_off(desk, opened, seen):
    """Sign the closure off, over the revision that was ``seen``."""
    answer(desk, opened, "closure", _closure(opened), "sign", seen=seen)


def send_back(desk, opened, reason):
    """Send the closure back."""
    answer(desk, opened, "closure", _closure(opened), "back", reason)


def answer_override(desk, opened, record_id, grant, reason):
    """Grant an override, or refuse it."""
    answer(desk, opened, "override", record_id, "pass" if grant else "refuse", reason)


def mark_seen(desk, opened, kind, record_id):
    """Keep that something was seen."""
    answer(desk, opened, kind, record_id, "seen")
