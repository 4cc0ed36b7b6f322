"""The ways out of a form: what leads to what a save lacks, and the one question on leaving unsaved typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from casetui.desk.errors import HeldBack
from casetui.desk.telling.explaining import lacks_consent
from casetui.screens.base.held_back import way_to
from casetui.widgets.ask import Question
from casetui.widgets.record_form import RecordForm
from casetui.words import N_, say

GIVE_UP = "give up"
"""The answer that throws the typing away. It has no letter: a stray key is no choice, Enter on its row is."""


def ask_leaving(
    app: App[Any],
    *,
    give_up: Callable[[], object],
    save: Callable[[], object] | None = None,
    keep: Callable[[], object] | None = None,
) -> None:
    """Ask what becomes of unsaved typing, and do it.

    Without ``save`` or ``keep`` that answer is not offered: a line is not saved by itself, and a passphrase
    is kept nowhere.
    """
    answers = [
        *([("s", say(N_("Save and leave")))] if save else []),
        *([("k", say(N_("Keep as a draft and leave")))] if keep else []),
        ("c", say(N_("Stay"))),
        (GIVE_UP, say(N_("Leave without saving"))),
    ]
    acts = {"s": save, "k": keep, GIVE_UP: give_up}

    def answered(answer: str | None) -> None:
        if act := acts.get(answer or ""):
            act()

    question = Question(
        say(N_("Leave without saving?")), say(N_("What you typed is not saved yet.")), answers
    )
    app.push_screen(question, answered)


def way_out(error: Exception, form: RecordForm, *, keeps: bool) -> list[str]:
    """Return the line that says which keys lead to what is missing, and what can be saved without it.

    ``keeps`` says whether the typing can be kept as a draft.
    """
    findings = error.findings if isinstance(error, HeldBack) else []
    ways = [way for area in dict.fromkeys(finding.area for finding in findings) if (way := way_to(area))]
    if not ways:
        return []
    leaving = N_("Ctrl+X leaves this form and can keep it as a draft.")
    line = " ".join([say(leaving if keeps else N_("Ctrl+X leaves this form.")), *ways])
    shares = {
        form.label(name)
        for finding in findings
        if lacks_consent(finding)
        for name in finding.fields
        if form.knows(name)
    }
    if shares:
        fields = ", ".join(sorted(shares))
        line += " " + say(
            N_("What you typed can be saved first, with this left empty: {fields}."), fields=fields
        )
    return [f"  {line}"]
