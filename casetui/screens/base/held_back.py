"""What holds an act back, listed over the screen, and the one way past it where there is one."""

from __future__ import annotations

from casetui.desk.errors import HeldBack
from casetui.screens.forms.form import told
from casetui.widgets.ask import Question
from casetui.words import N_, say

ASK = "o"


def held_back(error: HeldBack, *, may_ask: bool = False, asked: bool = False) -> Question:
    """Return the question that lists what is missing; it answers ``ASK`` for asking a line manager.

    That is offered only with ``may_ask``, and where nothing but what a line manager may let pass is
    missing. ``asked`` says that a line manager was asked and has not answered yet.
    """
    lines = told(error, None)
    if asked:
        lines.append("  " + say(N_("A line manager was asked to let it pass, and has not answered yet.")))
    answers = [("b", say(N_("Back")))]
    may_pass = [finding.can_override for finding in error.findings]
    if may_ask and all(may_pass):
        answers.insert(0, (ASK, say(N_("Ask a line manager to let it pass"))))
    elif may_ask and any(may_pass):
        lines.append(say(N_("Settle the others first; then a line manager can be asked here.")))
    return Question(say(N_("This cannot be done yet")), "\n".join(lines), answers)
