"""Work in the background after the cases were read: renewing the digest, and sealing files anew."""

from __future__ import annotations

import hashlib

from casetui.data.store.one_file import OneFile
from casetui.desk.desk import Desk
from casetui.desk.people.digest import renew_digest
from casetui.desk.session.resealing import Progress, Resealed, reseal, work_off
from casetui.words import N_, say


def run_upkeep(desk: Desk, progress: Progress | None = None) -> Resealed:
    """Renew the digest, if the person has one; seal anew what is listed, and all where a team has a new key.

    ``progress`` may stop the sealing; the next start goes on with it. Raises ``CaseTUIError`` where the
    digest cannot be written or the vault cannot be read.
    """
    renew_digest(desk)
    mark, done = _team_keys_mark(desk), Resealed()
    if mark and _last_mark(desk) != mark:
        done = reseal(desk, progress)
        if not done.stopped and not done.problems:
            _keep_mark(desk, mark)
    if not done.stopped:
        listed = work_off(desk)
        done.files, done.problems = done.files + listed.files, done.problems + listed.problems
    return done


def upkeep_words(done: Resealed) -> str:
    """Return the result in a sentence; empty where there was nothing to do."""
    if done.problems:
        return done.problems[0]
    if done.unreadable:
        numbers = ", ".join(f"C-{number}" for number in done.unreadable)
        sentence = N_("Nobody who is here can open {numbers}: the recovery key does.")
        return say(sentence, numbers=numbers)
    return say(N_("Sealed anew, for a key changed: {n} files."), n=done.files) if done.files else ""


def _team_keys_mark(desk: Desk) -> bytes:
    """Return a digest of the newest team keys; empty while each team has its first key."""
    newest = {key.group: key for key in sorted(desk.agency_file.group_keys, key=lambda key: key.generation)}
    if all(key.generation == 1 for key in newest.values()):
        return b""
    publics = sorted(key.public for key in newest.values())
    return hashlib.blake2b(" ".join(publics).encode(), digest_size=16).hexdigest().encode()


def _file(desk: Desk) -> OneFile:
    return desk.person_folder.file("resealed")


def _last_mark(desk: Desk) -> bytes:
    try:
        return _file(desk).read()
    except OSError:
        return b""


def _keep_mark(desk: Desk, mark: bytes) -> None:
    """Note that all files are sealed to the newest keys; where that fails, the next start looks again."""
    try:
        _file(desk).write(mark)
    except OSError:
        return
