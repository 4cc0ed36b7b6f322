"""What comes in from other systems. An import costs one file and one line here.

The file has a ``SYSTEM``: how the system is called, and what reads its export.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from casetui.words import N_

if TYPE_CHECKING:
    from casetui.exchange.stays import System

IMPORTS = {
    "hmis": N_("a HUD HMIS CSV export"),
}
"""The systems whose exports can be imported: the name of each one's module here, and what its export is."""


def system_of(key: str) -> System:
    """Return the system of that name; its module is imported only now, for ``--help`` starts without."""
    found: System = import_module(f"casetui.exchange.{key}").SYSTEM
    return found
