"""The table that a benchmark prints: what, figure, goal, met; its last line counts the goals."""

from collections.abc import Sequence

from benchmarks.frame.rows import Measured, Row

HEAD = ("what", "figure", "goal", "met")


def table(rows: Sequence[tuple[Row, Measured | None]]) -> str:
    """All rows; one that was not run is not met."""
    cells = [HEAD, *(_cells(row, measured) for row, measured in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    met = sum(measured is not None and row.met(measured) for row, measured in rows)
    return "\n".join([*lines, f"{met} of {len(rows)} goals met"])


def _cells(row: Row, measured: Measured | None) -> tuple[str, ...]:
    goals = " · ".join(goal.words() for goal in row.goals)
    if measured is None:
        return row.what, "not run", goals, "no"
    figures = " · ".join(f"{measured.figures[goal.name]:.3g} {goal.unit}".strip() for goal in row.goals)
    return row.what, figures, goals, "yes" if row.met(measured) else "no"
