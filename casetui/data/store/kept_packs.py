"""The versions of method packs that a vault keeps, so that its cases can always be read by them."""

from __future__ import annotations

from pathlib import Path

from casetui.data.errors import VaultError, cannot
from casetui.data.store.durable import make_folder, write_whole


class Packs:
    """The kept packs of the vault in ``folder``."""

    folder: Path
    _mode: int

    @property
    def folder_mode(self) -> int:
        """The rights of every folder in this vault."""
        raise NotImplementedError

    def pack_folder(self, version: str) -> Path:
        """Return the folder in which one version of a method's packs is kept."""
        return self.folder / "packs" / version

    def keep_pack(self, version: str, texts: dict[str, str]) -> None:
        """Keep one version of a method's packs, by file name, so that its cases can always be read by it."""
        folder = self.pack_folder(version)
        missing = {name: text for name, text in texts.items() if not (folder / name).exists()}
        try:
            if missing:
                make_folder(folder, self.folder_mode)
            for name, text in missing.items():
                write_whole(folder / name, text.encode(), self._mode)
        except OSError as error:
            raise VaultError(cannot("write", folder, error)) from error
