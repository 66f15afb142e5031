"""The outage drill: its window, and the page of its report."""

from console.ui.drill.drills import DrillDesk

__all__ = ["DrillDesk"]
