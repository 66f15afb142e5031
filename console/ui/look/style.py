"""The Qt style sheet, made from `resources/styles/console.qss`: colours filled in, lengths scaled."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from console.ui.look.fonts import FAMILIES
from console.ui.look.tokens import Tokens

LENGTH = re.compile(r"\b(\d+)px")


def style_sheet(template: str, tokens: Tokens, scale: float, resources: Path) -> str:
    """The style sheet of one theme. In `template`, `$name` is a colour of `Tokens`, `$families` and `$resources` ours.

    Raises KeyError for a name that no theme has.
    """
    families = ", ".join(f"'{family}'" for family in FAMILIES)
    filled = Template(template).substitute(tokens.colours(), families=families, resources=resources.as_posix())
    return LENGTH.sub(lambda length: f"{scaled(int(length[1]), scale)}px", filled)


def scaled(px: int, scale: float) -> int:
    """A length at this scale; a hairline stays visible."""
    return max(1, round(px * scale)) if px else 0
