"""Files by a person without a key, and garbage: the other cases can still be read."""

import json

import pytest

from casetui.data.errors import NotWhole, VaultError
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import Readers, RevisionHead, read_signed, seal, signed
from casetui.data.store.former import digest_of
from casetui.desk.acts.cases import open_case
from casetui.desk.lists import problems
from tests.screens.office import NOW, Office


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path / "vault", tmp_path / "cache")
    for number in ("AB2345", "CD2345"):
        found.case(number, f"Client {number}", lambda b: b.intake().assigned())
    return found


def about(**changes):
    given = {
        "name": "cases/AB2345", "revision": 1, "former": "", "by": "mary", "at": NOW.isoformat(),
        "digest": digest_of(b"x"),
    }  # fmt: skip
    return given | changes


@pytest.mark.parametrize(
    "line",
    [
        about(at="x"), about(at=5), about(at="2026-11-21T10:00:00"), about(by="\ud800"), about(by=["mary"]),
        about(revision="1"), about(revision=True), about(digest=5), about(more=1), [], 5, None,
    ],
)  # fmt: skip
def test_what_a_revision_says_of_itself_is_as_it_should_be_or_it_is_damaged(line):
    with pytest.raises(NotWhole):
        read_signed("cases/AB2345", json.dumps(line).encode() + b"\nsignature\nx")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"[" * 100_000, b"[" * 100_000 + b"\n\n", b"\xff\n\n"])
def test_garbage_is_damaged(data):
    with pytest.raises(NotWhole):
        read_signed("cases/AB2345", data)


@pytest.mark.parametrize("content", [b"[" * 100_000, b"5", b"{}", b'{"_file": 5}', b"\x00"])
def test_a_case_of_garbage_that_a_stranger_signed_and_sealed_is_a_row_that_says_so(office, content):
    key = next(key for key in office.desk().agency_file.group_keys if key.group == "north")
    line = RevisionHead("cases/CD2345", 2, "", "mary", NOW.isoformat(), digest_of(content))
    (office.folder / "cases/CD2345.age").write_bytes(
        seal(signed(line, content, Keys.make())[1], [key.public])
    )
    desk = office.desk()
    assert desk.register.rows["AB2345"].name == "Client AB2345"
    assert [row.number for row in problems(desk)] == ["CD2345"]
    with pytest.raises(VaultError):
        open_case(desk, "CD2345")


@pytest.mark.parametrize(
    "cover", [{"number": "AB2345"}, {"number": []}, {"method": []}, {"team": "south"}, {"manager": 5}]
)
def test_a_lying_cover_sheet_hides_no_case_from_who_can_open_it(office, cover):
    vault = office.seen_by("priya")
    name = "covers/CD2345"
    told = json.loads(vault.read(name).data) | cover
    vault.write(name, json.dumps(told).encode(), vault.read(name), NOW, Readers())
    desk = office.desk("mary")
    assert desk.register.rows["CD2345"].name == "Client CD2345"
    assert desk.register.rows["AB2345"].name == "Client AB2345"


def test_a_case_file_under_anothers_name_inside_is_damaged(office):
    vault = office.seen_by("mary")
    file = office.read("CD2345").copy()
    file.put(file.case.model_copy(update={"number": "AB2345"}))
    file.save(vault, "mary", NOW)
    with pytest.raises(VaultError):
        open_case(office.desk(), "CD2345")
