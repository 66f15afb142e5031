"""Where the parts of the main window lie, in px at 100 %: asked before there are panels, and kept to by the panels.

Imports nothing heavy: the window is painted with it before the panels are loaded.
"""

from typing import NamedTuple

FOLDS, SHARES, ONE_COLUMN = 1600, 1360, 1024
"""Below these logical widths: the rail folds; map and case share one place; queue, map and case do."""
LOW = 760
"""Below this height map and case share one place too: the map would be a strip, the case a peephole."""
RAIL, RAIL_FOLDED = {"zh_CN": 184, "en": 240}, 76  # room for a name beside three digits of a lamp and four in all
QUEUE, QUEUE_NARROW = 744, 640
CASE, CONFLICT = 404, 484
CASE_BESIDE = 656
"""So wide is the case beside the map, in the map's layout."""
TOP_BAR, STATUS, HAIR = 48, 28, 1


class Part(NamedTuple):
    """A rectangle of the window and the name of its colour in the theme's tokens."""

    x: int
    y: int
    width: int
    height: int
    colour: str


def parts(width: int, height: int, language: str) -> list[Part]:
    """The grounds of a window of this size as it opens: the desk's layout, the case's tab where places are shared."""
    middle = height - TOP_BAR - STATUS
    rail = RAIL_FOLDED if width < FOLDS else RAIL[language]
    left, below = rail + HAIR, TOP_BAR + middle
    return [
        Part(0, 0, width, height, "ground"),
        Part(0, 0, width, TOP_BAR, "panel"),
        Part(0, TOP_BAR - HAIR, width, HAIR, "line"),
        Part(rail, TOP_BAR, HAIR, middle, "line"),
        *_work(left, width, middle),
        Part(0, below, width, STATUS, "panel"),
        Part(0, below, width, HAIR, "line"),
    ]


def _work(left: int, width: int, middle: int) -> list[Part]:
    """Queue, map and case."""
    if width < ONE_COLUMN:
        return [Part(left, TOP_BAR, width - left, middle, "panel")]
    queue = QUEUE_NARROW if width < FOLDS else QUEUE
    right = left + queue + HAIR
    found = [
        Part(left, TOP_BAR, queue, middle, "panel"),
        Part(left + queue, TOP_BAR, HAIR, middle, "line"),
        Part(right, TOP_BAR, width - right, middle, "panel"),
    ]
    if width >= SHARES and middle >= LOW:
        high = middle - CASE - HAIR
        found += [
            Part(right, TOP_BAR, width - right, high, "map_bg"),
            Part(right, TOP_BAR + high, width - right, HAIR, "line"),
        ]
    return found
