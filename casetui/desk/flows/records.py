"""Acts on a record or an item of a case without its form: striking it out, ticking it."""

from __future__ import annotations

from casetui.checklists.standing import ItemStanding
from casetui.data.records import Record
from casetui.desk.acts.records import strike, tick
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import AskLine, Do, Flow, doing
from casetui.words import N_, say

TICKED = {"done": N_("Ticked: {text}"), "open": N_("Not ticked any more: {text}")}
"""The sentence after a tick, by the item's new state."""


def strike_out(desk: Desk, opened: OpenCase, record: Record) -> Flow:
    """Strike a record out, with a reason."""
    if why := (yield AskLine(say(N_("Why is it struck out? It stays readable.")), record.id)):
        struck = say(N_("Struck out."))
        yield Do(lambda: strike(desk, opened, record, why), "", why, record.id, heard=struck)


def tick_at_once(desk: Desk, opened: OpenCase, item: ItemStanding, state: str) -> Flow:
    """Have an item stand ``done`` or ``open`` today, without its form."""
    values = {"state": state, "on": desk.today()}
    yield from doing(
        desk, opened, lambda _: tick(desk, opened, item.list_key, item.key, values),
        say(TICKED[state], text=item.text), heard=say(N_("Saved.")),
    )  # fmt: skip
