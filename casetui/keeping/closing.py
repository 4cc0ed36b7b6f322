"""Judges a case that the keeper cannot open, and what may take the place of a restricted or moved case.

A cover sheet never decides that a case is damaged, and nothing but the act lifts a restriction. What is
brought back in the place of a restricted case is restricted to the same people, by one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from casetui.data.casefile import CaseFile
from casetui.data.closed_cases import may_follow, rightly_closed, vanished_words
from casetui.data.covers import cover_chain, read_cover, read_cover_revision
from casetui.data.errors import VaultError
from casetui.data.groups import EVERYONE
from casetui.data.records.keys import GroupKey
from casetui.data.store.former import Former, JournalLine
from casetui.data.stored_file import StoredFile
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import label
from casetui.keeping.raw import left_by_no_save
from casetui.words import N_, say


def closed(keeper: Keeper, name: str) -> bool:
    """Return whether a case that the keeper cannot open was rightly closed to them."""
    if keeper.keyring is None:
        return True
    return rightly_closed(keeper.vault, keeper.keyring, keeper.memory, name.removeprefix("cases/"))


def damaged(keeper: Keeper, name: str, raw: StoredFile, lines: Sequence[JournalLine]) -> bool:
    """Return whether a case that the keeper should open, and cannot, is no file that a save left."""
    formers: list[Former] = []
    if closed(keeper, name):
        return False
    try:
        formers = keeper.vault.formers(name)
    except VaultError:
        return False
    return left_by_no_save(raw.digest, None, formers, lines)


def closed_problems(keeper: Keeper, name: str) -> list[str]:
    """Return a sentence where a case that the keeper cannot open was not rightly closed to them."""
    number = name.removeprefix("cases/")
    if keeper.keyring is None:
        return []
    if closed(keeper, name):
        return _older_cover(keeper, number)
    if told := vanished_words(keeper.keyring, keeper.memory, number):
        return [told]
    sentence = N_("{what}: its cover sheet says that it is your team's, and your key does not open it. A "
                  "line manager finds out with casetui check, or brings it back from a backup.")  # fmt: skip
    try:
        read_cover(keeper.vault, number)
    except VaultError:
        sentence = N_("{what} is sealed to others, and its cover sheet is missing, damaged or by somebody "
                      "who had no right. Who can open the case runs casetui check --repair.")  # fmt: skip
    return [say(sentence, what=label(name))]


def _older_cover(keeper: Keeper, number: str) -> list[str]:
    """Return a sentence where an older cover sheet was put in the place of the one that closed a case."""
    closing = keeper.memory.closing(number)
    try:
        revision = read_cover_revision(keeper.vault, number)[0].about.revision
    except VaultError:
        return []
    if closing is None or revision >= closing.revision:
        return []
    return [
        say(
            N_("covers/{number} was put back: you have seen revision {seen}, this is revision {n}. Who can "
               "open the case runs casetui check --repair, which writes it anew."),
            number=number, seen=closing.revision, n=revision,
        )
    ]  # fmt: skip


def put_back_problem(keeper: Keeper, file: CaseFile) -> str:
    """Return a sentence where an older revision than the keeper's program has seen took a case's place."""
    number, revision = file.name.removeprefix("cases/"), file.stored.revision if file.stored else None
    seen = keeper.memory.newer_than(number, revision.about.revision, revision.digest) if revision else 0
    if not seen or revision is None:
        return ""
    return say(
        N_("{what} was put back: you have seen revision {seen}, this is revision {n}. casetui restore brings "
           "the newer one back from a backup."),
        what=label(file.name), seen=seen, n=revision.about.revision,
    )  # fmt: skip


def restriction(keeper: Keeper, name: str, team: str = EVERYONE) -> GroupKey | None:
    """Return the own key to which a case is restricted by its trusted keys, or ``None``."""
    trusted = keeper.keyring.case_keys.trusted(name, team) if keeper.keyring else []
    newest = max(trusted[-1].keys, key=lambda key: key.generation, default=None) if trusted else None
    return newest if newest and newest.only else None


def _moved_to(keeper: Keeper, file: CaseFile) -> str:
    """Return the team to which the case was given after this revision of it; empty where to none.

    The cover sheets say so that people with the right wrote after the last one that names the file's team.
    """
    number, team, before = file.name.removeprefix("cases/"), file.case.team, file.reach
    if keeper.keyring is None:
        return ""
    try:
        chain = cover_chain(keeper.vault, number)
    except VaultError:
        return ""
    last = max((place for place, (_, cover) in enumerate(chain) if cover.team == team), default=-1)
    for revision, cover in chain[last + 1 :]:
        if may_follow(keeper.vault, keeper.keyring, keeper.memory, revision, before, cover.reach):
            before = cover.reach
    return before.team if before.team != team else ""


def kept_closed(keeper: Keeper, file: CaseFile) -> CaseFile | str:
    """Return an earlier revision of a case as it may be brought back, or a sentence on why it may not.

    It is restricted where the case's own keys say that the case is, to the people who hold the newest key,
    and it stays the team's of which the keeper last read it. It is not brought back where the keeper is not
    one of these people, or knows that the case is restricted and the keys do not say to whom.
    """
    case, known = file.case, keeper.vault.known(file.name)
    key = restriction(keeper, file.name, known.reach.team if known else case.team)
    moved = _moved_to(keeper, file)
    if moved and not (known and known.reach.team == moved):
        return say(
            N_("It was given to another team since: somebody there who has read it brings it back, or a line "
               "manager who has.")
        )  # fmt: skip
    changed: dict[str, object] = {}
    if known and known.reach.team != case.team:
        changed = {"team": known.reach.team, "manager": known.reach.named[0]}
    if key is None and known and known.reach.own and not file.reach.own:
        return say(
            N_("It is restricted since, and its own keys are missing. It comes back with them, from a backup "
               "that was made after the restriction.")
        )  # fmt: skip
    if key and not (keeper.keyring and keeper.keyring.opens(key)):
        return say(N_("It is restricted: somebody whom it is open to brings it back."))
    if key and not (case.restricted_to and case.own_key == key.public):
        people = keeper.file.person_keys if keeper.file else []
        named = list(dict.fromkeys(one.worker for one in people if one.id in key.sealed))
        changed |= {"restricted_to": named, "own_key": key.public}
    if not changed:
        return file
    kept = file.copy()
    kept.put(case.model_copy(update=changed))
    return kept
