"""Chooses the store on which a vault stands by its place: the one module that names every kind of store."""

from __future__ import annotations

from pathlib import Path

from casetui.data.errors import VaultError
from casetui.data.store.base import Store
from casetui.data.store.files import Files
from casetui.data.store.folder import FolderStore
from casetui.data.store.upkeep import Upkeep
from casetui.words import N_, say


def store_at(place: Path) -> Store:
    """Return the store at a place, whether or not a vault stands on it: a folder."""
    return FolderStore(place)


def make_store_at(place: Path) -> Store:
    """Make what a new vault needs at a place, such as its folders; return the store. Raises ``OSError``."""
    Files(place, own=True).make()
    store = FolderStore(place)
    Upkeep(store).make_folders()
    return store


def upkeep_of(store: Store) -> Upkeep:
    """Return the upkeep of a store that is a folder; raise ``VaultError`` for another, which has its own."""
    if not isinstance(store, FolderStore):
        raise VaultError(say(N_("This vault does not lie in a folder: its own tools keep it in order.")))
    return Upkeep(store)
