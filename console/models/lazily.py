"""SQLAlchemy and the tables, loaded with the first statement made with them: what the start reads needs none."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["sql", "tables"]


class _Later:
    """A module that is imported when something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(import_module(self._name), attribute)
        setattr(self, attribute, found)
        return found


if TYPE_CHECKING:
    import sqlalchemy as sql

    from console.models import tables
else:
    sql, tables = _Later("sqlalchemy"), _Later("console.models.tables")
