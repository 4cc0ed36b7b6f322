"""What every rule is given and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import Calendar
from casetui.data.records import Agency, Worker
from casetui.data.register import Row

Weight = Literal["hold", "warn", "due"]
"""``hold`` keeps an act back, ``warn`` warns, ``due`` sets a due date (B, W and D of the domain's table)."""
State = Literal["done", "open", "due", "late", "not applicable"]


@dataclass(frozen=True)
class Context:
    """What a rule sees besides the case and its method. It sees nothing else."""

    day: date
    calendar: Calendar
    agency: Agency
    who: Worker | None = None
    """Who acts; ``None`` where nobody does, as when a row is made."""
    people: Mapping[str, Worker] = field(default_factory=dict)
    rows: Mapping[str, Row] = field(default_factory=dict)
    """The register's rows by case number; empty where one case is looked at alone."""
    not_genuine: frozenset[str] = frozenset()
    """Ids of closures and overrides that are not signed by whom they name: they count as not signed."""


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found. Its texts are sentences in the person's language."""

    rule: int
    weight: Weight
    area: str
    """The work area where it is mended; ``client`` and ``consent`` count as areas."""
    what: str
    """What is wrong, or what is due."""
    do: str
    """What to do about it."""
    source: str
    """Where that is asked for; ends in "(ours)" where we chose it."""
    since: date | None = None
    due: date | None = None
    """Last day on which it is on time. A warning with a day warns only after it."""
    record: str = ""
    """Id of the record it is about."""
    fields: tuple[str, ...] = ()
    """Fields of the record that it is about, where it is about some of them; not shown."""
    can_override: bool = False
    """Whether a line manager may let it pass with a reason."""
    kind: str = ""
    """What it is without anything that somebody typed; empty where ``what`` holds nothing typed."""

    def state(self, day: date) -> State:
        """Return ``late``, ``due`` (today), or ``open``; a warning without a day is ``late`` at once."""
        if self.due is None:
            return "late" if self.weight != "due" else "open"
        if day > self.due:
            return "late"
        return "due" if day == self.due else "open"


Check = Callable[[CaseFile, Method, Context], list[Finding]]


@dataclass(frozen=True)
class Rule:
    """One numbered rule of the domain."""

    number: int
    source: str
    check: Check


RULES: dict[int, list[Rule]] = {}
"""Every rule by its number; a rule that both holds back and warns may stand as two functions."""


def rule(number: int, source: str) -> Callable[[Check], Check]:
    """Enter a function in ``RULES`` under ``number``; ``source`` is cited by its findings."""

    def enter(check: Check) -> Check:
        RULES.setdefault(number, []).append(Rule(number, source, check))
        return check

    return enter


@dataclass(frozen=True)
class Answer:
    """How a computed checklist item stands."""

    state: Literal["done", "open", "not applicable"]
    detail: str = ""
    """Such as ``7/12``, or the day on which it was done."""


ItemRule = Callable[[CaseFile, Method, Context], Answer]
ITEM_RULES: dict[str, ItemRule] = {}
"""Every computed item by the name that packs use: ``rule = "agreement_recorded"``."""


def item_rule(check: ItemRule) -> ItemRule:
    """Enter a function in ``ITEM_RULES`` under its own name."""
    ITEM_RULES[check.__name__] = check
    return check
