"""Intents: before a folder store writes several files together, it writes down what it is about to write.

An intent is one file: a line of JSON with the author, the signature and the signed words, then the new bytes
of each file, one after another. The words are ``casetui intent`` and, for each file, its name, its digests
before and after, its number of bytes, the worker id for the journal's line, and how long its former revision
is kept (``every``, ``twice``, ``none``, or hours and days). The names are of one case and at most three::

    {"by": "mary", "signature": "…", "words": ["casetui intent",
     "keys/7K3F9Q.signed", "", "0a1b…", "812", "mary", "every", "cases/7K3F9Q.age", "9f3e…", …]}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from casetui.data.keep import EVERY, Keep
from casetui.data.store.base import Change, Signer, Stands, Unfinished, bare, digest_of

TITLE = "casetui intent"
MOST_BYTES = 64 * 2**20
"""The most bytes of an intent. A case file of ten years has less than one million."""
_WORDS = 6
"""The number of words for each file."""
_MOST_NAMES = 3
"""Keys, case and cover sheet."""
_NAME = re.compile(r"(?:(?:cases|covers)/([0-9A-Za-z_-]{1,40})\.age|keys/([0-9A-Za-z_-]{1,40})\.signed)")


def intent_name(name: str) -> str:
    """Return the name of the intent of a write of this name: ``locks/7K3F9Q.intent``."""
    return f"locks/{bare(name).rpartition('/')[2]}.intent"


def record_of(names: Sequence[str]) -> str:
    """Return the record that the names of a signed write share: ``7K3F9Q``.

    Raises ``ValueError`` unless these are at most three different names of keys, case and cover sheet.
    """
    found = [_NAME.fullmatch(name) for name in names]
    records = {match[1] or match[2] for match in found if match}
    if not all(found) or len(records) != 1 or len({*names}) != len(names) or len(names) > _MOST_NAMES:
        raise ValueError(names)
    return records.pop()


def check_together(changes: Sequence[Change]) -> None:
    """Raise ``ValueError`` unless these changes of several names may be one signed write."""
    record_of([change.name for change in changes])
    if any(change.data is None for change in changes):
        raise ValueError(changes)


def intent_for(changes: Sequence[Change], signer: Signer) -> bytes:
    """Return the intent of these changes; each of them has new bytes."""
    words = [TITLE]
    for change in changes:
        data = change.data or b""
        words += [
            change.name,
            change.seen or "",
            digest_of(data),
            str(len(data)),
            change.by,
            _keep_text(change),
        ]
    head = {"by": signer.who, "signature": signer.signature(words), "words": words}
    return json.dumps(head).encode() + b"\n" + b"".join(change.data or b"" for change in changes)


GARBAGE = Unfinished("", (), "", (), "otherwise")
"""What an intent is that no program of this kind wrote: a write without changes and without an author."""


def read_intent(data: bytes, record: str) -> Unfinished:
    """Return the write of the intent of ``record``, as if none of its changes were made yet.

    Anybody who can write in the folder can put an intent there, so nothing in it is used before its form was
    checked. What has another form, or has names of another record, is ``GARBAGE``.
    """
    try:
        head, _, rest = data.partition(b"\n")
        signed = json.loads(head)
        by, signature, words = signed["by"], signed["signature"], signed["words"]
        texts = (by, signature, *words)
        if not all(isinstance(text, str) and text.isprintable() for text in texts) or words[0] != TITLE:
            raise ValueError(TITLE)
        changes = _changes(words[1:], rest)
        if record_of([change.name for change in changes]) != record:
            raise ValueError(record)
        return Unfinished(by, tuple(words), signature, tuple(changes), "nothing")
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return GARBAGE


def _changes(words: Sequence[str], rest: bytes) -> list[Change]:
    changes, place = [], 0
    for number in range(0, len(words), _WORDS):
        name, before, after, length, by, keep = words[number : number + _WORDS]
        data = rest[place : place + int(length)]
        if digest_of(data) != after or not length.isdecimal() or " " in by:
            raise ValueError(name)
        place += int(length)
        changes.append(Change(name, data, before, by, _read_keep(keep), twice=keep == "twice"))
    return changes


def with_progress(unfinished: Unfinished, digests: Mapping[str, str]) -> Unfinished:
    """Return the same write with ``stands`` set, by the present ``digests`` of its names."""
    done = [digests.get(new.name, "") == digest_of(new.data or b"") for new in unfinished.changes]
    undone = [digests.get(new.name, "") == new.seen for new in unfinished.changes]
    stands: Stands = "partly"
    if not done or not all(new or old for new, old in zip(done, undone, strict=True)):
        stands = "otherwise"
    elif all(done):
        stands = "all"
    elif all(undone):
        stands = "nothing"
    return replace(unfinished, stands=stands)


def _keep_text(change: Change) -> str:
    keep = change.keep
    if keep is None:
        return "none"
    return ("twice" if change.twice else "every") if keep == EVERY else f"{keep.hours} {keep.days}"


def _read_keep(text: str) -> Keep | None:
    if text in ("none", "every", "twice"):
        return None if text == "none" else EVERY
    hours, days = text.split(" ")
    return Keep.of({"hours": int(hours), "days": int(days)})
