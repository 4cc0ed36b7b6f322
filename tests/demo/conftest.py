from tests.desk.conftest import office

__all__ = ["office"]
