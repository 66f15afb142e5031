"""Files of reports (CSV, Excel): tried first, every wrong row told, then taken in."""

from console.ui.sheets.desk import SheetDesk

__all__ = ["SheetDesk"]
