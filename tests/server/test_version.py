"""The version that the server tells is the project's."""

import tomllib
from pathlib import Path

from server import VERSION


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
