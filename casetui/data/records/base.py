"""The base of every record: an id, who made and changed the record, and a way to strike it out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Self
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, model_validator

from casetui.data.fields import HIDDEN
from casetui.words import N_, say

id_source: ContextVar[Callable[[], str]] = ContextVar("id_source", default=lambda: uuid4().hex)
"""Returns new ids; a demo sets a source whose ids are the same each time."""

TYPED: dict[str, Any] = {"typed": True}
"""The context of the check of a record that a person typed: more is asked of it than of one that is read."""

_KEPT_CONTROLS = "\n\t"


def plain_text(text: str) -> str:
    """Return ``text`` composed (NFC), without control characters or halves of characters."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", cleaned)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


class Record(BaseModel):
    """One record of a case file or of the agency file: one document in the table ``table``.

    Fields that this version does not know are kept as they are.
    """

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    table: ClassVar[str]
    """The table's name in the file."""
    title: ClassVar[str]
    """What a record of this kind is called, as a message."""
    columns: ClassVar[tuple[str, ...]] = ()
    """The fields that say most about a record, for lists and the timeline."""
    named_by: ClassVar[tuple[str, ...]] = ()
    """The columns that name the record where it is one of several to choose; empty: all of its columns."""
    labelled: ClassVar[tuple[str, ...]] = ()
    """The columns that are shown with their label, as their values do not say what they are."""
    stands_by: ClassVar[str] = ""
    """The column whose value ``stands`` says; a row does not say it twice."""
    single: ClassVar[bool] = False
    """Whether a case has at most one."""
    place_fields: ClassVar[tuple[str, ...]] = ()
    """The fields that say the record's place, such as assessment and domain. One record a place."""

    id: Annotated[str, HIDDEN] = Field(default_factory=lambda: id_source.get()())
    made_by: Annotated[str, HIDDEN] = ""
    made_at: Annotated[datetime | None, HIDDEN] = None
    changed_by: Annotated[str, HIDDEN] = ""
    changed_at: Annotated[datetime | None, HIDDEN] = None
    struck_by: Annotated[str, HIDDEN] = ""
    struck_at: Annotated[datetime | None, HIDDEN] = None
    struck_reason: Annotated[str, HIDDEN] = ""

    @model_validator(mode="before")
    @classmethod
    def _only_text(cls, data: Any) -> Any:
        return {key: _plain(value) for key, value in data.items()} if isinstance(data, dict) else data

    @property
    def struck(self) -> bool:
        """Whether the record was struck out; it stays readable, and no rule sees it."""
        return self.struck_at is not None

    @property
    def place(self) -> tuple[str, ...]:
        """The values of ``place_fields``; empty for a kind of which records have no place."""
        return tuple(str(getattr(self, name)) for name in self.place_fields)

    def day(self) -> date | None:
        """Return the day that the record is about, or ``None``."""
        return None

    def contradiction(self) -> str:
        """Return what two of its days or states say against each other, as a sentence; empty where nothing.

        It is no rule of the model: a record that was saved with one stays readable.
        """
        return ""

    def stands(self) -> str:
        """Return in a word how the record stands, such as "done" or "refused", as a message.

        It is the first word of the record's row; empty where nothing is to be said, as of an open action.
        """
        return ""

    def locked_reason(self) -> str:
        """Return why the record cannot be changed any more, as a sentence; empty where it can."""
        return ""

    def stays_reason(self) -> str:
        """Return why the record cannot be struck out, as a sentence; empty where it can."""
        return self.locked_reason()

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield a few words on each act that changed the record since it was ``was``.

        Changes by a form are left out. ``was`` is ``None`` for a new record. ``name`` returns a person's name
        by their id.
        """
        yield from ()

    def document(self) -> dict[str, Any]:
        """Return the JSON values for the file, without empty fields that are empty by default."""
        document = self.model_dump(mode="json")
        begins_empty = _begins_empty(type(self))
        return {
            key: value for key, value in document.items() if value not in _EMPTY or key not in begins_empty
        }


_EMPTY: tuple[Any, ...] = (None, "", [])


@cache
def _begins_empty(kind: type[Record]) -> frozenset[str]:
    """Return the fields of a kind that are empty by default."""
    fields = kind.model_fields.items()
    return frozenset(name for name, info in fields if not info.is_required() and info.default in _EMPTY)


def seen_by_words(name: str, words: str) -> str:
    """Return that a record was seen by the person ``name``, with the answer that they gave, if any."""
    if words:
        return say(N_("seen by {name}: {words}"), name=name, words=words)
    return say(N_("seen by {name}"), name=name)
