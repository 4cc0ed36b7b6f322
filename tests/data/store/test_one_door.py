"""One module opens files: nothing else that handles a vault opens, lists, renames or removes any.

A path that is opened by itself follows links, and a vault's folder is shared. So what handles the vault has
only ``Files``, which opens each part of a name relative to the folder before it.
"""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3] / "casetui"
DOORS = {"data/store/files.py", "data/store/plain.py", "data/store/locks.py"}
"""The modules that open files."""
NAMED_BY_THE_PERSON = {
    "exchange/table.py": "an export that the person names on the command line, outside every vault",
    "exchange/worker_map.py": "the list of people of an import, which the person names too",
    "exchange/hmis.py": "the folder of an export",
    "commands/out.py": "the size of the terminal",
    "data/keys/passphrases.py": "the list of the most used passphrases, which is a part of the program",
}
"""Other modules that may, and what they open."""
ROOMS = ("data", "keeping", "desk", "commands", "exchange", "demo", "screens", "plain")
IMPORTED = {
    "__future__", "anyascii", "argparse", "base64", "casetui", "collections", "contextlib", "contextvars",
    "copy", "dataclasses", "datetime", "dateutil", "decimal", "enum", "errno", "functools", "gc", "getpass",
    "hashlib", "itertools", "json", "nacl", "platformdirs", "pwd", "pydantic", "pydantic_core", "pyrage",
    "random", "rapidfuzz", "re", "rich", "secrets", "signal", "stat", "stdnum", "textual", "textwrap",
    "threading", "time", "tinydb", "types", "typing", "unicodedata", "uuid", "weakref", "zoneinfo",
}  # fmt: skip
"""The modules that others may import as they like: none of them opens a file that its caller names."""
ONLY = {
    "os": {"urandom", "strerror", "fsencode", "sync", "environ", "stat_result"},
    "sys": {
        "argv",
        "byteorder",
        "exit",
        "flags",
        "platform",
        "stderr",
        "stdin",
        "stdout",
        "intern",
        "exc_info",
    },
    "io": {"BytesIO", "TextIOWrapper", "UnsupportedOperation"},
    "pathlib": {"Path", "PurePath", "PurePosixPath"},
    "importlib": {"import_module"},
}
"""What may be used of modules that open files too; all else there takes a path, or a descriptor."""
IMPORTERS = {"desk/requests/__init__.py", "exchange/__init__.py"}
"""The modules that import others by a name that is put together: each of a folder of the program."""
BUILT_IN = {"open", "exec", "eval", "compile", "__import__", "__builtins__", "__loader__", "globals"}
OF_PATHS = {
    "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "rmdir", "mkdir", "touch", "chmod",
    "lchmod", "rename", "iterdir", "glob", "rglob", "walk", "stat", "lstat", "is_dir", "is_symlink",
    "is_fifo", "is_socket", "is_mount", "symlink_to", "hardlink_to", "link_to", "readlink", "samefile",
    "copy_into", "move_into",
}  # fmt: skip
"""Methods of a path that reach the disk. Some of ``Files`` have other names, so that these are told apart."""
HAS_OPEN = ("row", "done", "_seals", "seals", "entrance", "step", "_fetch()")
"""What has an ``open`` that opens no file: a row, the count of an import, a seal, the way in of a person."""


def wrong(source: str, module: str = "") -> list[str]:
    """Return what a module uses that only the doors may; ``module`` is its path, where it has one."""
    tree = ast.parse(source)
    parents = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names if not _may_import(one)]
        elif isinstance(node, ast.ImportFrom):
            found += _wrong_names(node, module)
        elif isinstance(node, ast.Name):
            found += _wrong_name(node, parents[id(node)])
        elif isinstance(node, ast.Attribute):
            found += _wrong_attribute(node)
        elif isinstance(node, ast.Call):
            found += _wrong_call(node)
    return found


def _may_import(one: ast.alias) -> bool:
    """Return whether a module may be imported whole, by its own name."""
    top = one.name.split(".")[0]
    if top in ONLY:  # under another name its uses could not be told
        return one.name == top != "importlib" and one.asname is None
    return top in IMPORTED and not one.name.startswith("casetui.data.store")


def _wrong_names(node: ast.ImportFrom, module: str) -> list[str]:
    names, top = {one.name for one in node.names}, (node.module or "").split(".")[0]
    may = names <= ONLY[node.module] if node.module in ONLY else top in IMPORTED
    if node.module == "importlib" and module not in IMPORTERS:
        may = False
    if top == "casetui" and names & {*ONLY, "shutil", "fcntl"}:  # a door's own
        may = False
    if (node.module or "").startswith("casetui.data.store") and not _allowed(node):
        may = False
    return [] if may and "*" not in names else [f"{node.module}: {', '.join(sorted(names))}"]


def _allowed(node: ast.ImportFrom) -> bool:
    """Return whether only names, sizes and errors are imported from the doors, or ``Files`` itself."""
    if node.module in ("casetui.data.store.plain", "casetui.data.store.locks"):
        names = {one.name for one in node.names}
        return names <= {
            "ABANDONED_SECONDS", "OTHER", "NoFile", "SeveralNames", "TooLarge", "half_written", "Hold",
        }  # fmt: skip
    return not (node.module == "casetui.data.store" and {one.name for one in node.names} & {"plain", "locks"})


def _wrong_name(node: ast.Name, parent: ast.AST) -> list[str]:
    """A module that opens files too is used by its parts alone, so that each can be told."""
    if node.id in BUILT_IN and isinstance(node.ctx, ast.Load):
        return [node.id]
    part = parent.attr if isinstance(parent, ast.Attribute) else ""
    return [f"{node.id}.{part}"] if node.id in ONLY and part not in ONLY[node.id] else []


def _wrong_attribute(node: ast.Attribute) -> list[str]:
    receiver = ast.unparse(node.value)
    not_open = node.attr == "open" and receiver.split(".")[-1] not in HAS_OPEN
    reaches = node.attr in {*OF_PATHS, *ONLY, "__import__", "__loader__"}
    return [f"{receiver}.{node.attr}"] if reaches or not_open else []


def _wrong_call(node: ast.Call) -> list[str]:
    if isinstance(node.func, ast.Name) and node.func.id in ("getattr", "attrgetter", "methodcaller"):
        named = {one.value for one in node.args if isinstance(one, ast.Constant)}
        return [ast.unparse(node)] if named & {*OF_PATHS, *BUILT_IN, "replace", "exists"} else []
    if not isinstance(node.func, ast.Attribute):
        return []
    name, receiver = node.func.attr, ast.unparse(node.func.value)
    if name == "is_file" and not node.args:  # that of ``Files`` takes a name
        return [f"{receiver}.is_file"]
    ours = receiver.endswith(("key_file", "file", "_file(person_folder)"))
    if name == "exists" and not node.args and not ours:
        return [f"{receiver}.exists"]
    if name in ("owner", "group") and not node.args:
        return [f"{receiver}.{name}"]
    if name == "replace" and len(node.args) == 1:  # that of a path: a text has two
        keyed = {one.arg for one in node.keywords}
        return [f"{receiver}.replace"] if not keyed and receiver != "" else []
    return []


def modules() -> list[str]:
    paths = [HOUSE / "app.py", *(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))]
    return sorted(str(path.relative_to(HOUSE)) for path in paths)


@pytest.mark.parametrize("module", modules())
def test_only_the_doors_open_files(module):
    if module in DOORS or module in NAMED_BY_THE_PERSON:
        return
    assert wrong((HOUSE / module).read_text("utf-8"), module) == []


@pytest.mark.parametrize(
    "line",
    [
        "open('x')", "path.open()", "path.open('rb')", "import shutil", "from shutil import rmtree",
        "from os import open", "import os\nos.open('x', 0)", "import os\nos.replace('x', 'y')",
        "import os\nos.path.exists('x')", "path.read_bytes()", "path.write_text('x')", "path.unlink()",
        "path.rename(other)", "path.replace(other)", "path.chmod(0)", "path.exists()", "list(path.glob('*'))",
        "io.open(path)", "path.is_file()",
        "path.iterdir()", "path.mkdir()", "import fcntl", "import subprocess", "path.is_dir()",
        "from casetui.data.store.plain import read_whole", "from casetui.data.store import plain",
        "import codecs\ncodecs.open('x')", "from codecs import open as o", "import io\nio.open('x')",
        "import io\nio.FileIO('x')", "from io import FileIO", "from io import open_code", "import _io",
        "import builtins\nbuiltins.open('x')", "__builtins__['open']('x')", "read = open\nread('x')",
        "list(map(open, names))", "path.open(mode)", "path.open(mode='rb')", "read = path.open\nread()",
        "import os\ngetattr(os, 'open')('x', 0)", "import os\nname = 'op' + 'en'\ngetattr(os, name)('x', 0)",
        "import os\nos.fdopen(3)", "import os\nos.__dict__['open']", "import os as o\no.open('x', 0)",
        "import os\no = os\no.open('x', 0)", "from os import replace as r", "from os import path",
        "import os.path", "import os.path as p\np.exists('x')", "from os import *", "import posix",
        "import shutil as s\ns.rmtree('x')", "from shutil import move as m", "import tempfile",
        "import sys\nsys.modules['os'].open('x', 0)", "from sys import modules",
        "from operator import methodcaller",
        "from importlib import import_module\nimport_module('os')",
        "import importlib\nimportlib.import_module('os')",
        "read = Path.read_bytes\nread(path)", "getattr(path, 'read_bytes')()", "getattr(path, 'open')()",
        "from casetui.data.store.plain import os", "from casetui.data.store.files import os",
        "from casetui.data.store import files\nfiles.os.open('x', 0)", "import casetui.data.store.plain",
        "import casetui.data.store.plain as p", "exec('open(1)')", "eval('open')",
        "compile('open', '', 'eval')",
        "path.owner()", "import mmap", "import numpy",
    ],
)  # fmt: skip
def test_whoever_opens_a_file_past_them_is_found(line):
    assert wrong(line) != []


@pytest.mark.parametrize(
    "line",
    [
        "import os\nos.urandom(4)", "from io import BytesIO", "from pathlib import Path", "row.open",
        "done.open += 1",
        "self._seals.open(name, data)", "text.replace('a', 'b')", "at.replace(microsecond=0)", "key.group",
        "files.is_file('cases')", "files.exists('cases')", "getattr(record, name)", "from sys import stderr",
    ],
)  # fmt: skip
def test_what_opens_no_file_is_not_found(line):
    assert wrong(line) == []


def test_every_exception_is_still_one():
    assert all((HOUSE / module).is_file() for module in {*DOORS, *NAMED_BY_THE_PERSON})
    assert all(wrong((HOUSE / module).read_text("utf-8")) for module in DOORS)
