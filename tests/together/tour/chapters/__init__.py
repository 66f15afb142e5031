"""The chapters of the tour, in their order; each stands for itself and says which pictures it makes."""

from types import ModuleType

from tests.together.tour.chapters import (
    acceptor,
    arrival,
    calls,
    collector,
    decisions,
    desk,
    leader,
    nothing_lost,
    outage,
    review,
    rework,
    simulation,
    sizes,
    terminal,
    training,
)

CHAPTERS: tuple[ModuleType, ...] = (
    arrival, desk, acceptor, leader, terminal, collector, calls, decisions, outage, nothing_lost, review, rework, sizes,
    training, simulation,
)  # fmt: skip


def name(chapter: ModuleType) -> str:
    """What a chapter is called on the command line."""
    return chapter.__name__.rpartition(".")[2]


def pictures() -> tuple[str, ...]:
    """The names of all pictures, in their order."""
    return tuple(picture for chapter in CHAPTERS for picture in chapter.PICTURES)
