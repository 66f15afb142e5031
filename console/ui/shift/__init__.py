"""The hand-over list in the windows: what the next shift must know, shown, taken over, printed."""

from console.ui.shift.shifts import ShiftDesk

__all__ = ["ShiftDesk"]
