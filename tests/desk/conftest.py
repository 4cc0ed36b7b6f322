import pytest

from tests.screens.office import Office


@pytest.fixture
def office(tmp_path):
    """A small agency on disk with two teams."""
    return Office(tmp_path / "vault", tmp_path / "cache")
