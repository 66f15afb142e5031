"""Which sources a level uses: of the harness what its program names, what that names, and so on; L1 not all rooms.

A change anywhere else leaves what the level did as true as it was.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROGRAMS = {"L1": "l1/__main__.py", "L2": "l2/__main__.py", "L3": "l3/__main__.py", "L3 fail-over": "l3/failover.py"}
FOR_ALL = "checker"  # it runs in a process of its own, and imports nothing
ROOMS = frozenset({"__init__.py", "desk", "facts", "models", "sync"})
"""Of the console, what L1 drives: no windows, and no threads that Qt ties together."""
_PACKAGE = ("tests", "together", "faults")
# Imports, and the names of programs to start. Of `from package import a, b` the names may be modules, too.
_NAMED = re.compile(r"tests\.together\.faults((?:\.\w+)*)(?: import ([\w, ]+))?")


def used_by(level: str, root: Path) -> frozenset[Path]:
    """The modules that a level uses, from the folder of the harness on; empty = all, for it names no program."""
    program = PROGRAMS.get(level)
    return _closure(root.joinpath(*_PACKAGE), Path(program)) if program else frozenset()


@cache
def _closure(folder: Path, program: Path) -> frozenset[Path]:
    found, left = {program}, [program]
    while left:
        for named in _named(folder, left.pop()):
            if named not in found:
                found.add(named)
                left.append(named)
    return frozenset(found)


def _named(folder: Path, module: Path) -> Iterator[Path]:
    """The modules of the harness that the text of one names."""
    for dotted, names in _NAMED.findall((folder / module).read_text(encoding="utf-8")):
        base = Path(*dotted.split(".")[1:])
        for each in (base, *(base / name.strip() for name in names.split(","))):
            for file in (each.with_suffix(".py") if each.name else Path("__init__.py"), each / "__init__.py"):
                if (folder / file).is_file():
                    yield file


def counts(file: Path, level: str, root: Path) -> bool:
    """Whether a source, from the root on, belongs to what the level tests with."""
    if level == "L1" and file.parts[0] == "console":
        return file.parts[1] in ROOMS
    used = used_by(level, root)
    if not used or file.parts[: len(_PACKAGE)] != _PACKAGE:
        return True
    here = Path(*file.parts[len(_PACKAGE) :])
    is_data = file.suffix != ".py" and any(module.parent == here.parent for module in used)
    return here.parts[0] == FOR_ALL or here in used or (is_data and here.parts[0] != "patches")
