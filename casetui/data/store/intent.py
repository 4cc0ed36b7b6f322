"""Intents: before a folder store writes several files together, it writes down what it is about to write.

An intent is one file: a line of JSON with the author, the signature and the signed words, then the new bytes
of each file, one after another. The words are ``casetui intent`` and, for each file, its name, its digests
before and after, its number of bytes, the worker id for the journal's line, and how long its former revision
is kept::

    {"by": "mary", "signature": "…", "words": ["casetui intent",
     "keys/7K3F9Q.signed", "", "0a1b…", "812", "mary", "every", "cases/7K3F9Q.age", "9f3e…", …]}
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from casetui.data.store.base import EVERY, Change, Keep, Signer, Stands, Unfinished, digest_of

TITLE = "casetui intent"
_WORDS = 6
"""The number of words for each file."""


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
            _keep_text(change.keep),
        ]
    head = {"by": signer.who, "signature": signer.signature(words), "words": words}
    return json.dumps(head).encode() + b"\n" + b"".join(change.data or b"" for change in changes)


def read_intent(data: bytes) -> Unfinished:
    """Return the write of an intent, as if none of its changes were made yet.

    For garbage this is a write without changes and without an author.
    """
    try:
        head, _, rest = data.partition(b"\n")
        signed = json.loads(head)
        by, signature, words = signed["by"], signed["signature"], signed["words"]
        if not all(isinstance(word, str) for word in (by, signature, *words)) or words[0] != TITLE:
            raise ValueError(TITLE)
        return Unfinished(by, tuple(words), signature, tuple(_changes(words[1:], rest)), "nothing")
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return Unfinished("", (), "", (), "otherwise")


def _changes(words: Sequence[str], rest: bytes) -> list[Change]:
    changes, place = [], 0
    for number in range(0, len(words), _WORDS):
        name, before, after, length, by, keep = words[number : number + _WORDS]
        data = rest[place : place + int(length)]
        if digest_of(data) != after or ".." in name or name.startswith("/") or "\0" in name:
            raise ValueError(name)
        place += int(length)
        changes.append(Change(name, data, before, by, _read_keep(keep)))
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


def _keep_text(keep: Keep | None) -> str:
    if keep is None:
        return "none"
    return "every" if keep == EVERY else f"{keep.hours} {keep.days}"


def _read_keep(text: str) -> Keep | None:
    if text in ("none", "every"):
        return EVERY if text == "every" else None
    hours, days = text.split(" ")
    return Keep.of({"hours": int(hours), "days": int(days)})
