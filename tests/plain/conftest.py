from tests.screens.conftest import office

__all__ = ["office"]
