import pytest

from tests.screens.office import Office


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A small agency on disk; whatever the program caches stays in the test's own folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Office(tmp_path / "vault", tmp_path / "cache" / "casetui")
