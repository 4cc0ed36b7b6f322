"""Cases of any shape, for property tests: every kind of record, fields as wild as the models allow."""

from __future__ import annotations

import types
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from casetui.data.casefile import CaseFile
from casetui.data.fields import Ask
from casetui.data.records import CASE_RECORDS, Case, Client, Record

DAYS = st.one_of(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from([date.min, date.max, date(2028, 2, 29), date(2026, 8, 31), date(2026, 10, 25)]),
)
NAMES = st.sampled_from(["", "GP", "gp ", "Simon", "mary", "sean", "tom", "{client}", "needs met", "A, b\nC"])
IDS = st.sampled_from(["a", "b", "c", "d"])


def _values(annotation: Any, ask: Ask | None) -> st.SearchStrategy[Any]:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        inner = [arg for arg in get_args(annotation) if arg is not type(None)]
        return st.none() | _values(inner[0], ask)
    if origin is Literal:
        return st.sampled_from(get_args(annotation))
    if origin is list:
        return st.lists(_values(get_args(annotation)[0], None), max_size=3)
    if annotation is str and ask and isinstance(ask.choices, dict):
        return st.sampled_from([*ask.choices, "", "{"])
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: NAMES,
        bool: st.booleans(),
        int: st.integers(0, 12),
        date: DAYS,
        datetime: st.datetimes(timezones=st.just(UTC)),
        Decimal: st.decimals(0, 100, places=2),
    }
    return simple[annotation]


@st.composite
def records(draw: st.DrawFn, kind: type[Record]) -> Record | None:
    """Draw a record of a kind; ``None`` where the model refuses what was drawn."""
    values: dict[str, Any] = {"id": draw(IDS)}
    for name, info in kind.model_fields.items():
        ask = next((item for item in info.metadata if isinstance(item, Ask)), None)
        if name in ("id", "struck_at", "made_at", "changed_at"):
            continue
        if info.default is PydanticUndefined or draw(st.booleans()):
            values[name] = draw(_values(info.annotation, ask))
    try:
        record = kind(**values)
        kind.model_validate({**record.document(), "id": record.id})
    except ValidationError:
        return None
    return record


@st.composite
def cases(draw: st.DrawFn) -> CaseFile:
    """Draw a whole case."""
    case = CaseFile("cases/DRAWN0", {}, "")
    head = {
        "state": draw(st.sampled_from(["open", "paused", "closed"])),
        "look_again_on": draw(DAYS | st.none()),
    }
    case.put(Case(id="case", number="DRAWN0", client_id="x", method="guidebook", manager="mary",
                  opened_on=draw(DAYS), imported_on=draw(DAYS | st.none()), **head))  # fmt: skip
    case.put(Client(name="{client}"))
    kinds = [kind for kind in CASE_RECORDS.values() if kind not in (Case, Client)]
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=8)):
        record = draw(records(kind))
        if record is not None:
            case.put(record)
    return case
