"""Method packs: the models that read them. A way of working is data, not code."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from casetui.data.days import Length
from casetui.words import say

AREAS = (
    "intake", "assessment", "plan", "coordination", "difficulties", "review", "disengagement", "closure",
)  # fmt: skip
"""The eight work areas, in the order in which a case walks them."""
Area = Literal[
    "intake", "assessment", "plan", "coordination", "difficulties", "review", "disengagement", "closure"
]


def _length(value: object) -> Length:
    return value if isinstance(value, Length) else Length.parse(str(value))


Span = Annotated[Length, BeforeValidator(_length), PlainSerializer(str)]
"""Written as ``14 days``, ``10 working days``, ``6 months``."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Item(_Part):
    """What must be true. Ticked by hand, or computed where it names a ``rule``."""

    key: str
    text: str
    source: str = ""
    help: str = ""
    rule: str = ""
    """Name of the function that computes it."""
    asks: str = ""
    """What number, date or place is asked for when it is ticked, if one is."""
    when: str = ""
    """Name of an item rule: the item applies only while that one is done."""
    domain: str = ""
    """The domain that ``rule`` or ``when`` is about, where that item rule is about one."""


class Checklist(_Part):
    """A list of items with a target of its own."""

    kind: Literal["checklist"] = "checklist"
    key: str
    title: str
    source: str = ""
    within: Span | None = None
    """Target of its own, counted from intake; left out: the method's deadline ``checklists``."""
    when: str = ""
    """Name of an item rule: the whole list applies only while that one is done."""
    domain: str = ""
    """The domain that ``when`` is about, where that item rule is about one."""
    item: Annotated[list[Item], Field(min_length=1)]


class Step(_Part):
    """One step: the work area where it is done, and what this method asks there."""

    area: Area
    letter: str
    title: str
    short: str = ""
    """A title of a word or two for narrow places; left out: the title."""
    source: str = ""
    when_needed: bool = False
    """Entered when needed, not walked in order."""
    item: list[Item] = []
    checklists: list[str] = []
    """Keys of the checklists shown with this step."""


class Limit(_Part):
    """A number that is not to be exceeded, and who asks for it."""

    most: Annotated[int, Field(ge=1)]
    source: str


class Deadline(_Part):
    """A span of time, and who asks for it."""

    length: Span
    source: str


class Method(_Part):
    """One way of working."""

    kind: Literal["method"] = "method"
    key: str
    title: str
    source: str
    client: str
    """The method's word for the client: "service user", "child", "participant", "borger"."""
    clients: str
    """Its plural."""
    rules: list[int]
    """Numbers of the rules that this method works by."""
    sources: dict[int, str] = {}
    """The method's own source for a rule, by the rule's number; 0 is for the days that the case itself sets.
    A rule that is left out cites the source that the program gives for it."""
    limits: dict[str, Limit] = {}
    deadlines: dict[str, Deadline] = {}
    choices: dict[str, dict[str, str]] = {}
    """Lists of choices that differ by method: key and label."""
    step: Annotated[list[Step], Field(min_length=1)]
    lists: dict[str, Checklist] = Field(default={}, exclude=True)
    """The checklists named by the steps, by key; filled by the loader."""
    version: str = Field(default="", exclude=True)
    """Digest of the packs this was read from."""
    texts: dict[str, str] = Field(default={}, exclude=True, repr=False)
    """The packs' own texts by file name, for the vault to keep."""

    @cached_property
    def words(self) -> dict[str, str]:
        """The words that messages are filled with: ``client``, ``Client``, ``clients``."""
        client = say(self.client)
        return {"client": client, "Client": client[:1].upper() + client[1:], "clients": say(self.clients)}

    def say(self, message: str, **words: object) -> str:
        """Return a message with this method's word for the client."""
        return say(message, **{**self.words, **words})

    def labels(self, name: str) -> dict[str, str]:
        """Return a list of choices by name; empty where the method has none."""
        return self.choices.get(name, {})

    def step_of(self, area: str) -> Step | None:
        """Return the step of a work area, or ``None`` where the method leaves it out."""
        return next((step for step in self.step if step.area == area), None)
