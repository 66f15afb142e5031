"""Hand-over files for units that no server reaches, and the replies that they bring back."""

from console.ui.handover.handovers import HandoverDesk

__all__ = ["HandoverDesk"]
