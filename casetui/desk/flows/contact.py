"""Writing a contact down for a case that need not be open."""

from __future__ import annotations

from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Fill, FlowOf, reasoned
from casetui.desk.forms.form_spec import contact_form, listed_name
from casetui.words import N_, say


def write_down(desk: Desk, number: str, opened: OpenCase | None = None) -> FlowOf[str]:
    """Have the short form of a contact filled in; for a colleague's case ask for a reason first.

    ``opened`` is the case where it is open. Returns the sentence that the contact was saved; empty where it
    was not.
    """
    spec = yield from reasoned(lambda why: contact_form(desk, number, why, opened), number)
    if spec is None:
        return ""
    saved = say(N_("Saved for {name}."), name=listed_name(desk, number))
    done = yield Fill(spec, lambda: [saved])
    return saved if done else ""
