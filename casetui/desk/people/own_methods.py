"""The agency's own methods: taking a pack of the vault's folder ``methods`` into use, or out of it.

Anybody who may write in the folder can put a pack there. A pack decides which rules hold, so only one is
used whose digest a line manager or an administrator signed; every line manager is shown that as a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casetui.checklists.base import RULES
from casetui.checklists.loader import PackState, load_methods, pack_state
from casetui.checklists.pack import Method
from casetui.data.people import AgencyFile
from casetui.data.records.notice import METHOD, Notice
from casetui.data.store.base import digest_of
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import change_agency, check_right, notice
from casetui.words import N_, CaseTUIError, say

STATES: dict[PackState, str] = {
    "in use": N_("in use"), "new": N_("new: not used"), "changed": N_("changed: not used"),
    "missing": N_("missing"),
}  # fmt: skip
"""How one of the agency's own packs stands, as a message."""


@dataclass(frozen=True)
class OwnPack:
    """One of the agency's own packs, as it lies in ``methods`` now."""

    file: str
    """The name of its file, such as ``house.toml``."""
    state: PackState
    digest: str
    """The digest of its file; empty where that is missing."""
    method: Method | None
    """The method in it; ``None`` for a checklist, or a pack with a mistake."""
    mistakes: tuple[str, ...]
    """A sentence for each mistake, with file and line. A pack with a mistake cannot be taken."""

    @property
    def label(self) -> str:
        """Return the file with its state, for lists: ``house.toml, new: not used``."""
        return f"{self.file}, {say(STATES[self.state])}"


def own_packs(desk: Desk) -> list[OwnPack]:
    """Return the packs in ``methods``, and those that were taken into use and are missing, by file name."""
    texts, taken = desk.vault.packs.own(), desk.agency_file.taken_packs
    loaded = load_methods(texts)
    found = []
    for file in sorted({*texts, *taken}):
        data = texts.get(file)
        mistakes = tuple(str(problem) for problem in loaded.problems if problem.file == file)
        method = next((one for one in loaded.methods.values() if _is_in(one, data)), None)
        state = pack_state(file, texts, taken)
        found.append(OwnPack(file, state, digest_of(data) if data is not None else "", method, mistakes))
    return found


def _is_in(method: Method, data: bytes | None) -> bool:
    text = method.texts.get(f"method-{method.key}.toml", "")
    return data is not None and data.decode("utf-8-sig", errors="replace") == text


def rules_left_out(method: Method) -> list[str]:
    """Return the rules that a method does not work by: number and source, ``8 (Guidebook, B)``.

    Rule 0 belongs to every method.
    """
    return [
        f"{number} ({rules[0].source})"
        for number, rules in sorted(RULES.items())
        if number and number not in method.rules
    ]


def take_pack(desk: Desk, pack: OwnPack) -> None:
    """Take a pack into use, as it was shown.

    Raises ``NotAllowed`` where the person may not, the pack has a mistake, or its file was changed since it
    was shown, and ``VaultError`` where the agency file cannot be written.
    """
    check_right(desk)
    now = next((one for one in own_packs(desk) if one.file == pack.file), None)
    if now is None or not now.digest or now.digest != pack.digest:
        raise NotAllowed(
            say(N_("methods/{file} was changed just now. Read it again, then take it."), file=pack.file)
        )
    if now.mistakes:
        raise CaseTUIError(" ".join(now.mistakes))
    _decide(desk, pack.file, pack.digest)


def drop_pack(desk: Desk, file: str) -> None:
    """Take a pack out of use; its file stays. Cases that were made with it go on by the version they keep.

    Raises ``NotAllowed`` where the person may not, or nobody took it into use, and ``VaultError``.
    """
    check_right(desk)
    if file not in desk.agency_file.taken_packs:
        raise NotAllowed(say(N_("methods/{file} is not in use."), file=file))
    _decide(desk, file, "")


def _decide(desk: Desk, file: str, digest: str) -> None:
    def records(now: AgencyFile) -> Iterator[Notice]:
        before = now.taken_packs.get(file, "")
        if before != digest:
            yield notice(desk, METHOD, file, before, digest)

    change_agency(desk, records)
