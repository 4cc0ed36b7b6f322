"""Whatever a file of the vault has become, the command line answers with a sentence."""

import os

import pytest

from casetui.cli import main
from casetui.data.trust import NotWhole
from tests.plain.conftest import office

__all__ = ["office"]

DEEP = b"[" * 100_000 + b"]" * 100_000
GARBAGE = {
    "random bytes": os.urandom(3000),
    "a list": b"[]",
    "a number": b"7",
    "nothing": b"",
    "deep nesting": DEEP,
    "spaces": b" " * 50_000_000,
    "other types": b'{"format": "x", "id": 7}',
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    own = tmp_path_factory.mktemp("garbage")
    with pytest.MonkeyPatch.context() as places:
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
            places.setenv(name, str(own / name.lower()))
        assert main(["demo", "--vault", str(own / "demo"), "--cases", "4", "--no-open"]) == 0
        yield own / "demo"


def first(folder, pattern):
    found = sorted(folder.glob(pattern))
    return found[0] if found else folder / pattern.replace("*", "x")


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize(
    "name",
    ["vault.json", "agency.signed", "openings", "changes", "requests/*.json", "keys/*.signed",
     "demo-keys/mary.key", "covers/*.age", "cases/*.age"],
)  # fmt: skip
def test_agenda_and_check_answer_with_a_sentence(demo, capsys, name, garbage):
    path, content = first(demo, name), GARBAGE[garbage]
    before = path.read_bytes() if path.exists() else None
    contents = [content]
    if name == "agency.signed":  # also below the lines that say whose it is, and in place of the first
        head, line, _ = before.split(b"\n", 2)
        contents += [b"\n".join([head, line, content]), b"\n".join([content, line, _])]
    try:
        for one in contents:
            path.write_bytes(one)
            for command, who in (("agenda", "mary"), ("check", "tom")):
                status = main(["--vault", str(demo), "--as", who, command])
                said = "".join(capsys.readouterr())
                assert status in (0, 1, 2) and said.strip(), (command, status)
                assert "Traceback" not in said and "made a mistake" not in said
    finally:
        path.unlink()
        if before is not None:
            path.write_bytes(before)


@pytest.mark.parametrize("garbage", GARBAGE)
def test_a_pin_that_is_garbage_is_a_sentence(office, garbage):
    own = office.own()
    own.pin_file.path.write_bytes(GARBAGE[garbage])
    with pytest.raises(NotWhole):
        own.pinned()
