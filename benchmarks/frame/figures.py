"""Medians and percentiles of what was measured."""

from collections.abc import Sequence
from statistics import median

__all__ = ["median", "percentile", "said"]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all values do not exceed; the largest when they are few."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def said(values: Sequence[float], unit: str, digits: int = 3) -> str:
    """Median, p99 and number of the values in words."""
    middle, high = median(values), percentile(values, 0.99)
    return f"median {middle:.{digits}f} {unit}, p99 {high:.{digits}f} {unit}, n {len(values)}"
