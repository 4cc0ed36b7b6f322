"""Finding a client as one types, and likely duplicates of a new one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from casetui.data.names import folded
from casetui.data.rows import Row
from casetui.desk.access import OPEN, access_to
from casetui.desk.desk import Desk
from casetui.desk.doubles import Alike
from casetui.desk.likeness import (
    LEAST_DIGITS,
    MOST_OF_COUNTRY,
    SAME,
    SIMILAR,
    in_words,
    joined,
    likeness,
    phone_digits,
    reference_number,
    same_phone,
    same_reference,
    words_in_order,
)

MOST_FOUND = 40
"""How many cases a finder lists at most."""
FOUND = 65.0
"""The least likeness of a typed name, of 100, by which a case is found. The number is ours."""
FOUND_WORD = 74.0
"""The least likeness of a typed word, of 100, by which a case is found. The number is ours."""


LEAST_DIGITS_TYPED = 4
"""From so many digits on a part of a number finds it. The number is ours."""


def haystack(row: Row) -> str:
    """Return everything by a part of which a case is found; of a hidden client that is the number alone."""
    texts = [row.name, *row.known_as, *row.phones, *row.references, f"c-{row.number}"]
    if is_hidden(row):
        return folded(texts[-1])
    text = folded(" ".join(texts))
    return " ".join(dict.fromkeys((text, in_words(text), joined(text))))


def is_hidden(row: Row) -> bool:
    """Return whether the client's name is not shown to the person: it is a colleague's case.

    Such a case is found by what the person knows already: the whole name, phone number or reference. By a
    part of it, names that are not shown could be guessed letter by letter.
    """
    return not row.name


class Finder:
    """Finds rows as one types. The texts are folded once, not at each key."""

    def __init__(self, rows: Iterable[Row], far: Callable[[Row], int] = lambda row: 0) -> None:
        """``far`` says how far a case is from the person who looks for it: near cases are found first."""
        texts = [((not row.open, far(row)), haystack(row), row) for row in rows]
        texts.sort(key=lambda text: text[:2])
        self._rows = [row for _, _, row in texts]
        """Open cases first, near before far, then by their texts."""
        self._hidden = _Whole((i, row) for i, row in enumerate(self._rows) if is_hidden(row))
        self._places = [place for place, _, _ in texts]
        self._texts = [text for _, text, _ in texts]
        self._digits = [_digits(text) for text in self._texts]
        shown = [(i, row) for i, row in enumerate(self._rows) if not is_hidden(row)]
        self._phones = _Phones((i, phone) for i, row in shown for phone in row.phones)
        names = [(i, folded(name)) for i, row in shown for name in (row.name, *row.known_as)]
        self._names = _Named(names)
        self._words = _Named([(i, word) for i, name in names for word in name.split()])

    def find(self, typed: str, most: int = MOST_FOUND) -> list[Row]:
        """Return the rows that fit what was typed, the best first; small misspellings are forgiven."""
        wanted = folded(typed)
        if not wanted:
            return self._rows[:most]
        looked_for = {wanted, in_words(wanted)} - {""}
        exact = [i for i, text in enumerate(self._texts) if any(one in text for one in looked_for)]
        exact += self._by_digits(typed)
        exact += self._hidden.like(wanted, typed)
        order = self._ranked(exact, wanted)
        if len(order) < most and len(wanted) >= 3:
            if " " in wanted:
                order += self._names.like(wanted, fuzz.token_set_ratio, FOUND, most)
            else:
                order += self._words.like(wanted, fuzz.ratio, FOUND_WORD, most)
        return [self._rows[i] for i in list(dict.fromkeys(order))[:most]]

    def _by_digits(self, typed: str) -> list[int]:
        """Return the rows of which a number has these digits; a phone number with its country or without."""
        digits = _digits(typed)
        if len(digits) < LEAST_DIGITS_TYPED:
            return []
        found = [i for i, known in enumerate(self._digits) if digits in known]
        return found + self._phones.holding(typed)

    def _ranked(self, found: list[int], wanted: str) -> list[int]:
        """Return rows with open cases first, near before far, then those that begin with the typed text."""
        return sorted(found, key=lambda i: (self._places[i], not self._texts[i].startswith(wanted)))


def matched_by(row: Row, typed: str) -> str:
    """Return the other name, phone number or reference by which a case is found; empty for its own name.

    It is empty too for a client whose name is not shown, and where a misspelling was forgiven.
    """
    wanted, digits = folded(typed), _digits(typed)
    if not wanted or is_hidden(row) or wanted in folded(f"{row.name} c-{row.number}"):
        return ""
    for text in (*row.known_as, *row.phones, *row.references):
        same = same_phone(text, typed) if text in row.phones else False
        if same or wanted in folded(text) or (len(digits) >= LEAST_DIGITS_TYPED and digits in _digits(text)):
            return text
    return ""


def finder_of(desk: Desk) -> Finder:
    """Return a finder of all cases in the register: own cases first, last those that ask for a reason."""
    who, day = desk.who, desk.today()

    def far(row: Row) -> int:
        if row.manager == who.id:
            return 0
        return 1 if access_to(who, row, day) in OPEN else 2

    return Finder(desk.register, far)


class _Named:
    """Names, or words of names, and the index of the row to which each belongs."""

    def __init__(self, named: Sequence[tuple[int, str]]) -> None:
        self._owners = [owner for owner, _ in named]
        self._texts = [text for _, text in named]

    def like(self, wanted: str, scorer: Callable[..., float], least: float, most: int) -> list[int]:
        """Return the row indexes of the names like ``wanted``, the likest first; ``most`` or more."""
        limit = 4 * most  # one row may have several names
        found = process.extract(wanted, self._texts, scorer=scorer, limit=limit, score_cutoff=least)
        return [self._owners[place] for _, _, place in found]


class _Phones:
    """Phone numbers, and the index of the row to which each belongs."""

    def __init__(self, phones: Iterable[tuple[int, str]]) -> None:
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._without_country: dict[str, list[int]] = defaultdict(list)
        """By the digits that are left where up to as many as a country has are taken away at the front."""
        for owner, phone in phones:
            digits = phone_digits(phone)
            self._whole[digits].append(owner)
            for rest in _without_country(digits):
                self._without_country[rest].append(owner)

    def same(self, typed: str) -> list[int]:
        """Return the row indexes of a phone number, typed with its country or without it."""
        digits = phone_digits(typed)
        if len(digits) < LEAST_DIGITS:
            return []
        longer = [self._whole.get(rest, []) for rest in _without_country(digits)]
        shorter = self._without_country.get(digits, [])
        return [owner for owners in (self._whole.get(digits, []), shorter, *longer) for owner in owners]

    def holding(self, typed: str) -> list[int]:
        """Return the row indexes of a phone number, of which a part may be typed."""
        digits = phone_digits(typed)
        if len(digits) < LEAST_DIGITS:
            return []
        parts = [owner for known, owners in self._whole.items() if digits in known for owner in owners]
        return parts + self.same(typed)


def _without_country(digits: str) -> list[str]:
    """Return what is left of a phone number's digits without the first one, two or three."""
    rests = [digits[count:] for count in range(1, MOST_OF_COUNTRY + 1)]
    return [rest for rest in rests if len(rest) >= LEAST_DIGITS]


class _Whole:
    """What is found by a whole name, phone number or reference, with the row indexes. It is read once.

    At each key only dictionaries are looked into: in a big team most clients are those of colleagues.
    """

    def __init__(self, rows: Iterable[tuple[int, Row]]) -> None:
        self._names: dict[tuple[str, ...], list[int]] = defaultdict(list)
        """By the words of a folded name, in the order of the alphabet."""
        self._references: dict[str, list[int]] = defaultdict(list)
        phones = []
        for owner, row in rows:
            for name in row.known_as:
                self._names[words_in_order(folded(name))].append(owner)
            for reference in row.references:
                self._references[reference_number(reference)].append(owner)
            phones += [(owner, phone) for phone in row.phones]
        self._phones = _Phones(phones)

    def like(self, wanted: str, typed: str) -> list[int]:
        """Return the row indexes of which folded text ``wanted``, or ``typed`` itself, is the whole."""
        words, number = words_in_order(wanted), reference_number(typed)
        found = [*self._names.get(words, [])] if words else []
        if len(number) >= LEAST_DIGITS:
            found += self._references.get(number, [])
        return found + self._phones.same(typed)


@dataclass(frozen=True)
class Likeness:
    """A case that may be about the same client, and the reasons to think so."""

    row: Row
    alike: Alike
    mine: bool
    """Whether the person may see the name; otherwise they see the case number and whom to ask."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it may be the same client, in the reader's language."""
        return self.alike.reasons


def duplicates(
    desk: Desk, name: str, birth: date | None = None, references: Sequence[str] = (), phone: str = ""
) -> list[Likeness]:
    """Return the team's cases that may be about the same client, the likeliest first; no restricted case."""
    wanted = folded(name)
    numbers = {number for number in map(reference_number, references) if len(number) >= 4}
    found = []
    for row in desk.register:
        if row.restricted or row.problem or row.team != desk.who.team:
            continue
        alike = _alike(row, wanted, birth, numbers, phone)
        if alike.reasons:
            found.append(Likeness(row, alike, desk.access(row) in OPEN))
    return sorted(found, key=lambda like: (not like.alike.likely, -len(like.reasons), not like.row.open))[:20]


def _alike(row: Row, wanted: str, birth: date | None, numbers: set[str], phone: str) -> Alike:
    best, begins = 0.0, False
    if len(wanted) >= 3:
        names = [folded(known) for known in (row.name, *row.known_as) if known]
        best = max((likeness(wanted, known) for known in names), default=0.0)
        begins = not is_hidden(row) and any(_begins(wanted, known) for known in names)
    known_numbers = [reference_number(reference) for reference in row.references] if numbers else []
    return Alike(
        same_name=best >= SAME,
        similar_name=best >= SIMILAR or begins,
        birth=birth is not None and row.birth == birth.isoformat(),
        other_birth=birth is not None and row.birth not in ("", birth.isoformat()),
        reference=any(same_reference(number, known) for number in numbers for known in known_numbers),
        phone=any(same_phone(known, phone) for known in row.phones),
    )


def _begins(wanted: str, known: str) -> bool:
    """Return whether every word typed so far begins a word of the known name."""
    words = known.split()
    return len(wanted) >= 4 and all(any(word.startswith(part) for word in words) for part in wanted.split())


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
