"""Imports: cases from another system's export. A new import costs one file in this folder and one line here.

The file defines ``SYSTEM``: what the other system is called, and the function that reads its export.
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
"""The systems whose exports can be imported: the module of each in this folder, and what its export is."""


def system_of(key: str) -> System:
    """Return the system whose module has the name ``key``.

    The module is imported only now, so that ``casetui --help`` need not wait for it.
    """
    found: System = import_module(f"casetui.exchange.{key}").SYSTEM
    return found
