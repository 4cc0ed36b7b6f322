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
}
"""Other modules that may, and what they open."""
ROOMS = ("data", "keeping", "desk", "commands", "exchange", "demo", "screens", "plain")
MODULES = {
    "shutil", "tempfile", "glob", "fcntl", "filelock", "mmap", "subprocess", "fileinput", "dbm",
    "shelve", "sqlite3", "pickle", "linecache", "zipfile", "tarfile", "ctypes", "posix", "runpy",
}  # fmt: skip
"""Modules that open files, or call the system by themselves."""
OF_OS = {"urandom", "strerror", "fsencode", "sync", "environ", "stat_result"}
"""What may be used of the module ``os``; all else there takes a path, or a descriptor."""
OF_PATHS = {
    "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "rmdir", "mkdir", "touch", "chmod",
    "lchmod", "rename", "iterdir", "glob", "rglob", "walk", "stat", "lstat", "is_dir", "is_symlink",
    "is_fifo", "is_socket", "is_mount", "symlink_to", "hardlink_to", "link_to", "readlink", "samefile",
    "owner", "group", "copy_into", "move_into",
}  # fmt: skip
"""Methods of a path that reach the disk. Some of ``Files`` have other names, so that these are told apart."""


def wrong(source: str) -> list[str]:
    """Return what a module uses that only the doors may."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names if one.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module for _ in [0] if (node.module or "").split(".")[0] in {*MODULES, "os"}]
            if (node.module or "").startswith("casetui.data.store") and not _allowed(node):
                found.append(f"{node.module}: {', '.join(one.name for one in node.names)}")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            found += [f"os.{node.attr}"] if node.attr not in OF_OS else []
        elif isinstance(node, ast.Call):
            found += _wrong_call(node)
    return found


def _allowed(node: ast.ImportFrom) -> bool:
    """Return whether only names, sizes and errors are imported from the doors, or ``Files`` itself."""
    if node.module in ("casetui.data.store.plain", "casetui.data.store.locks"):
        names = {one.name for one in node.names}
        return names <= {
            "ABANDONED_SECONDS", "OTHER", "NoFile", "SeveralNames", "TooLarge", "half_written", "Hold",
        }  # fmt: skip
    return not (node.module == "casetui.data.store" and {one.name for one in node.names} & {"plain", "locks"})


def _wrong_call(node: ast.Call) -> list[str]:
    if isinstance(node.func, ast.Name):
        return [node.func.id] if node.func.id in ("open", "exec", "eval", "__import__") else []
    if not isinstance(node.func, ast.Attribute):
        return []
    name, receiver = node.func.attr, ast.unparse(node.func.value)
    if name in OF_PATHS:
        return [f"{receiver}.{name}"]
    if name == "is_file" and not node.args:  # that of ``Files`` takes a name
        return [f"{receiver}.is_file"]
    ours = receiver.endswith(("key_file", "file", "_file(person_folder)"))
    if name == "exists" and not node.args and not ours:
        return [f"{receiver}.exists"]
    # A seal, a register and an output have an ``open`` too; that of a path takes a mode or nothing.
    modes = [one for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if name == "open" and (modes or node.keywords or not node.args or receiver == "io"):
        return [f"{receiver}.open"]
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
    assert wrong((HOUSE / module).read_text("utf-8")) == []


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
    ],
)  # fmt: skip
def test_whoever_opens_a_file_past_them_is_found(line):
    assert wrong(line) != []


def test_every_exception_is_still_one():
    assert all((HOUSE / module).is_file() for module in {*DOORS, *NAMED_BY_THE_PERSON})
    assert all(wrong((HOUSE / module).read_text("utf-8")) for module in DOORS)
