"""The one question on leaving something typed: save it, keep it as a draft, stay, or throw it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from casetui.widgets.ask import Question
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
