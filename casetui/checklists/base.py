"""The types that rules and computed items share, and the registers in which they are entered."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import Calendar
from casetui.data.records import Agency, Record, Worker
from casetui.data.rows import Row

Weight = Literal["hold", "warn", "due"]
"""``hold`` keeps an act back; ``warn`` warns and ``due`` sets a due date, and neither keeps an act back."""
State = Literal["done", "open", "due", "late", "not applicable"]


@dataclass(frozen=True)
class Context:
    """Everything that a rule may read besides the case file and its method."""

    day: date
    """The day for which the rule is asked."""
    calendar: Calendar
    agency: Agency
    who: Worker | None = None
    """The worker who acts; ``None`` where nobody acts, as when a row of the register is made."""
    people: Mapping[str, Worker] = field(default_factory=dict)
    """The agency's workers by id."""
    rows: Mapping[str, Row] = field(default_factory=dict)
    """The register's rows by case number; empty where one case is looked at alone."""
    likely_same: tuple[str, ...] = ()
    """Numbers of the cases whose client may be the same person, as far as somebody looked for them."""
    not_genuine: frozenset[str] = frozenset()
    """Ids of closures and overrides whose signature is not by the worker they name; rules count these records
    as not signed."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a rule found in a case. Its texts are sentences in the reader's language.

    A rule gives neither ``rule`` nor, as a rule's own, ``source``: ``Rule.findings`` fills both in.
    """

    rule: int = 0
    """Number of the rule; 0 is for the days that the case itself sets, such as the day of an action."""
    weight: Weight
    area: str
    """The work area where the worker mends it; ``client`` and ``consent`` count as areas."""
    what: str
    """What is wrong, or what is due."""
    do: str
    """What the worker can do about it."""
    source: str = ""
    """Source that asks for it; ends in "(ours)" where this program chose it. A rule gives it only where a
    deadline or a limit has a source of its own."""
    since: date | None = None
    """Day since which it has been so; ``None`` where no day is known."""
    due: date | None = None
    """Last day on which it is on time. A warning with a day warns only after that day."""
    record: str = ""
    """Id of the record that the finding is about."""
    fields: tuple[str, ...] = ()
    """Names of the record's fields that it is about; empty where it is about the whole record. Not shown."""
    can_override: bool = False
    """Whether a line manager may let it pass with a reason."""
    kind: str = ""
    """``what`` without any words that a person typed; empty where ``what`` holds none."""

    def state(self, day: date) -> State:
        """Return ``late``, ``due`` (today), or ``open``; a warning without a day is ``late`` at once."""
        if self.due is None:
            return "late" if self.weight != "due" else "open"
        if day > self.due:
            return "late"
        return "due" if day == self.due else "open"


Check = Callable[[CaseFile, Method, Context], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """One check under the number of a rule, with the source that asks for it."""

    number: int
    source: str
    check: Check

    def findings(self, case: CaseFile, method: Method, context: Context) -> list[Finding]:
        """Return what the check finds, each finding with the rule's number and a source.

        The source is that of the deadline or limit which the check names; else the one that the method's pack
        gives for this rule, in the step of the finding's area or for all steps; else the rule's own.
        """
        return [
            replace(
                finding,
                rule=self.number,
                source=finding.source or method.source_of(self.number, finding.area) or self.source,
            )
            for finding in self.check(case, method, context)
        ]


RULES: dict[int, list[Rule]] = {}
"""The checks of every rule by its number; a rule that both holds back and warns may have two checks."""


def rule(number: int, source: str) -> Callable[[Check], Check]:
    """Enter a check in ``RULES`` under ``number``, with the source that its findings cite.

    A source is a title and a section, such as ``Guidebook, B``; several are separated by semicolons.
    """

    def enter(check: Check) -> Check:
        RULES.setdefault(number, []).append(Rule(number, source, check))
        return check

    return enter


@dataclass(frozen=True)
class ItemAnswer:
    """How a computed item stands."""

    state: Literal["done", "open", "not applicable"]
    detail: str = ""
    """Such as ``7/12``, or the day on which it was done."""


ItemRule = Callable[[CaseFile, Method, Context], ItemAnswer]
ITEM_RULES: dict[str, ItemRule] = {}
"""Item rules by the name that packs use: ``rule = "agreement_recorded"``."""

DomainItemRule = Callable[[CaseFile, Method, Context, str], ItemAnswer]
DOMAIN_ITEM_RULES: dict[str, DomainItemRule] = {}
"""Item rules about one domain, by name. The pack names the domain: ``when = "need_found"`` with
``domain = "drugs"``."""


SETTLED_BY: dict[str, type[Record]] = {}
"""The kind of record that settles an item, by the name of its item rule."""


def item_rule(settled_by: type[Record]) -> Callable[[ItemRule], ItemRule]:
    """Enter a function in ``ITEM_RULES`` under its own name.

    ``settled_by`` is the kind of record in which what the item asks for is written down.
    """

    def enter(check: ItemRule) -> ItemRule:
        ITEM_RULES[check.__name__] = check
        SETTLED_BY[check.__name__] = settled_by
        return check

    return enter


def domain_item_rule(settled_by: type[Record]) -> Callable[[DomainItemRule], DomainItemRule]:
    """Enter a function in ``DOMAIN_ITEM_RULES`` under its own name; ``settled_by`` is as in ``item_rule``."""

    def enter(check: DomainItemRule) -> DomainItemRule:
        DOMAIN_ITEM_RULES[check.__name__] = check
        SETTLED_BY[check.__name__] = settled_by
        return check

    return enter


@cache
def former_item_rules() -> dict[str, dict[str, str]]:
    """Return the item rules that only packs of earlier versions name: for each, ``rule`` and ``domain``."""
    return tomllib.loads((Path(__file__).parent / "former_item_rules.toml").read_text("utf-8"))


def settled_by(name: str) -> type[Record] | None:
    """Return the kind of record that settles an item with the item rule ``name``; ``None`` for no rule."""
    former = former_item_rules().get(name)
    return SETTLED_BY.get(former["rule"] if former else name)


def item_answer(case: CaseFile, method: Method, context: Context, name: str, domain: str) -> ItemAnswer:
    """Return what the item rule ``name`` answers; ``domain`` counts for item rules about one domain.

    Raises ``KeyError`` for a name that is no item rule; the loader refuses packs with such a name.
    """
    if name not in ITEM_RULES and name not in DOMAIN_ITEM_RULES:
        former = former_item_rules()[name]
        name, domain = former["rule"], former["domain"]
    if name in DOMAIN_ITEM_RULES:
        return DOMAIN_ITEM_RULES[name](case, method, context, domain)
    return ITEM_RULES[name](case, method, context)
