from tests.screens.conftest import home, office

__all__ = ["home", "office"]
