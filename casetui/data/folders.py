"""The folders for data and caches of the person who runs the program, as their system names them."""

from __future__ import annotations

from pathlib import Path

APP = "casetui"


def data_folder() -> Path:
    """Return the person's data folder for this program."""
    from platformdirs import user_data_path

    return user_data_path(APP)


def cache_folder() -> Path:
    """Return the folder of the person's own registers, which can always be rebuilt."""
    from platformdirs import user_cache_path

    return user_cache_path(APP)
