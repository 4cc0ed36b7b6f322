"""Acts on a record or an item of a case: changing it, striking it out and taking that back, ticking it."""

from __future__ import annotations

from casetui.checklists.standing import ItemStanding
from casetui.data.records import Record
from casetui.desk.acts.locked_reason import check_open
from casetui.desk.acts.records import (
    check_may_stand_again,
    check_may_strike,
    stand_again,
    strike,
    tick,
)
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.refused import after_change
from casetui.desk.flows.steps import AskLine, Choose, Do, Fill, Flow, Tell, doing
from casetui.desk.forms.case_forms import tick_form_spec, ticked_at_once
from casetui.desk.forms.form_spec import change_form
from casetui.desk.telling.explaining import item_explained, item_not_ticked
from casetui.desk.telling.standing_words import STATES
from casetui.desk.telling.texts import RecordWords
from casetui.desk.telling.wording import joined, short
from casetui.words import N_, say

TICKED = {"done": N_("Ticked: {text}"), "open": N_("Not ticked any more: {text}")}
"""The sentence after a tick, by the item's new state."""


def change_record(desk: Desk, opened: OpenCase, record: Record, area: str, field: str = "") -> Flow:
    """Have the form of a record filled in; on a screen it begins at the field ``field``, if given.

    What follows the change, such as the block after a refusal, is offered then.
    """
    if (yield Fill(change_form(desk, opened, record, area), start=field)):
        yield from after_change(desk, opened, record, area)


def strike_out(desk: Desk, opened: OpenCase, record: Record) -> Flow:
    """Strike a record out, with a reason; raises ``NotAllowed`` where it cannot be struck out."""
    check_may_strike(opened, record)
    question = say(
        N_("Why is this struck out? It stays readable. {record}"), record=_named(desk, opened, record)
    )
    if why := (yield AskLine(question, record.id)):
        struck = say(N_("Struck out."))
        yield Do(lambda: strike(desk, opened, record, why), "", why, record.id, heard=struck)


def take_strike_back(desk: Desk, opened: OpenCase, record: Record) -> Flow:
    """Have a record that was struck out stand again, with a reason; raises ``NotAllowed`` where it cannot."""
    check_may_stand_again(desk, opened, record)
    question = say(
        N_("Why is the strike-out taken back? Both reasons are kept. {record}"),
        record=_named(desk, opened, record),
    )
    about = f"{record.id} stands again"  # another line than the reason for striking it out
    if why := (yield AskLine(question, about)):
        stands = say(N_("The strike-out was taken back."))
        yield Do(lambda: stand_again(desk, opened, record, why), stands, why, about)


def can_stand_again(opened: OpenCase, record: Record) -> bool:
    """Return whether taking the strike-out of a record back is offered."""
    return record.struck and opened.case.state != "closed"


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


def tick_item(desk: Desk, opened: OpenCase, item: ItemStanding, area: str) -> Flow:
    """Tick an item as done today, or untick it; an item that needs more has its form filled in.

    Raises ``CaseClosed``. Of an item that is not ticked by hand it is said why.
    """
    check_open(opened.case)
    if item.computed:
        yield Tell(item_not_ticked(item))
    elif state := ticked_at_once(opened, item, desk.today()):
        yield from tick_at_once(desk, opened, item, state)
    else:
        yield from fill_in_item(desk, opened, item.list_key, item.key, item.text, area)


def ask_about_item(desk: Desk, opened: OpenCase, item: ItemStanding, area: str) -> Flow:
    """Explain an item, and ask whether to tick it at once or to fill in its form.

    Of a computed item nothing is asked. Raises ``CaseClosed`` where the others cannot be changed.
    """
    yield Tell(item_explained(item))
    if item.computed:
        return
    check_open(opened.case)
    state = ticked_at_once(opened, item, desk.today())
    options = [("form", say(N_("fill in how it stands, with a day and a note")))]
    if state:
        at_once = N_("tick it as done today") if state == "done" else N_("untick it: take the tick away")
        options.insert(0, ("at once", say(at_once)))
    question = say(N_("What to do with it? back leaves it."))
    answer = yield Choose(question, options, replies=_wrong_tick_replies(item, state))
    if answer == "at once":
        yield from tick_at_once(desk, opened, item, state)
    elif answer == "form":
        yield from fill_in_item(desk, opened, item.list_key, item.key, item.text, area)


def _wrong_tick_replies(item: ItemStanding, state: str) -> dict[str, str]:
    """Return the replies to "tick" for a ticked item and to "untick" for an open one.

    ``state`` is the state that a tick at once would give the item, as ``ticked_at_once`` returns it.
    """
    tick_, untick = say(N_("tick")), say(N_("untick"))
    if not item.settled:
        how = N_("This is not ticked.") if state else N_("This is not ticked. Say fill in to tick it.")
        return {untick: say(how)} if state else {tick_: say(how), untick: say(how)}
    stands = say(STATES[item.state])
    if state:
        return {tick_: say(N_("This is ticked already: {state}. Say untick to open it."), state=stands)}
    how = say(N_("This is ticked: {state}. Say fill in to change how it stands."), state=stands)
    return {tick_: how, untick: how}
