"""The named points at which a process is killed, read from `points.toml`; no line in the product knows of them."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("points.toml")


@dataclass(frozen=True, slots=True)
class Point:
    """`side`: console or server; `passes`: how often a busy process comes by, roughly, while a unit lasts."""

    side: str
    name: str
    target: str
    when: str
    passes: int

    @property
    def called(self) -> str:
        """Its full name."""
        return f"{self.side}.{self.name}"

    def place(self) -> tuple[Any, str, Callable[..., Any]]:
        """Who holds the function, under which name, and the function. AttributeError or ImportError = it is gone."""
        module, _, path = self.target.partition(":")
        holder: Any = import_module(module)
        *outer, name = path.split(".")
        for each in outer:
            holder = getattr(holder, each)
        found = vars(holder)[name] if name in vars(holder) else getattr(holder, name)
        return holder, name, found


def points(side: str = "") -> tuple[Point, ...]:
    """All of them, or those of one side, in the order of the file."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Point(which, name, values["target"], values["when"], values["passes"])
        for which, named in told.items()
        for name, values in named.items()
        if side in {"", which}
    )


BY_NAME = {point.called: point for point in points()}
