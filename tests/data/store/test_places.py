"""One module names the kinds of store: all others work on whatever store a vault stands on."""

import ast

from tests.data.store.test_one_door import HOUSE

NAMES_STORES = {"casetui.data.store.folder", "casetui.data.store.memory"}


def imported(source):
    return {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}


def test_nothing_but_the_choice_of_a_store_names_one():
    naming = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if imported(path.read_text()) & NAMES_STORES
    }
    inside = {"data/store/new_files.py", "data/store/settling.py", "data/store/upkeep.py"}
    assert naming == {"data/store/places.py", *inside}, "the other three are parts of the folder store"
