"""Forms on paper as windows ask for them and hear of them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PaperWish:
    """Print this page into the file; `show`: open it, so that a printer can be chosen."""

    page: str
    file: Path
    show: bool = False
