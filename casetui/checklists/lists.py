"""The standing of the items of a step or of a checklist, ticked by hand or computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from casetui.checklists.base import Context, ItemAnswer, State, item_answer, settled_by
from casetui.checklists.pack import Checklist, Deadline, Item, Method
from casetui.checklists.spans import own_target
from casetui.checklists.values import answered, shown
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.records import Record, Tick
from casetui.words import N_, say, say_n


@dataclass(frozen=True)
class ItemStanding:
    """How one item stands."""

    list_key: str
    """Key of its checklist, or the work area of a step's own item."""
    key: str
    text: str
    state: State
    detail: str = ""
    """Such as ``7/12``, a number, or the day on which it was done."""
    due: date | None = None
    source: str = ""
    help: str = ""
    computed: bool = False
    kind: type[Record] | None = None
    """The kind of record that settles a computed item; ``None`` for an item that is ticked by hand."""
    asks: str = ""
    note: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in ("done", "not applicable")


@dataclass(frozen=True)
class ListStanding:
    """How one checklist stands."""

    key: str
    title: str
    items: tuple[ItemStanding, ...]
    due: date | None
    state: State
    detail: str
    """Such as ``3/8``; empty where the list does not apply."""
    source: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in ("done", "not applicable")


def items_of(
    case: CaseFile, method: Method, context: Context, list_key: str, items: Iterable[Item],
    due: date | None = None,
) -> tuple[ItemStanding, ...]:  # fmt: skip
    """Return the standing of ``items``; those that are open are late after ``due``."""
    ticks = {tick.item: tick for tick in case.all(Tick) if tick.checklist == list_key}
    return tuple(_item(case, method, context, list_key, item, ticks.get(item.key), due) for item in items)


def list_standing(case: CaseFile, method: Method, context: Context, checklist: Checklist) -> ListStanding:
    """Return how a checklist stands; one whose ``when`` is not met does not apply, nor do its items."""
    due, source = _target(case, method, context, checklist)
    items = items_of(case, method, context, checklist.key, checklist.item, due)
    title = method.say(checklist.title)
    if not _applies(case, method, context, checklist):
        items = tuple(item if _is_ticked(item) else _not_asked(item) for item in items)
        return ListStanding(checklist.key, title, items, None, "not applicable", "", source)
    state: State = "done" if all(item.settled for item in items) else _open(due, context.day)
    settled = sum(item.settled for item in items)
    return ListStanding(checklist.key, title, items, due, state, f"{settled}/{len(items)}", source)


def _target(
    case: CaseFile, method: Method, context: Context, checklist: Checklist
) -> tuple[date | None, str]:
    """Return a checklist's last day and its source: the agency's own target, else the checklist's, else the
    method's.
    """
    found = own_target(method, context, "checklists")
    if found is None and checklist.within:
        found = Deadline(length=checklist.within, source=checklist.source)
    found = found or method.deadlines.get("checklists")
    if found is None:
        return None, checklist.source
    return found.length.after(case.case.clock_start, context.calendar), found.source


def _is_ticked(item: ItemStanding) -> bool:
    """Return whether an item was ticked as done, which stays true where nothing asks for it."""
    return item.state == "done" and not item.computed


def _not_asked(item: ItemStanding) -> ItemStanding:
    return replace(item, state="not applicable", due=None)


def _applies(case: CaseFile, method: Method, context: Context, part: Item | Checklist) -> bool:
    """Return whether an item or a checklist applies: its ``when`` is done, or it has none."""
    return not part.when or item_answer(case, method, context, part.when, part.domain).state == "done"


def _item(
    case: CaseFile, method: Method, context: Context, list_key: str, item: Item,
    tick: Tick | None, due: date | None,
) -> ItemStanding:  # fmt: skip
    answer = ticked = _ticked(tick, item)
    if item.rule and ticked.state != "not applicable":
        answer = item_answer(case, method, context, item.rule, item.domain)
    done_by_hand = answer.state == "done" and not item.rule
    if not done_by_hand and not _applies(case, method, context, item):
        answer = ItemAnswer("not applicable")
    return ItemStanding(
        list_key=list_key, key=item.key, text=method.say(item.text),
        state=_open(due, context.day) if answer.state == "open" else answer.state,
        detail=answer.detail, due=due, source=item.source, help=method.say(item.help),
        computed=bool(item.rule), kind=settled_by(item.rule),
        asks=method.say(item.asks), note=tick.note if tick else "",
    )  # fmt: skip


def _ticked(tick: Tick | None, item: Item) -> ItemAnswer:
    """Return the answer that a tick gives; "not applicable" counts only with a reason."""
    if tick is None or tick.state == "open":
        return ItemAnswer("open")
    if tick.state == "not applicable":
        if not tick.note:
            return ItemAnswer("open", say(N_("say why it does not apply")))
        return ItemAnswer("not applicable")
    if item.kind == "answers" and (refused := answered(tick.value))[1] is False:
        return ItemAnswer("open", say_n(N_("refused once"), N_("refused {n} times"), refused[0]))
    return ItemAnswer("done", shown(item.kind, tick.value) or short_day(tick.on))


def _open(due: date | None, day: date) -> State:
    if due is None or day < due:
        return "open"
    return "due" if day == due else "late"
