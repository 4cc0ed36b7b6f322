"""Acts that are hard to take back name what they act on once more before they are done: told here for all."""

from __future__ import annotations

from casetui.desk.desk import OpenCase
from casetui.desk.flows.steps import Answer, AskLetter, FlowOf, Heard
from casetui.desk.forms.form_spec import client_name

YES = "y"
"""The letter that does the act."""


def case_named(opened: OpenCase) -> str:
    """Return a case by its client and number, such as ``Aoife Nolan, C-AB2345``."""
    name, number = client_name(opened), f"C-{opened.case.number}"
    return number if name == number else f"{name}, {number}"


def is_sure(question: str, yes: str, text: str = "") -> FlowOf[bool]:
    """Ask once more before an act; return whether it is to be done.

    ``question`` names what the act is done to; ``yes`` is what it then does, as a label.
    """
    heard = Heard(question, [text] if text else [])
    answer = yield AskLetter(question, text, [Answer(YES, yes)], back_last=True, heard=heard)
    return bool(answer)
