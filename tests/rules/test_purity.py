"""The rules read no clock, open nothing, draw no chance: the same input gives the same answer everywhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rules

MODULES = sorted(Path(rules.__file__).parent.rglob("*.py"))
OUTSIDE = {"asyncio", "os", "pathlib", "random", "secrets", "shutil", "socket", "subprocess", "threading", "time"}
CALLS = {"open", "input", "print", "now", "today", "utcnow"}


LOCKED = {"decoders.py"}  # they are shared by all threads of a program and change nothing that it sees


def impurities(source: str) -> Iterator[str]:
    """What a module imports or calls that reaches outside."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in OUTSIDE)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in OUTSIDE:
            yield str(node.module)
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in CALLS:
                yield f"{called}()"


@pytest.mark.parametrize("module", MODULES, ids=[str(module.relative_to(MODULES[0].parent)) for module in MODULES])
def test_a_module_of_the_rules_reaches_nothing_outside(module: Path) -> None:
    allowed = ["threading"] if module.name in LOCKED else []
    assert list(impurities(module.read_text(encoding="utf-8"))) == allowed


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import time", ["time"]),
        ("from os.path import join", ["os.path"]),
        ("from datetime import datetime\nat = datetime.now()", ["now()"]),
        ("bytes = open('city.toml').read()", ["open()"]),
        ("import math\nlength = math.hypot(3, 4)", []),
    ],
)
def test_the_check_sees_what_it_looks_for(source: str, found: list[str]) -> None:
    assert list(impurities(source)) == found
