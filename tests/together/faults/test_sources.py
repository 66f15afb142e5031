"""What a level uses of the harness and of the console counts for its units, and nothing else does."""

import subprocess
import sys
from pathlib import Path

from tests.together.faults.sources import PROGRAMS, counts, used_by
from tests.together.faults.units import ROOT, state

_SOURCES = {
    "l1/__main__.py": "from tests.together.faults.tally import Tally",
    "l2/__main__.py": "from tests.together.faults.l2 import scripts",
    "l2/scripts/__init__.py": "from tests.together.faults.l2.scripts import files, lines",
    "l2/scripts/files.py": "",
    "l2/scripts/lines.py": "",
    "l3/__main__.py": "LAUNCH = 'tests.together.faults.l3.launch'",
    "l3/launch.py": "from tests.together.faults.l3.points import Point",
    "l3/points.py": "",
    "l3/points.toml": "",
    "l3/failover.py": "",
    "checker/judge.py": "",
    "tally.py": "",
    "mutants.py": "",
    "patches/01.patch": "",
}


_LOADED = """
import sys, tests.together.faults.l1.__main__
for name, module in sys.modules.items():
    if name.split(".")[0] == "console":
        print(module.__file__)
"""


def _harness(folder: Path) -> Path:
    for name, words in _SOURCES.items():
        file = folder / "tests" / "together" / "faults" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words + "\n")
    return folder


def test_a_level_uses_what_its_program_names_directly_or_not(tmp_path: Path) -> None:
    root = _harness(tmp_path)
    l2 = {"l2/__main__.py", "l2/scripts/__init__.py", "l2/scripts/files.py", "l2/scripts/lines.py"}
    assert {module.as_posix() for module in used_by("L1", root)} == {"l1/__main__.py", "tally.py"}
    assert {module.as_posix() for module in used_by("L2", root)} == l2
    assert {module.as_posix() for module in used_by("L3", root)} == {
        "l3/__main__.py",
        "l3/launch.py",
        "l3/points.py",
    }


def test_a_change_counts_for_those_that_use_it(tmp_path: Path) -> None:
    root = _harness(tmp_path)
    levels = (*PROGRAMS, "mutant 01")
    changed = {}
    for name in ("l2/scripts/lines.py", "l3/points.toml", "checker/judge.py", "patches/01.patch", "tally.py"):
        before = {level: state(level, root) for level in levels}
        (root / "tests" / "together" / "faults" / name).write_text(f"# {name}\n")
        changed[name] = [level for level in levels if state(level, root) != before[level]]
    assert changed == {
        "l2/scripts/lines.py": ["L2", "mutant 01"],
        "l3/points.toml": ["L3", "L3 fail-over", "mutant 01"],
        "checker/judge.py": ["L1", "L2", "L3", "L3 fail-over", "mutant 01"],
        "patches/01.patch": ["mutant 01"],
        "tally.py": ["L1", "mutant 01"],
    }


def test_of_our_own_harness_each_level_uses_its_own_rooms() -> None:
    used = {level: {module.as_posix() for module in used_by(level, ROOT)} for level in PROGRAMS}
    assert {"l1/machine.py", "l1/vfs.py", "tally.py", "world.py"} <= used["L1"]
    assert not any(module.startswith(("l2/", "l3/")) for module in used["L1"])
    assert {"l2/scripts/files.py", "l2/scripts/poison.py", "l2/opening.py", "l3/fleet.py"} <= used["L2"]
    assert {"l3/storm.py", "l3/desk_program.py", "l3/launch.py", "l2/proxy.py"} <= used["L3"]
    assert not {"l3/troubles.py", "l3/failover.py", "l2/scripts/files.py", "l1/machine.py"} & used["L3"]
    assert {"l3/troubles.py", "l3/fleet.py", "l3/watch.py"} <= used["L3 fail-over"]


def test_the_programs_themselves_count_for_all() -> None:
    for level in PROGRAMS:
        assert counts(Path("rules/case.py"), level, ROOT)
        assert counts(Path("server/pages/terminal.html"), level, ROOT)
        assert counts(Path("console/desk/desk.py"), level, ROOT)


def test_windows_and_what_qt_ties_together_count_where_they_run() -> None:
    for file in (Path("console/ui/names.py"), Path("console/store/asking.py"), Path("console/enquiries.py")):
        assert [level for level in PROGRAMS if counts(file, level, ROOT)] == ["L2", "L3", "L3 fail-over"]


def test_all_of_the_console_that_virtual_time_loads_counts_for_it() -> None:
    ran = subprocess.run([sys.executable, "-c", _LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = [Path(line).relative_to(ROOT) for line in ran.stdout.splitlines()]
    assert len(loaded) > 50
    assert [file for file in loaded if not counts(file, "L1", ROOT)] == []
