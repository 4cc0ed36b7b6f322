"""Acts on a record or an item of a case: changing it, striking it out, ticking it."""

from __future__ import annotations

from casetui.checklists.standing import ItemStanding
from casetui.data.records import Record
from casetui.desk.acts.records import check_may_strike, strike, tick
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import AskLine, Do, Fill, Flow, doing
from casetui.desk.forms.case_forms import tick_form_spec
from casetui.desk.forms.form_spec import change_form
from casetui.desk.telling.texts import RecordWords
from casetui.desk.telling.wording import joined, short
from casetui.words import N_, say

TICKED = {"done": N_("Ticked: {text}"), "open": N_("Not ticked any more: {text}")}
"""The sentence after a tick, by the item's new state."""


def change_record(desk: Desk, opened: OpenCase, record: Record, area: str, field: str = "") -> Flow:
    """Have the form of a record filled in; on a screen it begins at the field ``field``, if given."""
    yield Fill(change_form(desk, opened, record, area), start=field)


def strike_out(desk: Desk, opened: OpenCase, record: Record) -> Flow:
    """Strike a record out, with a reason; raises ``NotAllowed`` where it cannot be struck out."""
    check_may_strike(opened, record)
    question = say(
        N_("Why is this struck out? It stays readable. {record}"), record=_named(desk, opened, record)
    )
    if why := (yield AskLine(question, record.id)):
        struck = say(N_("Struck out."))
        yield Do(lambda: strike(desk, opened, record, why), "", why, record.id, heard=struck)


def _named(desk: Desk, opened: OpenCase, record: Record) -> str:
    """Return a record by its kind and its first words, such as ``Contact: Thu 19 Nov, phone``."""
    words = joined(*map(short, RecordWords(desk, opened).cells(record)))
    return f"{opened.method.say(type(record).title)}: {words}"


def fill_in_item(desk: Desk, opened: OpenCase, checklist: str, item: str, text: str, area: str) -> Flow:
    """Have the form of an item filled in; ``text`` is the item's title."""
    yield Fill(tick_form_spec(desk, opened, checklist, item, text, area))


def tick_at_once(desk: Desk, opened: OpenCase, item: ItemStanding, state: str) -> Flow:
    """Have an item stand ``done`` or ``open`` today, without its form."""
    values = {"state": state, "on": desk.today()}
    yield from doing(
        desk, opened, lambda _: tick(desk, opened, item.list_key, item.key, values),
        say(TICKED[state], text=item.text), heard=say(N_("Saved.")),
    )  # fmt: skip
