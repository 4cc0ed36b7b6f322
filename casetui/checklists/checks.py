"""The mistakes that a pack of valid TOML can have, each in a sentence that says what was expected."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Any

from pydantic import BaseModel, ValidationError

import casetui.checklists.items  # items and rules enter themselves
import casetui.checklists.rules  # noqa: F401
from casetui.checklists.base import DOMAIN_ITEM_RULES, ITEM_RULES, RULES, former_item_rules
from casetui.checklists.pack import (
    AREAS,
    CLIENT_FORMS,
    WORDS,
    Checklist,
    Deadline,
    Item,
    Limit,
    Method,
    Step,
)  # fmt: skip
from casetui.checklists.spans import DEADLINES, LIMITS, OPTIONAL
from casetui.words import N_, say

Path = tuple[str | int, ...]

_MODELS: dict[str, type[BaseModel]] = {"step": Step, "item": Item, "limits": Limit, "deadlines": Deadline}
_FILLED = ("lists", "version", "texts", "names")
"""Fields that the loader fills; no pack writes them."""
_FORMS: tuple[Path, ...] = tuple((form,) for form in CLIENT_FORMS)
"""The keys of a method that give the word for the client; their texts have no braces."""
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True)
class Mistake:
    """A mistake at the key with this path, such as ``("step", 0, "item", 2, "rule")``."""

    path: Path
    sentence: str


_EXPECTED = {
    "string_type": N_("Expected a text in quotes."),
    "int_type": N_("Expected a whole number."),
    "int_parsing": N_("Expected a whole number."),
    "int_from_float": N_("Expected a whole number."),
    "bool_type": N_("Expected true or false."),
    "bool_parsing": N_("Expected true or false."),
    "list_type": N_("Expected a list in square brackets."),
    "dict_type": N_("Expected a table."),
    "model_type": N_("Expected a table."),
    "too_short": N_("Expected at least one."),
}


def model_mistakes(model: type[BaseModel], error: ValidationError) -> Iterator[Mistake]:
    """Yield a mistake for each error of a model."""
    for item in error.errors():
        path = tuple(item["loc"])
        yield Mistake(path, _sentence(model, path, item))


def _sentence(model: type[BaseModel], path: Path, item: Any) -> str:
    name = str(path[-1]) if path else ""
    match item["type"]:
        case "missing":
            return say(N_('"{name}" is missing here.'), name=name)
        case "extra_forbidden":
            return say(
                N_('"{name}" is not known here; expected one of: {known}.'),
                name=name, known=", ".join(_known(model, path[:-1])),
            )  # fmt: skip
        case "literal_error":
            return say(N_("Expected {expected}."), expected=item["ctx"]["expected"].replace("'", '"'))
        case "greater_than_equal":
            return say(N_("Expected a number of {low} or more."), low=item["ctx"]["ge"])
        case "value_error":
            return f"{item['ctx']['error']}."
        case kind if kind in _EXPECTED:
            return say(_EXPECTED[kind])
    return say(N_("This cannot be read: {reason}."), reason=item["msg"])


def _known(model: type[BaseModel], parent: Path) -> list[str]:
    """Return the keys that may stand in the table at ``parent``."""
    inner = next((_MODELS[key] for key in reversed(parent) if isinstance(key, str) and key in _MODELS), model)
    return [name for name in inner.model_fields if name not in _FILLED]


def checklist_mistakes(model: BaseModel) -> Iterator[Mistake]:
    """Yield the mistakes of a checklist that do not depend on a method."""
    assert isinstance(model, Checklist)
    yield from _bad_key(model.key)
    if model.key in AREAS:
        yield Mistake(("key",), say(N_("This key is a work area's; choose another for the checklist.")))
    yield from _bad_rule((), "when", model.when, model.domain)
    yield from _bad_domain_use((), model.domain, (model.when,))
    yield from _item_mistakes((), model.item)
    yield from _bad_braces((), model)


def method_mistakes(method: Method, lists: Collection[str]) -> Iterator[Mistake]:
    """Yield the mistakes of a method; ``lists`` are the keys of the checklists that could be read."""
    yield from _bad_key(method.key)
    yield from _filled(method)
    yield from _step_mistakes(method, lists)
    yield from _rule_mistakes(method)
    for name in method.deadlines.keys() - DEADLINES.keys():
        yield Mistake(("deadlines", name), _not_one_of(name, DEADLINES))
    for name in method.limits.keys() - LIMITS:
        yield Mistake(("limits", name), _not_one_of(name, LIMITS))
    yield from domain_mistakes(method, method)
    yield from _bad_braces((), method)


def _bad_braces(path: Path, part: object) -> Iterator[Mistake]:
    """Yield a mistake for each text of a pack whose braces name no form of the word for the client."""
    if isinstance(part, str):
        if wrong := _wrong_brace(part, () if path in _FORMS else WORDS):
            yield Mistake(path, wrong)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            if name not in _FILLED:
                yield from _bad_braces((*path, name), getattr(part, name))
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _bad_braces((*path, name), value)
    elif isinstance(part, list):
        for n, value in enumerate(part):
            yield from _bad_braces((*path, n), value)


def _wrong_brace(text: str, words: Collection[str]) -> str:
    """Return a sentence on the braces in ``text``; empty where each brace holds one of ``words``."""
    if "{" not in text and "}" not in text:
        return ""
    if not words:
        return say(N_("Expected no braces in the word for the client."))
    known = ", ".join("{" + word + "}" for word in words)
    try:
        found = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return say(
            N_("A brace stands alone; expected one of {known}, or {twice} for a brace."),
            known=known, twice="{{, }}",
        )  # fmt: skip
    for _, word, form, conversion in found:
        if word not in words or form or conversion:
            shown = "{" + f"{word}" + "}"
            return say(N_("{shown} is not known here; expected one of: {known}."), shown=shown, known=known)
    return ""


def _bad_key(key: str) -> Iterator[Mistake]:
    if not _KEY.fullmatch(key):
        yield Mistake(("key",), say(N_("Expected small letters, digits, - and _ in a key.")))


def _filled(method: Method) -> Iterator[Mistake]:
    for name in _FILLED:
        if name in method.model_fields_set:
            yield Mistake((name,), say(N_('"{name}" is not for a pack to write.'), name=name))


def _step_mistakes(method: Method, lists: Collection[str]) -> Iterator[Mistake]:
    for n, area in _repeated(step.area for step in method.step):
        sentence = say(N_('There is a step of the area "{area}" already.'), area=area)
        yield Mistake(("step", n, "area"), sentence)
    used: set[str] = set()
    for n, step in enumerate(method.step):
        yield from _item_mistakes(("step", n), step.item)
        for key in step.checklists:
            if key not in lists:
                yield Mistake(("step", n, "checklists"), _not_one_of(key, lists))
            elif key in used:
                sentence = say(N_('The checklist "{key}" is named twice.'), key=key)
                yield Mistake(("step", n, "checklists"), sentence)
            used.add(key)


def _rule_mistakes(method: Method) -> Iterator[Mistake]:
    for number in method.rules:
        if number not in RULES or number < 1:
            known = ", ".join(str(one) for one in sorted(RULES) if one)
            sentence = say(N_("There is no rule {number}; there are: {known}."), number=number, known=known)
            yield Mistake(("rules",), sentence)
    yield from _source_mistakes(method, (), method.sources)
    for n, step in enumerate(method.step):
        yield from _source_mistakes(method, ("step", n), step.sources)
    for _, twice in _repeated(str(number) for number in method.rules):
        yield Mistake(("rules",), say(N_("Rule {number} is named twice."), number=twice))
    for name, number in DEADLINES.items():
        if number in method.rules and name not in method.deadlines and name not in OPTIONAL:
            sentence = say(N_('Rule {number} needs the deadline "{name}".'), number=number, name=name)
            yield Mistake(("rules",), sentence)


def _source_mistakes(method: Method, place: Path, sources: Iterable[int]) -> Iterator[Mistake]:
    for number in sources:
        if number not in (0, *method.rules):
            known = ", ".join(str(one) for one in sorted({0, *method.rules}))
            sentence = say(
                N_("Rule {number} is none of this method's; a source may be given for: {known}."),
                number=number, known=known,
            )  # fmt: skip
            yield Mistake((*place, "sources", str(number)), sentence)


def _item_mistakes(place: Path, items: list[Item]) -> Iterator[Mistake]:
    for n, key in _repeated(item.key for item in items):
        sentence = say(N_('There is an item "{key}" already.'), key=key)
        yield Mistake((*place, "item", n, "key"), sentence)
    for n, item in enumerate(items):
        path = (*place, "item", n)
        yield from _bad_rule(path, "rule", item.rule, item.domain)
        yield from _bad_rule(path, "when", item.when, item.domain)
        yield from _bad_domain_use(path, item.domain, (item.rule, item.when))
        yield from _bad_wait(path, item, items)


def _bad_wait(path: Path, item: Item, items: list[Item]) -> Iterator[Mistake]:
    """Yield the mistake of the item with which the wait for a day ends."""
    known = [other.key for other in items if other.key != item.key]
    if item.settled_by and item.settled_by not in known:
        yield Mistake((*path, "settled_by"), _not_one_of(item.settled_by, known))
    elif item.settled_by and item.kind != "day":
        yield Mistake((*path, "settled_by"), say(N_('"settled_by" counts only beside kind = "day".')))


def _bad_rule(path: Path, key: str, name: str, domain: str) -> Iterator[Mistake]:
    """Yield the mistake of the item rule that the part at ``path`` names under ``key``."""
    if name in DOMAIN_ITEM_RULES and not domain:
        sentence = say(N_('"{name}" needs a domain beside it: domain = "...".'), name=name)
        yield Mistake((*path, key), sentence)
    elif name and not _is_item_rule(name):
        yield Mistake((*path, key), _not_one_of(name, {*ITEM_RULES, *DOMAIN_ITEM_RULES}))


def _is_item_rule(name: str) -> bool:
    return name in ITEM_RULES or name in DOMAIN_ITEM_RULES or name in former_item_rules()


def _bad_domain_use(path: Path, domain: str, names: Collection[str]) -> Iterator[Mistake]:
    """Yield the domain of a part none of whose item rules, ``names``, is about a domain."""
    if domain and not any(name in DOMAIN_ITEM_RULES for name in names):
        known = ", ".join(sorted(DOMAIN_ITEM_RULES))
        sentence = say(N_("A domain counts only beside one of these rules: {known}."), known=known)
        yield Mistake((*path, "domain"), sentence)


def domain_mistakes(part: Method | Checklist, method: Method) -> Iterator[Mistake]:
    """Yield each domain that a method, or a checklist that it uses, means and the method does not have."""
    if isinstance(part, Checklist):
        meant = [((), part.domain), *((("item", n), item.domain) for n, item in enumerate(part.item))]
    else:
        meant = [
            (("step", n, "item", m), item.domain)
            for n, step in enumerate(part.step) for m, item in enumerate(step.item)
        ]  # fmt: skip
    domains = method.labels("domains")
    for path, domain in meant:
        if domain and domain not in domains:
            sentence = say(
                N_('The method "{method}" has no domain "{domain}"; its domains: {known}.'),
                method=method.key, domain=domain, known=", ".join(domains) or say(N_("none")),
            )  # fmt: skip
            yield Mistake((*path, "domain"), sentence)


def _repeated(keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the index and text of every key that was there before."""
    seen: set[str] = set()
    for n, key in enumerate(keys):
        if key in seen:
            yield n, key
        seen.add(key)


def _not_one_of(name: str, known: Iterable[str]) -> str:
    return say(N_('There is no "{name}"; there are: {known}.'), name=name, known=", ".join(sorted(known)))
