"""What a folder is about to write, where that is several files: written down before the first of them.

An intent is one file: a line of JSON that says who signed it and what, then the new bytes of each file, one
after another. The words that are signed are ``casetui intent`` and, for each file, its name, its digests
before and after, how many bytes it has, whom the journal names, and how long its former revision is kept::

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
"""Words for each file."""


def intent_for(changes: Sequence[Change], signer: Signer) -> bytes:
    """Return the intent of these changes, each of which leaves bytes."""
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
    """Return the write that an intent is of, as if nothing of it were in place.

    Of garbage that is a write of nothing, by nobody.
    """
    try:
        head, _, rest = data.partition(b"\n")
        said = json.loads(head)
        by, signature, words = said["by"], said["signature"], said["words"]
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
    """Return the same write with how much of it is in place; ``digests`` are the digests of what is there."""
    done = [digests.get(one.name, "") == digest_of(one.data or b"") for one in unfinished.changes]
    undone = [digests.get(one.name, "") == one.seen for one in unfinished.changes]
    stands: Stands = "partly"
    if not done or not all(one or other for one, other in zip(done, undone, strict=True)):
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


def _read_keep(said: str) -> Keep | None:
    if said in ("none", "every"):
        return EVERY if said == "every" else None
    hours, days = said.split(" ")
    return Keep.of({"hours": int(hours), "days": int(days)})
