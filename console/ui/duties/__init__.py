"""Who is responsible: the window in which layers, rows, areas, rulings and the duty roster are laid down."""

from console.ui.duties.desk import DutyDesk

__all__ = ["DutyDesk"]
