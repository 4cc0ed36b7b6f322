"""A vault that the system cannot reach for a while: each name leads to itself, as after an expired mount."""

from __future__ import annotations

from pathlib import Path

PARTS = {
    "all of it": (),
    "the agency file": ("agency.signed",),
    "the journal": ("changes",),
    "the cases": ("cases",),
    "keys, covers and requests": ("keys", "covers", "requests"),
    "the access log and its lock": ("openings", "locks"),
}
"""What may be out of reach, by what a person would call it; without names, everything is."""


class Away:
    """Takes files of a folder away and brings them back. The system's error is no "not found" (ELOOP)."""

    def __init__(self, folder: Path, *names: str) -> None:
        self._folder = folder
        self._names = names
        self._taken: list[str] = []

    def go(self) -> None:
        """Put a link to itself in the place of each name."""
        aside = self._folder.with_name(f"{self._folder.name}.away")
        aside.mkdir(exist_ok=True)
        for name in self._names or [path.name for path in self._folder.iterdir()]:
            path = self._folder / name
            if path.exists():
                path.rename(aside / name)
            path.symlink_to(path)
            self._taken.append(name)

    def back(self) -> None:
        """Bring back all that was taken away, if anything is."""
        aside = self._folder.with_name(f"{self._folder.name}.away")
        for name in self._taken:
            (self._folder / name).unlink()
            if (aside / name).exists():
                (aside / name).rename(self._folder / name)
        self._taken.clear()
