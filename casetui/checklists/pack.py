"""The models of method packs: a method and its checklists, as TOML files give them."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from casetui.data.days import Length
from casetui.words import N_, say

Area = Literal[
    "intake", "assessment", "plan", "coordination", "difficulties", "review", "disengagement", "closure"
]
AREAS: tuple[str, ...] = get_args(Area)
"""The eight work areas, in the order in which a case walks them."""


def _length(value: object) -> Length:
    return value if isinstance(value, Length) else Length.parse(str(value))


Span = Annotated[Length, BeforeValidator(_length), PlainSerializer(str)]
"""Written as ``14 days``, ``10 working days``, ``6 months``."""


CLIENT_FORMS = ("client", "clients", "a_client", "the_client", "the_client_possessive")
"""The keys of a pack that give the word for the client, each in another form."""


def _capital(text: str) -> str:
    """Return ``text`` with its first letter large; unlike ``str.capitalize``, the others stay."""
    return text[:1].upper() + text[1:]


OTHER_NAMES = {"register": N_("the shared register"), "body": N_("the body that is told of gaps")}
"""What is named otherwise by each agency, with its words where the agency names nothing."""
WORDS = tuple(name for form in (*CLIENT_FORMS, *OTHER_NAMES) for name in (form, _capital(form)))
"""What a message may name in braces: ``{the_client}``, or ``{The_client}`` where a sentence begins."""


def _begins_with_vowel(word: str) -> bool:
    """Return whether an English word takes "an", by its first letters; "user" does not."""
    return word[:1].casefold() in set("aeiou") and not word.casefold().startswith("us")


def _english_plural(word: str) -> str:
    """Return the regular English plural; a pack gives an irregular one."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}s"


ValueKind = Literal["", "number", "pps", "day", "place", "amount", "up to 3", "answers"]
"""What an item asks for; ``values`` checks it."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Item(_Part):
    """Something that must be true: ticked by hand, or computed where it names a ``rule``."""

    key: str
    text: str
    source: str = ""
    help: str = ""
    rule: str = ""
    """Name of the item rule that computes it."""
    asks: str = ""
    """The number, date or place that is asked for when it is ticked; empty where nothing is asked."""
    kind: ValueKind = ""
    """What is asked for: a ``number``, ``pps`` numbers, a ``day``, one ``place``, an ``amount``, ``up to 3``,
    or the ``answers`` of practices; see ``values``. Empty for any text."""
    names: list[str] = []
    """For a ``place``: the places that are known by name. They are offered while one is typed, and where two
    of them stand in a text it names two places; any other text is taken as well."""
    settled_by: str = ""
    """For a ``day``: key of the item of the same list with which the wait ends; until then the day is due."""
    when: str = ""
    """Name of an item rule: the item applies only while that item rule is done."""
    domain: str = ""
    """The domain that ``rule`` or ``when`` is about, where that item rule is about one."""


class Checklist(_Part):
    """A list of items with a target of its own."""

    kind: Literal["checklist"] = "checklist"
    key: str
    title: str
    source: str = ""
    within: Span | None = None
    """Target counted from intake, such as ``2 weeks``; left out: the method's deadline ``checklists``."""
    when: str = ""
    """Name of an item rule: the whole list applies only while that item rule is done."""
    domain: str = ""
    """The domain that ``when`` is about, where that item rule is about one."""
    item: Annotated[list[Item], Field(min_length=1)]


class Step(_Part):
    """One step of a method: the work area where it is done, and its items and checklists."""

    area: Area
    letter: str
    title: str
    short: str = ""
    """A title of a word or two for narrow places; left out: the title."""
    brief: str = ""
    """A title of about six letters, for the line with every step; left out: ``short``."""
    source: str = ""
    when_needed: bool = False
    """Whether the step is entered when needed, and not walked in order."""
    item: list[Item] = []
    checklists: list[str] = []
    """Keys of the checklists shown with this step."""
    sources: dict[int, str] = {}
    """The step's own source for a rule, by the rule's number; it goes before the method's."""


class Limit(_Part):
    """A number that is not to be exceeded, and the source that asks for it."""

    most: Annotated[int, Field(ge=1)]
    source: str


class Deadline(_Part):
    """A length of time, and the source that asks for it."""

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
    clients: str = ""
    """The plural of the word, such as "children" or "borgere". Where a pack leaves out this form or one of
    the next three, the form is made as in English."""
    a_client: str = ""
    """The word with its indefinite article, such as "a child" or "en borger"."""
    the_client: str = ""
    """The definite form, such as "the child" or "borgeren"."""
    the_client_possessive: str = ""
    """The possessive of the definite form, such as "the child's" or "borgerens"."""
    rules: list[int]
    """Numbers of the rules that this method works by."""
    sources: dict[int, str] = {}
    """The method's own source for a rule, by the rule's number; 0 is for the days that the case itself sets.
    A rule that is left out cites the source that the program gives for it."""
    limits: dict[str, Limit] = {}
    deadlines: dict[str, Deadline] = {}
    choices: dict[str, dict[str, str]] = {}
    """Lists of choices that differ by method, by name (``domains``, ``criteria``): keys and labels."""
    urgent: dict[str, str] = {}
    """The domain in which each answer of the emergency form stands in the full assessment, by its field."""
    step: Annotated[list[Step], Field(min_length=1)]
    lists: dict[str, Checklist] = Field(default={}, exclude=True)
    """The checklists named by the steps, by key; filled by the loader."""
    names: dict[str, str] = Field(default={}, exclude=True)
    """What the agency calls the assessment, the shared register and the body it reports to; see ``named``."""
    version: str = Field(default="", exclude=True)
    """Digest of the packs this was read from."""
    texts: dict[str, str] = Field(default={}, exclude=True, repr=False)
    """The packs' own texts by file name, for the vault to keep."""

    @cached_property
    def words(self) -> dict[str, str]:
        """The forms of the word for the client that messages name in braces, by the names in ``WORDS``."""
        client = say(self.client)
        article = N_("an {client}") if _begins_with_vowel(client) else N_("a {client}")
        the_client = say(self.the_client) or say(N_("the {client}"), client=client)
        forms = {
            "client": client,
            "clients": say(self.clients) or _english_plural(client),
            "a_client": say(self.a_client) or say(article, client=client),
            "the_client": the_client,
            "the_client_possessive": say(self.the_client_possessive)
            or say(N_("{the_client}'s"), the_client=the_client),
        }
        forms |= {name: self.names.get(name) or say(words) for name, words in OTHER_NAMES.items()}
        return forms | {_capital(name): _capital(form) for name, form in forms.items()}

    def named(self, names: dict[str, str]) -> Method:
        """Return the method as an agency names things: ``assessment``, ``register`` and ``body``.

        The title of the assessment's step is then the agency's. The version stays: no rule is another.
        """
        if names == self.names:
            return self
        title = names.get("assessment", "")
        steps = [
            step.model_copy(update={"title": title}) if title and step.area == "assessment" else step
            for step in self.step
        ]
        copied = self.model_copy(update={"names": names, "step": steps})
        copied.__dict__.pop("words", None)  # they were made of the former names
        return copied

    def say(self, message: str, **words: object) -> str:
        """Return a message with this method's word for the client, in the form that its braces name."""
        return say(message, **{**self.words, **words})

    def labels(self, name: str) -> dict[str, str]:
        """Return a list of choices by name; empty where the method has none."""
        return self.choices.get(name, {})

    def source_of(self, rule: int, area: str) -> str:
        """Return the pack's own source for a rule in a work area; empty where the pack gives none."""
        step = self.step_of(area)
        return (step.sources.get(rule, "") if step else "") or self.sources.get(rule, "")

    def step_of(self, area: str) -> Step | None:
        """Return the step of a work area, or ``None`` where the method leaves it out."""
        return next((step for step in self.step if step.area == area), None)

    def item_of(self, list_key: str, key: str) -> Item | None:
        """Return an item of a checklist, or of the step of a work area; ``None`` where there is none."""
        of = self.lists.get(list_key) or self.step_of(list_key)
        return next((item for item in of.item if item.key == key), None) if of else None
