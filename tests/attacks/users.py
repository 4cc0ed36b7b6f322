"""Work as other users of the computer, each in a process of their own."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

GROUP = 45_000
"""The number of the vault's group; no group of this number need exist."""
KEEPER, COLLEAGUE, OUTSIDER = 45_001, 45_002, 45_003
"""The numbers of three users, all in the vault's group. The outsider has no key of the agency."""


def as_user(user: int, work: Callable[[], Any]) -> Any:
    """Do some work as a user with this number; return its result, which JSON can hold.

    Raises ``AssertionError`` with the error's text where the work raises. The interpreter may lie where other
    users read nothing, so whatever the work imports has to be imported before.
    """
    read, write = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(read)
            os.setgroups([GROUP])
            os.setgid(user)
            os.setuid(user)
            os.umask(0o022)
            answer = {"result": work()}
            status = 0
        except BaseException:  # whatever happens, this process must not go on as a test
            answer = {"error": traceback.format_exc()}
        with os.fdopen(write, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(status)
    os.close(write)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    answer = json.loads(text or '{"error": "the process ended"}')
    assert "error" not in answer, answer["error"]
    return answer["result"]


def may_be_others() -> str:
    """Return why no work can be done as other users; empty where it can."""
    if os.geteuid() != 0:
        return "only root can become another user"
    packs = Path(__file__).parents[2] / "casetui" / "checklists" / "packs"
    try:
        as_user(OUTSIDER, lambda: len(list(packs.glob("*.toml"))))
    except (AssertionError, OSError):
        return "other users cannot become themselves, or cannot read the program here"
    return "" if as_user(OUTSIDER, lambda: len(list(packs.glob("*.toml")))) else "the program is not readable"
