"""Every dependency has a tested version and a reason, and nothing is explained that is no longer used."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def named() -> set[str]:
    """The names of all libraries that pyproject.toml asks for, in one spelling."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return {spelt(re.split(r"[\[<>= ;]", entry)[0]) for entries in lists for entry in entries} - {"griddesk"}


def spelt(name: str) -> str:
    """One spelling: lower case, hyphens."""
    return name.strip().lower().replace("_", "-")


def test_every_dependency_has_a_tested_version() -> None:
    pinned = {spelt(line.split("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert named() - pinned == set()


def test_every_dependency_has_its_reason_and_no_other_is_explained() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    explained = {spelt(name.split(" ")[0]) for row in rows if row not in {"name", "---"} for name in row.split(", ")}
    assert explained == named()


def test_no_version_comes_with_an_address() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text()
