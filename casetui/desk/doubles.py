"""Cases of two clients who may be one person, and of whom nobody has said that they are not (rule 4).

Rows are compared where they share a phone number, a reference, a day of birth, or a name as it is
sounded: to compare each row with each other one would take minutes in a big agency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from casetui.data.names import folded
from casetui.data.rows import Row
from casetui.desk.likeness import (
    LEAST_DIGITS,
    SAME,
    SIMILAR,
    likeness,
    phone_digits,
    reference_number,
    same_phone,
    same_reference,
    sounded,
)
from casetui.words import N_, say

MOST_ALIKE = 60
"""Rows that share one name or day of birth are compared up to this number of them. The number is ours."""
LAST_DIGITS = 6
"""How many characters at the end of a number two cases have to share before they are compared."""


@dataclass(frozen=True)
class Double:
    """Two cases whose clients may be one person."""

    case: Row
    """The case that was opened later."""
    other: Row
    reasons: tuple[str, ...]
    """Why they may be one, such as "same phone", in the reader's language."""

    @property
    def key(self) -> str:
        """The two case numbers, such as ``7K3F9Q-AB2345``."""
        return f"{self.case.number}-{self.other.number}"


class Doubles:
    """Looks for likely doubles among rows.

    What a row is compared by is made once for each row, and rows that did not change since the last look are
    not compared again.
    """

    def __init__(self) -> None:
        self.found: list[Double] = []
        """What the last look found, the newest case first. At first nobody has looked, and it is empty."""
        self._keys: dict[str, tuple[Row, tuple[str, ...]]] = {}

    def of(self, number: str) -> list[Row]:
        """Return the cases of which the last look found that their clients may be that of a case."""
        pairs = ((double.case, double.other) for double in self.found)
        return [
            one if other.number == number else other
            for one, other in pairs if number in (one.number, other.number)
        ]  # fmt: skip

    def look(self, rows: Iterable[Row]) -> list[Double]:
        """Return the likely doubles among ``rows``, a pair of clients once.

        At least one of the two cases is open. Restricted cases are left out, as nothing may be said of them.
        """
        rows = [row for row in rows if not (row.restricted or row.problem)]
        changed = {row.number for row in rows if not self._is_known(row)}
        if not changed and len(rows) == len(self._keys):
            return self.found
        self._keys = {row.number: self._kept(row) for row in rows}
        pairs = {
            (double.case.number, double.other.number) for double in self.found
            if {double.case.number, double.other.number} <= self._keys.keys() - changed
        }  # fmt: skip
        pairs |= {
            _pair(one, other)
            for block in self._blocks() for one, other in combinations(block, 2)
            if (one.number in changed or other.number in changed) and _may_be_one(one, other)
        }  # fmt: skip
        self.found = self._likely(pairs)
        return self.found

    def _is_known(self, row: Row) -> bool:
        return row.number in self._keys and self._keys[row.number][0] is row

    def _kept(self, row: Row) -> tuple[Row, tuple[str, ...]]:
        return self._keys[row.number] if self._is_known(row) else (row, tuple(set(_keys(row))))

    def _blocks(self) -> Iterator[list[Row]]:
        """Yield the rows that have something in common, several of them and not too many."""
        blocks: dict[str, list[Row]] = defaultdict(list)
        for row, keys in self._keys.values():
            for key in keys:
                blocks[key].append(row)
        yield from (block for block in blocks.values() if 1 < len(block) <= MOST_ALIKE)

    def _likely(self, pairs: Iterable[tuple[str, str]]) -> list[Double]:
        """Return the doubles among pairs of case numbers, one for each two clients."""
        by_clients: dict[frozenset[str], Double] = {}
        for newer, older in sorted(pairs):
            case, other = self._keys[newer][0], self._keys[older][0]
            if reasons := _reasons(case, other):
                by_clients[frozenset((case.client_id, other.client_id))] = Double(case, other, reasons)
        return sorted(by_clients.values(), key=lambda double: double.case.opened_on, reverse=True)


def _keys(row: Row) -> Iterator[str]:
    """Yield what a row has in common with another one about the same person."""
    if row.birth:
        yield f"born {row.birth}"
    for phone in row.phones:
        if len(digits := phone_digits(phone)) >= LEAST_DIGITS:
            yield f"phone {digits[-LAST_DIGITS:]}"
    for reference in row.references:
        if len(number := reference_number(reference)) >= LEAST_DIGITS:
            yield f"number {number[-LAST_DIGITS:]}"
    for name in (row.name, *row.known_as):
        words = folded(name).split()
        if len(words) > 1:
            yield "name " + " ".join(sorted(map(sounded, words)))


def _pair(one: Row, other: Row) -> tuple[str, str]:
    """Return the numbers of two cases, that of the case that was opened later first."""
    newer, older = sorted((one, other), key=lambda row: (row.opened_on, row.number), reverse=True)
    return newer.number, older.number


def _may_be_one(one: Row, other: Row) -> bool:
    """Return whether the clients of two cases are not known as one, nor as two, and one case is open."""
    told_apart = other.client_id in one.not_same or one.client_id in other.not_same
    some_open = any(row.open for row in (one, other))
    return one.client_id != other.client_id and not told_apart and some_open


@dataclass(frozen=True)
class Alike:
    """In what two clients are alike."""

    same_name: bool = False
    similar_name: bool = False
    birth: bool = False
    """Whether they have the same day of birth."""
    other_birth: bool = False
    """Whether both have a day of birth, and not the same."""
    reference: bool = False
    phone: bool = False

    @property
    def likely(self) -> bool:
        """Whether they are likely one person.

        That is so with the same reference; with a similar name and the same phone or day of birth; and with
        the same name where no day of birth speaks against it.
        """
        name = self.same_name or self.similar_name
        by_name = name and (self.birth or self.phone)
        return self.reference or by_name or (self.same_name and not self.other_birth)

    @property
    def reasons(self) -> tuple[str, ...]:
        """In what they are alike, such as "same phone", in the reader's language."""
        found = (
            (self.birth, N_("same date of birth")),
            (self.same_name, N_("same name")),
            (self.similar_name and not self.same_name, N_("similar name")),
            (self.reference, N_("same reference")),
            (self.phone, N_("same phone")),
        )
        return tuple(say(reason) for holds, reason in found if holds)


def _reasons(one: Row, other: Row) -> tuple[str, ...]:
    """Return why the clients of two cases may be one person; empty where it is not likely."""
    mine, theirs = _names(one), _names(other)
    name = max((likeness(this, that) for this in mine for that in theirs), default=0.0)
    # two people share a nickname such as "the Swan" easily: alone it is no reason, and a similar name at most
    own = [(this, that) for this in mine for that in theirs if this == mine[0] or that == theirs[0]]
    alike = Alike(
        same_name=any(likeness(this, that) >= SAME for this, that in own),
        similar_name=name >= SIMILAR,
        birth=bool(one.birth) and one.birth == other.birth,
        other_birth=bool(one.birth and other.birth) and one.birth != other.birth,
        reference=any(
            same_reference(reference_number(this), reference_number(that))
            for this in one.references
            for that in other.references
        ),
        phone=any(same_phone(this, that) for this in one.phones for that in other.phones),
    )
    return alike.reasons if alike.likely else ()


def _names(row: Row) -> list[str]:
    """Return the folded names of two words and more by which a client is known, their own name first."""
    return [name for name in map(folded, (row.name, *row.known_as)) if " " in name]
