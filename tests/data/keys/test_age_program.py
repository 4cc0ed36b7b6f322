"""Without this program, the standard age program and the recovery key open every case."""

import json
import shutil
import subprocess

import pytest

from casetui.data.casefile import CaseFile
from tests.screens.office import Office


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_the_age_program_and_the_recovery_key_open_a_case(tmp_path):
    office = Office(tmp_path / "vault", tmp_path / "cache")
    number = office.case("AB2345", "Aoife Nolan")
    identity = tmp_path / "recovery.txt"
    identity.write_text(f"{office.recovery}\n")
    argv = ["age", "--decrypt", "--identity", str(identity), str(office.folder / "cases" / f"{number}.age")]
    opened = subprocess.run(argv, capture_output=True, check=True).stdout
    about, _signature, content = opened.split(b"\n", 2)
    assert json.loads(about)["name"] == f"cases/{number}"
    assert json.loads(content) == CaseFile.load(office.vault, f"cases/{number}").tables
