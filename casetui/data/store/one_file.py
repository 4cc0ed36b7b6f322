"""One file of a person's own: their pin, their known revisions, their register."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from casetui.data.store.files import Files


@dataclass(frozen=True)
class OneFile:
    """One of some files: its own folder's other files do not matter to who has it."""

    files: Files
    name: str

    @classmethod
    def at(cls, path: Path) -> OneFile:
        """Return a person's own file, in a folder that the person or the system named."""
        return cls(Files(path.parent, own=True), path.name)

    @property
    def path(self) -> Path:
        """The path, for sentences."""
        return self.files.path(self.name)

    def exists(self) -> bool:
        """Return whether there is such a file, or another thing in its place."""
        return self.files.exists(self.name)

    def read(self) -> bytes:
        """Return the file's bytes; raise ``OSError``."""
        return self.files.read(self.name)[0]

    def write(self, data: bytes) -> None:
        """Write the file durably, and make its folder where that is missing; raise ``OSError``."""
        self.files.make()
        self.files.write(self.name, data)

    def append(self, line: str) -> None:
        """Append a line; raise ``OSError``."""
        self.files.append(self.name, line)

    def remove(self) -> None:
        """Remove the file, where it exists; raise ``OSError``."""
        self.files.remove(self.name)
