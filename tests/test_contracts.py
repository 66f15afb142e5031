"""Each import contract of pyproject.toml is seen to hold, and seen to fail when something is planted that breaks it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
TREE = ("rules", "console", "server", "tests/may_import.py", "pyproject.toml")

# One violation for each contract, by its id: the file it is planted in, and the line. `ui-chains` has its own test.
VIOLATIONS = {
    "apart": ("console/planted.py", "import server.database"),
    "rules": ("rules/planted.py", "import numpy"),
    "rules-wire": ("rules/wire/planted.py", "import numpy"),
    "rules-pack": ("rules/pack/planted.py", "import shapely"),
    "rules-grid": ("rules/grid/planted.py", "import msgspec"),
    "rules-gazetteer": ("rules/gazetteer/planted.py", "import shapely"),
    "rules-geocoder": ("rules/geocoder/planted.py", "import msgspec"),
    "facts": ("console/facts/planted.py", "from PySide6.QtCore import QObject"),
    "models": ("console/models/planted.py", "from PySide6.QtCore import QObject"),
    "desk": ("console/desk/planted.py", "import console.sync"),
    "store": ("console/store/planted.py", "from PySide6.QtWidgets import QWidget"),
    "sync": ("console/sync/planted.py", "import console.models"),
    "workers": ("console/sync/workers/planted.py", "from PySide6 import QtWidgets"),
    "board": ("console/board/planted.py", "import requests"),
    "ui": ("console/ui/planted.py", "import console.store"),
    "app": ("console/planted.py", "import console.app"),
    "server-without-qt": ("server/planted.py", "from PySide6.QtCore import QObject"),
    "server-downwards": ("server/database/planted.py", "import server.app"),
    "simulator": ("server/simulator/planted.py", "import server.database"),
}


def contracts() -> dict[str, str]:
    """The names of all contracts by their ids."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


def copy_tree(folder: Path) -> None:
    """A copy of what import-linter reads."""
    for part in TREE:
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target, ignore=lambda _, names: [n for n in names if not _is_code(n)])
        else:
            shutil.copy(ROOT / part, target)


def _is_code(name: str) -> bool:
    return name.endswith(".py") or ("." not in name and name != "__pycache__")


def plant(folder: Path, place: str, line: str) -> None:
    """Put a line at the end of a module; where the place's module is a file, at the end of that file."""
    file = folder / place
    if file.parent.is_dir():
        target = file
    elif file.parent.with_suffix(".py").is_file():
        target = file.parent.with_suffix(".py")
    else:  # the package is still to be written: plant it whole
        file.parent.mkdir(parents=True)
        target = file.parent / "__init__.py"
    with target.open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")


def verdicts(folder: Path) -> dict[str, str]:
    """What lint-imports says of each contract: KEPT or BROKEN, by the contract's name."""
    linter = Path(sys.executable).with_name("lint-imports")
    asked = subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    found = {}
    for line in asked.stdout.splitlines():
        name, _, verdict = line.strip().rpartition(" ")
        if verdict in {"KEPT", "BROKEN"}:
            found[name] = verdict
    assert found, asked.stdout + asked.stderr
    return found


def broken(folder: Path) -> set[str]:
    """The ids of the contracts that a tree breaks."""
    found = verdicts(folder)
    return {contract for contract, name in contracts().items() if found[name] == "BROKEN"}


def test_the_tree_keeps_every_contract() -> None:
    assert verdicts(ROOT) == dict.fromkeys(contracts().values(), "KEPT")


def test_every_contract_is_seen_to_fail(tmp_path: Path) -> None:
    copy_tree(tmp_path)
    for place, line in VIOLATIONS.values():
        plant(tmp_path, place, line)
    assert broken(tmp_path) >= set(VIOLATIONS)
    assert set(contracts()) == {*VIOLATIONS, "ui-chains"}


def test_a_chain_from_the_windows_to_the_files_is_seen(tmp_path: Path) -> None:
    copy_tree(tmp_path)
    plant(tmp_path, "console/ui/planted.py", "import console.enquiries")
    plant(tmp_path, "console/enquiries/planted.py", "import sqlalchemy")
    assert broken(tmp_path) == {"board", "ui-chains"}
