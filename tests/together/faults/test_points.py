"""Each named point is a place of the shipped source; a process that comes by there dies at once, and says where."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.programs import ROOT
from tests.together.faults.l3.points import BY_NAME, points

ALL = points()


def test_names_are_unique_and_both_sides_have_many() -> None:
    assert len(BY_NAME) == len(ALL)
    assert len(points("console")) >= 24
    assert len(points("server")) >= 18


@pytest.mark.parametrize("point", ALL, ids=[point.called for point in ALL])
def test_a_point_is_in_the_source(point) -> None:
    _, _, found = point.place()
    assert callable(found)
    assert point.when in {"before", "after"}
    assert point.passes >= 1
    module = point.target.partition(".")[0]
    assert module in {point.side, "sqlalchemy"}


def run(tmp_path: Path, point: str, number: int, code: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "program.py").write_text(code, encoding="utf-8")
    launch = [sys.executable, "-m", "tests.together.faults.l3.launch", point, str(number), str(tmp_path / "note")]
    known = {"PYTHONPATH": f"{ROOT}:{tmp_path}", "PATH": "/usr/bin:/bin"}
    return subprocess.run([*launch, "program"], cwd=ROOT, env=known, capture_output=True, text=True, check=False)


APPENDS = """
from pathlib import Path
from console.models.disk import Disk
for each in (b"1", b"2", b"3"):
    Disk().append(Path({file!r}), each)
print("alive")
"""


@pytest.mark.parametrize(("number", "written"), [(1, b"1"), (3, b"123")])
def test_a_process_dies_at_its_pass_after_the_deed(tmp_path: Path, number: int, written: bytes) -> None:
    file = tmp_path / "lines"
    ran = run(tmp_path, "console.disk-append", number, APPENDS.format(file=str(file)))
    assert ran.returncode == -9
    assert file.read_bytes() == written
    named, pid = (tmp_path / "note").read_text().split()
    assert named == "console.disk-append"
    assert int(pid) > 1


def test_who_does_not_come_by_so_often_lives(tmp_path: Path) -> None:
    ran = run(tmp_path, "console.disk-append", 4, APPENDS.format(file=str(tmp_path / "lines")))
    assert (ran.returncode, ran.stdout) == (0, "alive\n")
    assert not (tmp_path / "note").exists()
