"""One case of Mary's, and an act as slow as a test wants."""

import threading

from casetui.data.casefile import CaseFile

NUMBER = "AB2345"


def a_case(office, *records, name="Aoife Nolan", **head):
    """Keep a case with an intake and ``records`` under ``NUMBER``."""
    office.case(NUMBER, name, lambda b: b.assigned().intake().put(*records), **head)


class Slow:
    """An act that lasts until the test sets ``go``, ten seconds at most."""

    def __init__(self, answer=None):
        self.go = threading.Event()
        self.calls = 0
        self.answer = answer

    def __call__(self, *args, **kwargs):
        self.calls += 1
        self.go.wait(10)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def damaged(office):
    """Write a contact of the case to the disk that its model refuses."""
    vault = office.seen_by("mary")
    file = CaseFile.load(vault, f"cases/{NUMBER}").copy()
    next(iter(file.tables["contact"].values()))["on"] = "some day"
    file.save(vault, "mary", office.now)
