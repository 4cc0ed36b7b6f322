"""Checks former revisions and the access log, which nobody opens from day to day.

Each name of a former revision holds the digest of its bytes, and so does each line of the access log. So
damage is noticed without a key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from casetui.data.errors import Unreachable, VaultError
from casetui.data.keys.sealing import suffix
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.store.former import Former
from casetui.data.store.log_lines import cut_off_lines, damaged_lines
from casetui.data.trust import Revisions
from casetui.data.vault import Vault
from casetui.keeping.checking_beside import Add
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label, written
from casetui.keeping.signed_files import signed_names
from casetui.words import N_, say

MOST_NAMED = 8
"""How many damaged lines of the access log a sentence names."""


def check_former(keeper: Keeper, add: Add) -> None:
    """Add a problem for each former revision that is damaged, and for each that the agency file lacks."""
    vault = keeper.vault
    for name in vault.upkeep.replaced_names():
        try:
            formers = vault.formers(name)
        except VaultError as error:
            add(str(error), "")
            continue
        refused = dict(_refused(vault, name, formers))
        whole = {former.name for former in formers if former.name not in refused}
        for former in formers:
            why = refused.get(former.name)
            if isinstance(why, Unreachable) and why.may_be_whole and not why.passes:
                do = N_(
                    "Let it be read, or take it out of the folder; until then nobody's program counts it."
                )
                add(str(why), say(do))
            elif why:
                problem = N_("{what}: its former revision of {at} is damaged.")
                second = [one for one in formers if one.name in whole and one.digest == former.digest]
                remedy = _remedy(vault, name, former, second)
                add(say(problem, what=label(name), at=written(former.at)), remedy)
    unfinished = {f"keys/{number}" for number in vault.upkeep.cut_off()}
    for name in signed_names(vault):
        if name not in unfinished:  # else the save writes the second file once it is finished
            _check_second(vault, name, add)
    if (file := keeper.file) and (missing := _missing_before(vault, file)):
        add(missing, say(N_("Bring it back from a backup with casetui restore.")))


def _check_second(vault: Vault, name: str, add: Add) -> None:
    """Add a problem where revisions of a signed file are not kept twice, or none any more."""
    file = name + suffix(name)
    try:
        vault.read(name)
    except VaultError:
        return  # it is missing or damaged, which is a problem already
    try:
        once = vault.upkeep.kept_once(file)
    except VaultError as error:
        add(str(error), "")
        return
    if not once:
        return

    def act() -> str:
        for digest in once:
            vault.upkeep.keep_second(file, digest)
        return say(N_("{what}: each of its revisions is kept twice again."), what=name)

    problem = say(N_("{what}: revisions that are kept only once: {n}."), what=name, n=len(once))
    add(problem, Mend(say(N_("casetui check --repair keeps each a second time.")), act))


def _refused(vault: Vault, name: str, formers: Sequence[Former]) -> Iterator[tuple[str, VaultError]]:
    """Yield the file name of each former revision that cannot be read or is damaged, and why."""
    for former in formers:
        try:
            vault.read_former_raw(name, former)
        except VaultError as error:
            yield former.name, error


def _remedy(vault: Vault, name: str, former: Former, second: Sequence[Former]) -> Mend | str:
    """Return how a damaged former revision is mended from a second file of the same bytes, or what to do."""

    def source() -> bytes:
        if second:
            return vault.read_former_raw(name, second[0]).data
        present = vault.read_raw(name)
        return present.data if present.digest == former.digest else b""

    with suppress(VaultError):
        if source():

            def act() -> str:
                aside = vault.mend_former(name, former, source())
                sentence = N_(
                    "{what}: the former revision of {at} is whole again. The damaged file is kept as {aside}."
                )
                return say(sentence, what=label(name), at=written(former.at), aside=aside)

            return Mend(
                say(N_("A second file of it is whole: casetui check --repair puts that in its place.")), act
            )
    return say(
        N_("There is no second file of it here: casetui restore brings it back, where a backup holds it.")
    )


def _missing_before(vault: Vault, file: AgencyFile) -> str:
    """Return a sentence where a revision of the agency file that a later one follows is not kept; else empty.

    People who last saw an earlier revision, and people who join, are let in by the revisions that follow.
    """
    revisions = Revisions.of(vault, newest=file)
    while file.stored and file.stored.revision and file.stored.revision.about.former:
        before = revisions.before(file)
        if before is None:
            n = file.stored.revision.about.revision
            return say(
                N_("{what}: the revision before revision {n} is not kept here whole."), what=AGENCY, n=n
            )
        file = before
    return ""


def check_openings(keeper: Keeper, add: Add) -> None:
    """Add a problem where lines of the access log are damaged."""
    try:
        lines = keeper.vault.access_log.lines_as_kept()
    except VaultError as error:
        add(str(error), "")
        return
    damaged, cut_off = {*damaged_lines(lines)}, cut_off_lines(lines)
    if keeper.keyring:
        texts = keeper.vault.access_log.lines()
        damaged |= {n for n, text in enumerate(texts) if text and keeper.keyring.line_is_damaged(text)}
    if cut_off:
        add(*_cut_off(keeper, cut_off))
    if damaged := damaged - {*cut_off}:
        places = ", ".join(str(place + 1) for place in sorted(damaged)[:MOST_NAMED])
        problem = N_("The access log: damaged lines: {n}. The first are {places}.")
        remedy = N_("There is no second copy of it here: casetui restore brings back what a backup holds.")
        add(say(problem, n=len(damaged), places=places), say(remedy))


def _cut_off(keeper: Keeper, places: Sequence[int]) -> tuple[str, Mend]:
    """Return that lines of the access log were begun and not ended, and their mend."""

    def act() -> str:
        keeper.vault.access_log.end_cut_off()
        return say(N_("The access log: the lines that were begun and not ended were completed or taken out."))

    named = ", ".join(str(place + 1) for place in places[:MOST_NAMED])
    problem = N_(
        "The access log: a program ended while it wrote a line, before it showed the case. Lines: {n}. "
        "The first are {places}."
    )
    return (
        say(problem, n=len(places), places=named),
        Mend(say(N_("casetui check --repair completes them or takes them out.")), act),
    )
